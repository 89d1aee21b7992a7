/**
 * The turns of topics to which several functions publish, in DynamoDB: an item for each topic has the instant from which
 * it is free. A process takes one turn, and several at a time while others wait.
 */
import * as z from 'zod/mini';
import { instant, isAfter, type Instant } from '../domain/time.ts';
import { nextTurn } from '../domain/turns.ts';
import { parse } from '../validation.ts';
import type { DynamoTable } from './dynamo-table.ts';
import { monitorPartition, tableKeys, type Item } from './table-keys.ts';
import { sortableInstant } from './tick-item.ts';

const turnsInRow = 4;
/** Other processes take turns at the same time. */
const maxAttempts = 5;

const itemSchema = z.object({ free: z.object({ S: instant }) });

/** The next turn of a topic; undefined when it is later than `latest`, and not taken. `milliseconds` are between two. */
export function turnsOfTable(table: DynamoTable, milliseconds: number) {
  const taken = new Map<string, Instant[]>();
  /** From when each topic is free, as this process left it. */
  const known = new Map<string, Instant>();
  let last: Promise<unknown> = Promise.resolve();

  async function take(topic: string, now: Instant, latest: Instant | undefined): Promise<Instant | undefined> {
    const isTooLate = (turn: Instant): boolean => latest !== undefined && isAfter(turn, latest);
    const own = (taken.get(topic) ?? []).filter((turn) => !isAfter(now, turn));
    taken.set(topic, own);
    const [first] = own;
    if (first !== undefined) return isTooLate(first) ? undefined : own.shift();

    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const left = known.get(topic);
      const freeFrom = attempt > 0 ? await load(topic) : left && isAfter(left, now) ? left : undefined;
      const turn = nextTurn(freeFrom, now);
      if (isTooLate(turn)) return undefined;
      const many = isAfter(turn, now) ? turnsInRow : 1;
      const next = turn.add({ milliseconds: many * milliseconds });
      if (!(await save(topic, next, freeFrom, now))) continue;
      known.set(topic, next);
      taken.set(
        topic,
        Array.from({ length: many - 1 }, (_, n) => turn.add({ milliseconds: (n + 1) * milliseconds })),
      );
      return turn;
    }
    return undefined;
  }

  const load = async (topic: string): Promise<Instant | undefined> => {
    const item = await table.get(keyOf(topic), true);
    return item && parse(itemSchema, item, `turns of ${topic}`).free.S;
  };

  /** If it is still free from that instant on; by default, if nobody waits. */
  const save = (topic: string, next: Instant, freeFrom: Instant | undefined, now: Instant): Promise<boolean> =>
    table.update({
      Key: keyOf(topic),
      UpdateExpression: 'SET #free = :next',
      ConditionExpression: freeFrom === undefined ? 'attribute_not_exists(#free) OR #free <= :now' : '#free = :known',
      ExpressionAttributeNames: { '#free': 'free' },
      ExpressionAttributeValues: {
        ':next': { S: sortableInstant(next) },
        ...(freeFrom === undefined
          ? { ':now': { S: sortableInstant(now) } }
          : { ':known': { S: sortableInstant(freeFrom) } }),
      },
    });

  return (topic: string, now: Instant, latest?: Instant): Promise<Instant | undefined> => {
    // One after the other: those who ask at the same time share what is taken.
    const turn = last.then(() => take(topic, now, latest));
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Its items are of the moment: no export has them. */
export const turnsPrefix = 'turns#';

const keyOf = (topic: string): Item => ({
  [tableKeys.partition]: { S: monitorPartition },
  [tableKeys.sort]: { S: `${turnsPrefix}${topic}` },
});
