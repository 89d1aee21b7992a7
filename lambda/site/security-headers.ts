/** The headers of every file of the site, for CloudFront and for the emulator. */
import { mayBeFramed } from './paths.ts';

/** Only files of the site itself: no frames, no form targets, no inline scripts or styles. */
const withoutFrames = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];
export const contentSecurityPolicy = [...withoutFrames, "frame-ancestors 'none'"].join('; ');

/** For the card that other sites embed. */
export const framedSecurityPolicy = [...withoutFrames, 'frame-ancestors *'].join('; ');

export const permissionsPolicy = 'camera=(), geolocation=(), microphone=(), payment=()';

export const referrerPolicy = 'no-referrer';

/** For the emulator. The header that requires https is missing, as loopback has no https. */
export const securityHeaders = (path: string): Readonly<Record<string, string>> => ({
  'permissions-policy': permissionsPolicy,
  'referrer-policy': referrerPolicy,
  'x-content-type-options': 'nosniff',
  ...(mayBeFramed(path)
    ? { 'content-security-policy': framedSecurityPolicy }
    : { 'content-security-policy': contentSecurityPolicy, 'x-frame-options': 'DENY' }),
});
