/** The health of the sources as it is stored: with its outbox in one item, guarded by a version. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { healthSchema, noticeSchema, type SourceHealth, type Notice } from '../domain/source-health.ts';
import { instant, type Instant } from '../domain/time.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { tableKeys, type Item } from './table-keys.ts';

export interface StoredHealth {
  readonly health: SourceHealth;
  /** Notices that are committed, and not known to be accepted by SNS. */
  readonly outbox: readonly Notice[];
  /** Until when the outbox is in the hands of the run that wrote it. */
  readonly lockedUntil: Instant | undefined;
}

/** With the version that the next write must find; 0 before the first. */
export interface LoadedHealth extends StoredHealth {
  readonly version: number;
}

export const noHealth: LoadedHealth = { health: {}, outbox: [], lockedUntil: undefined, version: 0 };

export const healthKey: Item = { [tableKeys.partition]: { S: 'monitor' }, [tableKeys.sort]: { S: 'health' } };

const itemSchema = z.object({ version: z.object({ N: z.string() }), state: z.object({ S: z.string() }) });
const stateSchema = z.object({ health: healthSchema, outbox: z.array(noticeSchema), held: z.optional(instant) });

/** @throws {BadInput} when the item is none that this version or an older one wrote. */
export function parseHealthItem(item: Item): LoadedHealth {
  const { version, state } = parse(itemSchema, upgradeItem(item, 'stored health'), 'stored health');
  const { health, outbox, held } = parseJson(stateSchema, state.S, 'stored health');
  return { health, outbox, lockedUntil: held, version: Number(version.N) };
}

const stateOf = ({ health, outbox, lockedUntil }: StoredHealth): string =>
  JSON.stringify(z.encode(stateSchema, { health, outbox: [...outbox], ...(lockedUntil && { held: lockedUntil }) }));

export const sameHealth = (a: StoredHealth, b: StoredHealth): boolean => stateOf(a) === stateOf(b);

export const healthItem = (health: StoredHealth, version: number): Item => ({
  ...healthKey,
  ...schemaAttribute,
  version: { N: String(version) },
  state: { S: stateOf(health) },
});
