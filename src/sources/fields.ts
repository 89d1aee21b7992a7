/** Fields that several platforms have in common. */
import * as z from 'zod/mini';
import { BadInput, parse } from '../validation.ts';
import { instant, isAfter, startOfDay, type Instant } from '../domain/time.ts';
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

/** The same for a day. */
export const unreadableDay = '0001-01-01';

/** A day of the platform, such as `2026-03-02`; null where it has none. */
export const civilDay = z.catch(z.nullable(z.iso.date()), unreadableDay);

/** Whether a time or a day stands for one that cannot be read: a day may begin elsewhere up to a day later. */
export const isUnreadable = (at: Instant): boolean => !isAfter(at, unreadableTime().add({ hours: 48 }));

/** A stamp of the platform; null where it says that the event has not happened. */
export const stamp = z.catch(z.nullable(instant), unreadableTime);

/** A text. Whatever is wrong with it, the rest is read. */
export const words = z.catch(z.optional(z.nullable(z.string())), undefined);

/** How an answer begins, for alerts; nothing for what has no letters. */
export const beginningOf = (text: string | null | undefined): { readonly text?: string } =>
  text && /\p{L}/u.test(text) ? { text: excerpt(text, 300) } : {};

/**
 * A list of such items. One that cannot be read is a fault in its place: it costs itself, and not the list. Where none can
 * be read, it is another list.
 */
export const itemsOf = <Item extends z.ZodMiniType>(item: Item, error: string) =>
  z.pipe(
    z.array(z.unknown(), { error }),
    z.transform((values, payload) => {
      const items = values.map((value, index) => parsedOrFault(item, value, index));
      if (values.length === 0 || readableOf(items).length > 0) return items;
      const { error: faults } = z.safeParse(z.array(item), values);
      for (const { path, message } of faults?.issues ?? [])
        payload.issues.push({ code: 'custom', input: values, path, message });
      return z.NEVER;
    }),
  );

function parsedOrFault<Item extends z.ZodMiniType>(item: Item, value: unknown, index: number) {
  try {
    return parse(item, value, `item ${index}`);
  } catch (error) {
    if (error instanceof BadInput) return error;
    throw error;
  }
}

/** What is made of the items that can be read; the faults stay. */
export const eachReadable = <Item, Made>(
  items: readonly (Item | BadInput)[],
  make: (item: Item) => readonly Made[],
): (Made | BadInput)[] =>
  items.flatMap((one): readonly (Made | BadInput)[] => (one instanceof BadInput ? [one] : make(one)));

export const readableOf = <Item>(items: readonly (Item | BadInput)[]): Item[] =>
  items.flatMap((one) => (one instanceof BadInput ? [] : [one]));

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
