/** The headers that every file of the site is served with: by CloudFront, and on a laptop. */

/** Nothing but what the site itself has; no frame, no form, nothing that is written into a page and runs. */
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

/** As a server on a laptop gives them; that over https alone is nothing for loopback. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'permissions-policy': permissionsPolicy,
  'referrer-policy': referrerPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
