/** Fields that several platforms have in common. */
import * as z from 'zod/mini';
import { BadInput } from '../validation.ts';
import { instant, startOfDay, type Instant } from '../domain/time.ts';
import { clip, excerpt, oneLine } from '../text.ts';

/** A number of signatures. No petition has had a billion: a higher number is another field. */
export const count = z
  .int({ error: 'must be a whole number of signatures, such as 12345' })
  .check(
    z.nonnegative({ error: 'must not be below 0; a good value is 12345' }),
    z.lt(1e9, { error: 'is not a plausible number of signatures; a good value is 12345' }),
  );

/**
 * A title: one line without control characters or direction marks, of at most 300 characters. People type titles, and
 * they are in everything that is stored, sent or logged.
 */
export const title = z.pipe(
  z.string({ error: 'must be a text' }),
  z.transform((text) => clip(oneLine(text), 300)),
);

/**
 * An address for people, as a browser would write it: without blanks, line breaks or direction marks. An invalid
 * address is left out, and so is one that is too long for a mail or hides its host behind a user name: that is no
 * reason to lose a reading.
 */
export const webAddress = z.catch(
  z.optional(
    z.pipe(
      z.url({ protocol: /^https?$/ }).check(z.refine((text) => URL.canParse(text) && new URL(text).username === '')),
      z.pipe(
        z.transform((text: string) => new URL(text).href),
        z.string().check(z.maxLength(1_000)),
      ),
    ),
  ),
  undefined,
);

/** Stands for a time that cannot be read. It cannot be, so it costs only its field (check-times.ts). */
export const unreadableTime = (): Instant => startOfDay('0001-01-01', 'UTC');

/** A stamp of the platform; null where it says that the event has not happened. */
export const stamp = z.catch(z.nullable(instant), unreadableTime);

/** A text. Whatever is wrong with it, the rest is read. */
export const words = z.catch(z.optional(z.nullable(z.string())), undefined);

/** How an answer begins, for alerts; nothing for what has no letters. */
export const beginningOf = (text: string | null | undefined): { readonly text?: string } =>
  text && /\p{L}/u.test(text) ? { text: excerpt(text, 300) } : {};

/** The validators of a body in http.ts, as a source state. */
export const validators = z.object({ etag: z.optional(z.string()), lastModified: z.optional(z.string()) });

/**
 * A cache, a proxy or a fault of the platform may answer with another petition. `found` is an id, or an address that ends
 * in one; undefined where the answer has none. @throws {BadInput} for another one.
 */
export function checkIsAbout(id: string, found: string | undefined, url: string): void {
  if (found === undefined || found.replace(/^.*\//, '').replace(/\.json$/, '') === id) return;
  throw new BadInput(url, [{ path: 'id', message: `is that of another petition, ${clip(oneLine(found), 80)}` }]);
}
