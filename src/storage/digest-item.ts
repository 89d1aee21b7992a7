/** What is remembered of a list that gets digests, as it is stored: one item, guarded by a version. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { digestSchema, type Digest } from '../domain/digest.ts';
import { instant, type Instant } from '../domain/time.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { tableKeys, type Item } from './table-keys.ts';

export interface StoredDigest {
  /** Up to when there have been digests, the committed one included. */
  readonly until: Instant;
  /** A digest that is committed, and not known to be accepted by SNS. */
  readonly pending: Digest | undefined;
  /** Until when it is in the hands of the run that wrote it: nobody else may publish it before. */
  readonly lockedUntil: Instant | undefined;
}

/** With the version that the next write must find. */
export interface LoadedDigest extends StoredDigest {
  readonly version: number;
}

/** All of them, and nothing else, so that the digest function can be let write these alone. No petition's name is it. */
export const digestPartition = 'digest';

export const digestPrefix = 'list#';

export const digestKey = (name: string): Item => ({
  [tableKeys.partition]: { S: digestPartition },
  [tableKeys.sort]: { S: digestPrefix + name },
});

const itemSchema = z.object({ version: z.object({ N: z.string() }), state: z.object({ S: z.string() }) });
const stateSchema = z.object({ until: instant, sending: z.optional(digestSchema), held: z.optional(instant) });

/** @throws {BadInput} when the item is none that this version or an older one wrote. */
export function parseDigestItem(item: Item): LoadedDigest {
  const { version, state } = parse(itemSchema, upgradeItem(item, 'stored digest'), 'stored digest');
  const { until, sending, held } = parseJson(stateSchema, state.S, 'stored digest');
  return { until, pending: sending, lockedUntil: held, version: Number(version.N) };
}

export const digestItem = (name: string, { until, pending, lockedUntil }: StoredDigest, version: number): Item => ({
  ...digestKey(name),
  ...schemaAttribute,
  version: { N: String(version) },
  state: {
    S: JSON.stringify(
      z.encode(stateSchema, { until, ...(pending && { sending: pending }), ...(lockedUntil && { held: lockedUntil }) }),
    ),
  },
});
