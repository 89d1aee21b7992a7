/**
 * When an answer was made. A cache may keep it for long, and what it shows is then as old as the answer, not as the
 * request: it proves nothing about the time since. Pure.
 */
import type { AnswerTimes } from './http.ts';
import { earliest, isAfter, type Instant } from '../domain/time.ts';

/**
 * No answer counts as older than this: whatever a server says of its clock or its cache, a verdict comes at most so much
 * later.
 */
const oldest = { hours: 1 };

/** `Date` has whole seconds: what was made within the second of the request may be stamped before it. */
const precision = { seconds: 1 };

/**
 * The instant at which an answer was made, by RFC 9111, 4.2.3: the request's, less `Age`; or that of `Date`, if it is
 * earlier. Where neither is told, the answer may be as old as `max-age` allows. It is never later than the request.
 */
export function madeAt({ age, date, maxAge = 0 }: AnswerTimes, requestedAt: Instant): Instant {
  const isTold = age !== undefined || date !== undefined;
  const cachedAt = requestedAt.subtract({ seconds: age ?? (isTold ? 0 : maxAge) });
  const stamped = date !== undefined && !isAfter(date, requestedAt.subtract(precision)) ? date : requestedAt;
  const made = earliest(cachedAt, stamped);
  const limit = requestedAt.subtract(oldest);
  return isAfter(limit, made) ? limit : made;
}
