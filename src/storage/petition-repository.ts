/** Petitions and their counts in DynamoDB: one conditional write an observation, no transaction, no stream, no scan. */
import type { DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { countsCodec, type Count } from '../domain/count-series.ts';
import { isAfter, type Instant } from '../domain/time.ts';
import {
  parsePetitionItem,
  petitionKey,
  petitionItem,
  type LoadedPetition,
  type StoredPetition,
} from './petition-item.ts';
import { listedKey, toDueKey, type DueKey } from './due-buckets.ts';
import { DynamoTable } from './dynamo-table.ts';
import { schemaAttribute } from './schema-version.ts';
import { dueIndexKeys, tableKeys, type Item } from './table-keys.ts';

/** A petition carries this many of its latest counts: the cadence looks back over nine of them. */
const maxInlineCounts = 12;
/** The older ones are put beside it this many at a time, so that a reading costs a fraction of a write more. */
const countsPerChunk = 24;

export const countsPrefix = 'counts#';
const countChunkSchema = z.object({ counts: z.object({ S: z.string() }) });

/** The query for the runs of a petition, in their order: none that was put aside before it is missed. */
export const countChunksQuery = (name: string): Omit<QueryCommandInput, 'TableName'> => ({
  ConsistentRead: true,
  KeyConditionExpression: '#name = :name AND begins_with(#kind, :runs)',
  ExpressionAttributeNames: { '#name': tableKeys.partition, '#kind': tableKeys.sort },
  ExpressionAttributeValues: { ':name': { S: name }, ':runs': { S: countsPrefix } },
});

/** The counts of a run that was put aside. @throws {BadInput} when the item is none. */
export function parseCountChunk(name: string, item: Item): readonly Count[] {
  const what = `stored counts of ${name}`;
  return parseJson(countsCodec, parse(countChunkSchema, item, what).counts.S, what);
}

/** The place of a petition whose turn has come: to the second before, as instants are kept to the second after. */
const dueNowKey = (name: string, now: Instant): DueKey =>
  toDueKey(name, { at: now.round({ smallestUnit: 'second', roundingMode: 'floor' }) });

export class PetitionRepository {
  readonly #requests: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#requests = new DynamoTable(client, table);
  }

  /** Puts a petition on the agenda, due at once, unless it is on it: one that is new, or was dropped before. */
  async watch(name: string, now: Instant): Promise<void> {
    const { bucket, sortKey } = dueNowKey(name, now);
    await this.#requests.update({
      Key: petitionKey(name),
      UpdateExpression: 'SET #lane = :lane, #slot = :slot, #schema = if_not_exists(#schema, :schema) ADD #version :one',
      ConditionExpression: 'attribute_not_exists(#lane)',
      ExpressionAttributeNames: {
        '#lane': dueIndexKeys.partition,
        '#slot': dueIndexKeys.sort,
        '#schema': 'schema',
        '#version': 'version',
      },
      ExpressionAttributeValues: {
        ':lane': { S: bucket },
        ':slot': { S: sortKey },
        ':schema': schemaAttribute.schema,
        ':one': { N: '1' },
      },
    });
  }

  /** Has a petition that is read by a list looked at by itself, at the next tick. */
  async requestPoll(name: string, now: Instant): Promise<void> {
    const { bucket, sortKey } = dueNowKey(name, now);
    await this.#requests.update({
      Key: petitionKey(name),
      UpdateExpression: 'SET #lane = :lane, #slot = :slot ADD #version :one',
      ConditionExpression: '#lane = :listed',
      ExpressionAttributeNames: { '#lane': dueIndexKeys.partition, '#slot': dueIndexKeys.sort, '#version': 'version' },
      ExpressionAttributeValues: {
        ':lane': { S: bucket },
        ':slot': { S: sortKey },
        ':listed': { S: listedKey.bucket },
        ':one': { N: '1' },
      },
    });
  }

  /** Takes a petition off the agenda. What is known of it is kept. */
  async unwatch(name: string): Promise<void> {
    await this.#requests.update({
      Key: petitionKey(name),
      UpdateExpression: 'REMOVE #lane, #slot ADD #version :one',
      ConditionExpression: 'attribute_exists(#lane)',
      ExpressionAttributeNames: { '#lane': dueIndexKeys.partition, '#slot': dueIndexKeys.sort, '#version': 'version' },
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
  }

  /** What is known of a petition; undefined when there is no such item. */
  async load(name: string): Promise<LoadedPetition | undefined> {
    const item = await this.#requests.get(petitionKey(name), true);
    return item && parsePetitionItem(name, item);
  }

  /**
   * The one write of an observation: state, due time and outbox together, and only if nobody has written since this was
   * loaded; version 0 is of what is not there. Undefined when somebody has: then nothing of it has happened.
   */
  async save(next: StoredPetition, loadedVersion: number): Promise<LoadedPetition | undefined> {
    const petition = await this.#archiveCounts(next.petition);
    const saved = { ...next, petition, version: loadedVersion + 1 };
    const written = await this.#requests.put({
      Item: petitionItem(saved, saved.version),
      ExpressionAttributeNames: { '#version': 'version' },
      ...(loadedVersion === 0
        ? { ConditionExpression: 'attribute_not_exists(#version)' }
        : {
            ConditionExpression: '#version = :loaded',
            ExpressionAttributeValues: { ':loaded': { N: String(loadedVersion) } },
          }),
    });
    return written ? saved : undefined;
  }

  /** All counts of a petition that are kept, oldest first. */
  async counts(name: string): Promise<Count[]> {
    // In this order: what is put aside in between is then in both, and not in neither.
    const stored = await this.load(name);
    const runs = await this.#requests.query(countChunksQuery(name));
    const carried = stored?.petition.counts ?? [];
    const [first] = carried;
    // So is a run that was put aside before a write that failed.
    const older = runs
      .flatMap((item) => parseCountChunk(name, item))
      .filter(({ at }) => first === undefined || isAfter(first.at, at));
    return [...older, ...carried];
  }

  /**
   * Moves the older counts out of a petition, before it is written without them. A run is named by its first count and
   * always holds the same: written twice, by two runs or after a crash, it is still there once.
   */
  async #archiveCounts(petition: StoredPetition['petition']): Promise<StoredPetition['petition']> {
    let { counts } = petition;
    while (counts.length >= maxInlineCounts + countsPerChunk) {
      const run = counts.slice(0, countsPerChunk);
      counts = counts.slice(countsPerChunk);
      const [first] = run;
      if (first === undefined) break;
      await this.#requests.put({
        Item: {
          ...petitionKey(petition.petition),
          [tableKeys.sort]: {
            S: `${countsPrefix}${first.at.toString({ smallestUnit: 'second', roundingMode: 'floor' })}`,
          },
          counts: { S: JSON.stringify(z.encode(countsCodec, run)) },
        },
      });
    }
    return { ...petition, counts };
  }
}
