/** What the monitor as a whole remembers of its last tick, as it is stored. */
import * as z from 'zod/mini';
import { parse, parseJson } from '../border.ts';
import { instant, type Instant } from '../petition/time.ts';
import { schemaAttribute, upgraded } from './schema.ts';
import { tableKeys, type Item } from './table.ts';

export interface Tick {
  /** Everything that was due by then has been looked at, but for what was left. */
  readonly at: Instant;
  /** Which petitions were being watched. */
  readonly watching: string;
  /** The petitions that it did not get done, for want of time or because the table failed, and since when each waits. */
  readonly left: Readonly<Record<string, Instant>>;
}

/** Keys of petitions hold a slash: this one is none of theirs. */
export const tickKey: Item = { [tableKeys.partition]: { S: 'monitor' }, [tableKeys.sort]: { S: 'tick' } };

const text = z.object({ S: z.string() });
const itemSchema = z.object({ at: z.object({ S: instant }), watching: text, left: z.optional(text) });
export const leftSchema = z.record(z.string(), instant);

/** @throws {BadInput} when the item is none that this version or an older one wrote. */
export function tickFrom(item: Item): Tick {
  const what = 'stored tick';
  const { at, watching, left } = parse(itemSchema, upgraded(item, what), what);
  return { at: at.S, watching: watching.S, left: left ? parseJson(leftSchema, left.S, `${what}, left`) : {} };
}

export const tickItem = ({ at, watching, left }: Tick): Item => ({
  ...tickKey,
  ...schemaAttribute,
  at: { S: inMilliseconds(at) },
  watching: { S: watching },
  ...(Object.keys(left).length > 0 && { left: { S: JSON.stringify(z.encode(leftSchema, { ...left })) } }),
});

/** Of one length, so that instants compare as text. */
export const inMilliseconds = (at: Instant): string => at.toString({ smallestUnit: 'millisecond' });
