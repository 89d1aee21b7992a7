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
import type { Instant } from '../petition/time.ts';
import {
  healthFrom,
  healthItem,
  healthKey,
  noHealth,
  sameHealth,
  type LoadedHealth,
  type StoredHealth,
} from './health-item.ts';
import { fromItem, petitionKey, toItem, type Loaded, type Stored } from './item.ts';
import { fallenDue, placeOf } from './lanes.ts';
import { schemaAttribute } from './schema.ts';
import { agenda, tableKeys, type Item } from './table.ts';
import { inMilliseconds, tickFrom, tickItem, tickKey, type Tick } from './tick-item.ts';

/** A petition carries this many of its latest counts: the cadence looks back over nine of them. */
const countsCarried = 12;
/** The older ones are put beside it this many at a time, so that a reading costs a fraction of a write more. */
const countsInRun = 24;

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

  /**
   * The last tick that was finished; undefined before the first. @throws {BadInput} when a newer version of the monitor
   * has finished one: then nothing of the table is this one's to write.
   */
  async lastTick(): Promise<Tick | undefined> {
    const { Item: item } = await this.#client.send(new GetItemCommand({ TableName: this.#table, Key: tickKey }));
    return item && tickFrom(item);
  }

  /** Remembers a finished tick, unless a later one has been finished meanwhile. */
  async finishTick(tick: Tick): Promise<void> {
    await this.#put({
      Item: tickItem(tick),
      ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: { ':at': { S: inMilliseconds(tick.at) } },
    });
  }

  /** Puts a petition on the agenda, due at once, unless it is on it: one that is new, or was dropped before. */
  async watch(name: string, now: Instant): Promise<void> {
    // To the second before: instants are kept to the second after, and this one is due already.
    const { lane, slot } = placeOf(name, { at: now.round({ smallestUnit: 'second', roundingMode: 'floor' }) });
    await this.#update({
      Key: petitionKey(name),
      UpdateExpression: 'SET #lane = :lane, #slot = :slot, #schema = if_not_exists(#schema, :schema) ADD #version :one',
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
        ':schema': schemaAttribute.schema,
        ':one': { N: '1' },
      },
    });
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

  /** How the sources are, as far as the ticks before have seen. */
  async loadHealth(): Promise<LoadedHealth> {
    const { Item: item } = await this.#client.send(
      new GetItemCommand({ TableName: this.#table, Key: healthKey, ConsistentRead: true }),
    );
    return item === undefined ? noHealth : healthFrom(item);
  }

  /** Writes it where it has changed, and only if nobody has meanwhile: undefined when somebody has. */
  async saveHealth(next: StoredHealth, loaded: LoadedHealth): Promise<LoadedHealth | undefined> {
    if (sameHealth(next, loaded)) return loaded;
    const version = loaded.version + 1;
    const written = await this.#put({
      Item: healthItem(next, version),
      ConditionExpression: 'attribute_not_exists(#version) OR #version = :loaded',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':loaded': { N: String(loaded.version) } },
    });
    return written ? { ...next, version } : undefined;
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
