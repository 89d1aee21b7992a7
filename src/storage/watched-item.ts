/**
 * How each petition was watched at the last change of petitions.json: a short hash for each, in one item. It is read and
 * written only when the tick finds another fingerprint than the last one had, as after a deploy.
 */
import * as z from 'zod/mini';
import { parse } from '../validation.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { monitorPartition, tableKeys, type Item } from './table-keys.ts';

/** After the keys of the tick and of the health: a tick does not read it with them. */
export const watchedKey: Item = {
  [tableKeys.partition]: { S: monitorPartition },
  [tableKeys.sort]: { S: 'watched' },
};

const itemSchema = z.object({ hashes: z.object({ S: z.string() }) });

/** An item of DynamoDB may have 400 kB in all: enough for some forty thousand petitions. */
const maxBytes = 300_000;
/** More of them are not known one by one: a change then takes effect at the turn of each. */
const tooMany = '*';

/** Whether a petition was watched as this hash says. */
export interface WatchedBefore {
  readonly has: (hash: string) => boolean;
}

/** @throws {BadInput} unless this version or an older one wrote the item. */
export function parseWatchedItem(item: Item): WatchedBefore {
  const { hashes } = parse(itemSchema, upgradeItem(item, 'watched petitions'), 'watched petitions');
  return hashes.S === tooMany ? { has: () => true } : new Set(hashes.S.split(' '));
}

export function watchedItem(hashes: ReadonlySet<string>): Item {
  const S = [...hashes].join(' ');
  return { ...watchedKey, ...schemaAttribute, hashes: { S: S.length > maxBytes ? tooMany : S } };
}
