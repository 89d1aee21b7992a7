/** The headers of every file of the site, for CloudFront and for the emulator. */
import { mayBeFramed } from './paths.ts';

/** Only files of the site itself: no frames, no inline scripts or styles, and no form targets but, where visitors can sign up, one of its own. */
const withoutFrames = (formAction: 'none' | 'self') => [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  `form-action '${formAction}'`,
];
export const contentSecurityPolicy = (canSignUp: boolean): string =>
  [...withoutFrames(canSignUp ? 'self' : 'none'), "frame-ancestors 'none'"].join('; ');

/** For the card that other sites embed. */
export const framedSecurityPolicy = [...withoutFrames('none'), 'frame-ancestors *'].join('; ');

export const permissionsPolicy = 'camera=(), geolocation=(), microphone=(), payment=()';

export const referrerPolicy = 'no-referrer';

/** For the emulator. The header that requires https is missing, as loopback has no https. */
export const securityHeaders = (path: string, canSignUp = false): Readonly<Record<string, string>> => ({
  'permissions-policy': permissionsPolicy,
  'referrer-policy': referrerPolicy,
  'x-content-type-options': 'nosniff',
  ...(mayBeFramed(path)
    ? { 'content-security-policy': framedSecurityPolicy }
    : { 'content-security-policy': contentSecurityPolicy(canSignUp), 'x-frame-options': 'DENY' }),
});
