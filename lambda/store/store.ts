/** Petitions and their counts in DynamoDB: one conditional write an observation, no transaction, no stream, no scan. */
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  paginateQuery,
  PutItemCommand,
  UpdateItemCommand,
  type DynamoDBClient,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parse, parseJson } from '../border.ts';
import { countsCodec, type Count } from '../petition/counts.ts';
import { instant, type Instant } from '../petition/time.ts';
import { fromItem, petitionKey, schemaVersion, toItem, type Item, type Loaded, type Stored } from './item.ts';
import { fallenDue, placeOf } from './lanes.ts';
import { agenda, tableKeys } from './table.ts';

/** What the monitor as a whole remembers of its last tick. */
export interface Tick {
  /** Everything that was due by then has been looked at. */
  readonly at: Instant;
  /** Which petitions were being watched. */
  readonly watching: string;
}

/** A petition carries this many of its latest counts: the cadence looks back over nine of them. */
const countsCarried = 12;
/** The older ones are put beside it this many at a time, so that a reading costs a fraction of a write more. */
const countsInRun = 24;

/** Keys of petitions hold a slash: this one is none of theirs. */
const tickKey: Item = { [tableKeys.partition]: { S: 'monitor' }, [tableKeys.sort]: { S: 'tick' } };
const tickSchema = z.object({ at: z.object({ S: instant }), watching: z.object({ S: z.string() }) });

const runPrefix = 'counts#';
const runSchema = z.object({ counts: z.object({ S: z.string() }) });
const nameSchema = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

export class Store {
  readonly #client: DynamoDBClient;
  readonly #table: string;

  constructor(client: DynamoDBClient, table: string) {
    this.#client = client;
    this.#table = table;
  }

  /** The last tick that was finished; undefined before the first. */
  async lastTick(): Promise<Tick | undefined> {
    const { Item: item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key: tickKey }));
    if (item === undefined) return undefined;
    const { at, watching } = parse(tickSchema, item, 'stored tick');
    return { at: at.S, watching: watching.S };
  }

  /** Remembers a finished tick, unless a later one has been finished meanwhile. */
  async finishTick({ at, watching }: Tick): Promise<void> {
    await this.#put({
      Item: { ...tickKey, at: { S: inMilliseconds(at) }, watching: { S: watching } },
      ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': { S: inMilliseconds(at) } },
    });
  }

  /** Puts petitions on the agenda, due at once, that are not on it: new ones, and ones that were dropped before. */
  async watch(names: readonly string[], now: Instant): Promise<void> {
    // To the second before: instants are kept to the second after, and this one is due already.
    const { lane, slot } = placeOf('', { at: now.round({ smallestUnit: 'second', roundingMode: 'floor' }) });
    const add = (name: string): Promise<boolean> =>
      this.#update({
        Key: petitionKey(name),
        UpdateExpression:
          'SET #lane = :lane, #slot = :slot, #schema = if_not_exists(#schema, :schema) ADD #version :one',
        ConditionExpression: 'attribute_not_exists(#lane)',
        ExpressionAttributeNames: {
          '#lane': agenda.partition,
          '#slot': agenda.sort,
          '#schema': 'schema',
          '#version': 'version',
        },
        ExpressionAttributeValues: {
          ':lane': { S: lane },
          ':slot': { S: slot },
          ':schema': { N: String(schemaVersion) },
          ':one': { N: '1' },
        },
      });
    await pMap(names, add, { concurrency: 16 });
  }

  /** Takes a petition off the agenda. What is known of it is kept. */
  async drop(name: string): Promise<void> {
    await this.#update({
      Key: petitionKey(name),
      UpdateExpression: 'REMOVE #lane, #slot ADD #version :one',
      ConditionExpression: 'attribute_exists(#lane)',
      ExpressionAttributeNames: { '#lane': agenda.partition, '#slot': agenda.sort, '#version': 'version' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
  }

  /** The names of the petitions that fell due after `last` and by `now`. */
  async due(last: Instant, now: Instant): Promise<string[]> {
    const stretches = await pMap(fallenDue(last, now), ({ lane, from, to }) =>
      this.#query({
        IndexName: agenda.name,
        KeyConditionExpression: '#lane = :lane AND #slot BETWEEN :from AND :to',
        ExpressionAttributeNames: { '#lane': agenda.partition, '#slot': agenda.sort },
        ExpressionAttributeValues: { ':lane': { S: lane }, ':from': { S: from }, ':to': { S: to } },
      }),
    );
    return stretches.flat().map((item) => parse(nameSchema, item, 'agenda')[tableKeys.partition].S);
  }

  /** What is known of a petition; undefined when there is no such item. */
  async load(name: string): Promise<Loaded | undefined> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: petitionKey(name), ConsistentRead: true }),
    );
    return item && fromItem(name, item);
  }

  /**
   * The one write of an observation: state, due time and outbox together, and only if nobody has written since this was
   * loaded. Undefined when somebody has: then nothing of it has happened.
   */
  async save(next: Stored, loadedVersion: number): Promise<Loaded | undefined> {
    const petition = await this.#putCountsAside(next.petition);
    const saved = { ...next, petition, version: loadedVersion + 1 };
    const written = await this.#put({
      Item: toItem(saved, saved.version),
      ConditionExpression: '#version = :loaded',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':loaded': { N: String(loadedVersion) } },
    });
    return written ? saved : undefined;
  }

  /** All counts of a petition that are kept, oldest first. */
  async counts(name: string): Promise<Count[]> {
    const [stored, runs] = await Promise.all([
      this.load(name),
      this.#query({
        KeyConditionExpression: '#name = :name AND begins_with(#kind, :runs)',
        ExpressionAttributeNames: { '#name': tableKeys.partition, '#kind': tableKeys.sort },
        ExpressionAttributeValues: { ':name': { S: name }, ':runs': { S: runPrefix } },
      }),
    ]);
    const what = `stored counts of ${name}`;
    const older = runs.flatMap((item) => parseJson(countsCodec, parse(runSchema, item, what).counts.S, what));
    return [...older, ...(stored?.petition.counts ?? [])];
  }

  /**
   * Moves the older counts out of a petition, before it is written without them. A run is named by its first count and
   * always holds the same: written twice, by two runs or after a crash, it is still there once.
   */
  async #putCountsAside(petition: Stored['petition']): Promise<Stored['petition']> {
    let { counts } = petition;
    while (counts.length >= countsCarried + countsInRun) {
      const run = counts.slice(0, countsInRun);
      counts = counts.slice(countsInRun);
      const [first] = run;
      if (first === undefined) break;
      await this.#put({
        Item: {
          ...petitionKey(petition.petition),
          [tableKeys.sort]: {
            S: `${runPrefix}${first.at.toString({ smallestUnit: 'second', roundingMode: 'floor' })}`,
          },
          counts: { S: JSON.stringify(z.encode(countsCodec, run)) },
        },
      });
    }
    return { ...petition, counts };
  }

  #put(input: Omit<ConstructorParameters<typeof PutItemCommand>[0], 'TableName'>): Promise<boolean> {
    return unlessMoved(this.#client.send(new PutItemCommand({ ...input, TableName: this.#table })));
  }

  #update(input: Omit<ConstructorParameters<typeof UpdateItemCommand>[0], 'TableName'>): Promise<boolean> {
    return unlessMoved(this.#client.send(new UpdateItemCommand({ ...input, TableName: this.#table })));
  }

  async #query(input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> {
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: this.#client }, { ...input, TableName: this.#table })) {
      items.push(...(page.Items ?? []));
    }
    return items;
  }
}

/** Whether a write was done; false when its condition did not hold. */
async function unlessMoved(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Of one length, so that instants compare as text. */
const inMilliseconds = (at: Instant): string => at.toString({ smallestUnit: 'millisecond' });
