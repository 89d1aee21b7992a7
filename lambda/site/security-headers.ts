/** The headers of every file of the site, for CloudFront and for the emulator. */

/** Only files of the site itself: no frames, no form targets, no inline scripts or styles. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const permissionsPolicy = 'camera=(), geolocation=(), microphone=(), payment=()';

export const referrerPolicy = 'no-referrer';

/** For the emulator. The header that requires https is missing, as loopback has no https. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': permissionsPolicy,
  'referrer-policy': referrerPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
