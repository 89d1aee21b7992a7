/** Petitions as the table holds them when they have been watched for days: written past the function. */
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import type { Config } from '../../src/config/config.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { createWatchList } from '../../src/config/watch-list.ts';
import { nextPoll } from '../../src/domain/cadence.ts';
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { petitionItem } from '../../src/storage/petition-item.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import type { CloudStarted } from '../parts/protocol.ts';
import { clientOfAnother } from '../../emulator/dynamodb.ts';
import { closingOf, openedAt, stampsOf } from './shown.ts';
import { countBefore, spread, type Drawn } from './population.ts';

/** Hours ago that a petition was looked at: the cadence looks back over nine counts. */
const looksBefore = [72, 48, 24, 12, 8, 6, 5, 4, 3, 2, 1];

/** What DynamoDB takes in one batch, and how many batches are sent at a time. */
const [inBatch, atATime] = [25, 8];

const hours = (many: number): { seconds: number } => ({ seconds: Math.round(many * 3600) });

export interface Seeding {
  readonly engine: CloudStarted['engine'];
  readonly table: string;
  readonly config: Config;
  readonly population: readonly Drawn[];
  /** Milliseconds since 1970. */
  readonly start: number;
}

/** Writes them, and the tick that they were last looked at by. @returns the items. */
export async function seed({ engine, table, config, population, start }: Seeding): Promise<Item[]> {
  const now = Temporal.Instant.fromEpochMilliseconds(start);
  const client = new DynamoDBClient(clientOfAnother(engine));
  const drawn = new Map(population.map((one) => [one.id, one]));
  const { named, fingerprint: watching } = createWatchList(config);
  const items = named.flatMap((one) => {
    const found = drawn.get(one.id);
    return found === undefined ? [] : [itemOf(one, found, start)];
  });
  await put(client, table, items);
  await new DueIndex(client, table).finishTick(
    {
      at: now,
      watchFingerprint: watching,
      backlog: new Map(),
      remainingBudgets: new Map(),
    },
    undefined,
  );
  client.destroy();
  return items;
}

export async function put(client: DynamoDBClient, table: string, items: readonly Item[]): Promise<void> {
  for (let first = 0; first < items.length; first += inBatch * atATime) {
    const batches = Array.from({ length: atATime }, (_, index) => {
      const from = first + index * inBatch;
      return items.slice(from, from + inBatch).map((one) => ({ PutRequest: { Item: one } }));
    });
    await Promise.all(
      batches
        .filter((batch) => batch.length > 0)
        .map((batch) => client.send(new BatchWriteItemCommand({ RequestItems: { [table]: batch } }))),
    );
  }
}

/** What the platform says of a petition whatever its count is. */
export const alwaysOf = ({ baseUrl, id }: Pick<WatchedPetition, 'baseUrl' | 'id'>, drawn: Drawn, start: number) => ({
  kind: 'reading' as const,
  title: `Give the petitions of this bench a name, such as number ${id}`,
  url: `${baseUrl}/petitions/${id}`,
  opened: openedAt(drawn, start),
  deadline: closingOf(drawn, start),
  signing: { open: true as const },
  answer: null,
});

function itemOf(watched: WatchedPetition, drawn: Drawn, start: number): Item {
  const { petition: name, settings, id } = watched;
  const now = Temporal.Instant.fromEpochMilliseconds(start);
  const always = alwaysOf(watched, drawn, start);
  const { opened } = always;
  let petition: Petition = newPetition(name);
  for (const before of looksBefore) {
    const at: Instant = now.subtract(hours(before));
    if (!isAfter(at, opened)) continue;
    const signatures = before === 1 ? drawn.signatures : countBefore(drawn, before - 1);
    // A look in between that finds nothing new leaves nothing behind.
    if (before > 1 && signatures === petition.last?.signatures) continue;
    const stamps = stampsOf(drawn, start, signatures);
    petition = evaluate(petition, { ...always, signatures, stamps }, at, settings).petition;
  }
  const place = toDueKey(name, nextPoll(petition, now, settings));
  // The whole of each is read at the first look after a day, each at a time of its own: of hourly looks one in 24 does so, and
  // one in 24 comes after it and knows of no version of the count.
  const hoursOld = 24.5 * spread(Number(id));
  const wholeAt = now.subtract(hours(hoursOld)).toString();
  const memory = hoursOld < 1 ? { wholeAt } : { etag: `"${drawn.signatures}"`, wholeAt };
  return petitionItem(
    { petition, sourceState: memory, failures: 0, outbox: [], lockedUntil: undefined, dueKey: place },
    2,
  );
}
