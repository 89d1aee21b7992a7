/**
 * The version of everything that is stored: items of older versions are upgraded when read, items of newer ones are
 * refused.
 */
import * as z from 'zod/mini';
import { BadInput, parse } from '../validation.ts';
import type { Item } from './table-keys.ts';

/**
 * Raised whenever the shape of a petition, an alert, a notice, the health or a digest changes, so that a monitor that
 * was rolled back never overwrites what it does not know. test/storage/shapes/ has the shape of each version.
 */
export const schemaVersion = 6;

/** How an item of one version becomes one of the next. */
const upgrades: Readonly<Record<number, (item: Item) => Item>> = {
  // 2 has unconfirmed counts, and the health of sources. What 1 wrote of the rest has the same shape.
  1: (item) => item,
  // 3 has request budgets, and the bucket of the six-hour period.
  2: (item) => item,
  // 4 has four buckets for each long period: after a tick that 3 finished, everything is due (tick-item.ts). It has the
  // event that starts the response clock, registrations, and counts by parts.
  3: (item) => item,
  // 5 has what one reading alone does not prove, when an answer was made, numbers that the platform changed, what was
  // told lately or flaps, deadlines that may be later, and what a verification found. It has problems of the monitor
  // itself beside the health of sources.
  4: (item) => item,
  // 6 has forecasts as they were made, the pace of the last minutes, the SHA-256 of what an alert was read from, and how an answer begins.
  5: (item) => item,
};

export const schemaAttribute = { schema: { N: String(schemaVersion) } };

const schemaOf = z.object({ schema: z._default(z.object({ N: z.string().check(z.regex(/^\d+$/)) }), { N: '1' }) });

/** The item as this version would have written it. @throws {BadInput} when a newer version wrote it. */
export function upgradeItem(item: Item, what: string): Item {
  const version = Number(parse(schemaOf, item, what).schema.N);
  if (version > schemaVersion) {
    const message = `is ${version}, of a newer version of the monitor; this one reads up to ${schemaVersion}`;
    throw new BadInput(what, [{ path: 'schema', message }]);
  }
  let current = item;
  for (let from = version; from < schemaVersion; from++) current = upgrades[from]?.(current) ?? current;
  return current;
}
