/** Petitions and their counts in DynamoDB: one conditional write per observation, no transaction, stream or scan. */
import type { DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { countsCodec, type Count } from '../domain/count-series.ts';
import { isAfter, type Instant } from '../domain/time.ts';
import {
  parsePetitionItem,
  petitionKey,
  petitionKeyBatches,
  petitionItem,
  type LoadedPetition,
  type StoredPetition,
} from './petition-item.ts';
import { listedKey, toDueKey, type DueKey } from './due-buckets.ts';
import { DynamoTable } from './dynamo-table.ts';
import type { RememberedKeys } from './remembered-keys.ts';
import { schemaAttribute } from './schema-version.ts';
import { dueIndexKeys, tableKeys, type Item } from './table-keys.ts';

/** The item of a petition keeps this many of its latest counts: after a wrong clock it goes on from one of them. */
const maxInlineCounts = 12;
/**
 * Older counts move to an item beside it, this many at a time: a reading then costs only a fraction of a write more.
 */
const countsPerChunk = 24;

export const countsPrefix = 'counts#';
const countChunkSchema = z.object({ counts: z.object({ S: z.string() }) });

/** The query for the count chunks of a petition, oldest first. It misses none that was written before it. */
export const countChunksQuery = (name: string): Omit<QueryCommandInput, 'TableName'> => ({
  ConsistentRead: true,
  KeyConditionExpression: '#name = :name AND begins_with(#kind, :chunks)',
  ExpressionAttributeNames: { '#name': tableKeys.partition, '#kind': tableKeys.sort },
  ExpressionAttributeValues: { ':name': { S: name }, ':chunks': { S: countsPrefix } },
});

/** The counts of a chunk. @throws {BadInput} when the item is not a chunk. */
export function parseCountChunk(name: string, item: Item): readonly Count[] {
  const what = `stored counts of ${name}`;
  return parseJson(countsCodec, parse(countChunkSchema, item, what).counts.S, what);
}

/** The key of a petition that is due now: rounded down to the second, because other due instants are rounded up. */
const dueNowKey = (name: string, now: Instant): DueKey =>
  toDueKey(name, { at: now.round({ smallestUnit: 'second', roundingMode: 'floor' }) });

const setDueKey = 'SET #lane = :lane, #slot = :slot';
const dueKeyValues = ({ bucket, sortKey }: DueKey): Item => ({ ':lane': { S: bucket }, ':slot': { S: sortKey } });

const nameSchema = z.object({ [tableKeys.partition]: z.object({ S: z.string() }) });

/** By name; what is stored is parsed when it is asked for, so that one that cannot be read does not stop the others. */
export type PreloadedPetitions = ReadonlyMap<string, () => LoadedPetition>;

export class PetitionRepository {
  readonly #table: DynamoTable;
  readonly #remembered: Pick<RememberedKeys, 'note'> | undefined;

  /** `remembered` is told of every key that is written. */
  constructor(client: DynamoDBClient, table: string, remembered?: Pick<RememberedKeys, 'note'>) {
    this.#table = new DynamoTable(client, table);
    this.#remembered = remembered;
  }

  /** Puts a petition on the due index, due at once, unless it is on it. It is new, or was taken off before. */
  async watch(name: string, now: Instant): Promise<void> {
    await this.#update(name, `${setDueKey}, #schema = if_not_exists(#schema, :schema)`, 'attribute_not_exists(#lane)', {
      names: { '#schema': 'schema' },
      values: { ...dueKeyValues(dueNowKey(name, now)), ':schema': schemaAttribute.schema },
    });
  }

  /** Makes a petition due at the next tick, if a list covers it until now. */
  async requestPoll(name: string, now: Instant): Promise<void> {
    await this.#update(name, setDueKey, '#lane = :listed', {
      values: { ...dueKeyValues(dueNowKey(name, now)), ':listed': { S: listedKey.bucket } },
    });
  }

  /** Takes a petition off the due index. Its state stays. */
  async unwatch(name: string): Promise<void> {
    await this.#update(name, 'REMOVE #lane, #slot', 'attribute_exists(#lane)');
  }

  /**
   * What is stored of a petition; undefined when there is no such item. A read that is not consistent costs half, and may
   * miss a write of the last second.
   */
  async load(name: string, isConsistent = true): Promise<LoadedPetition | undefined> {
    const item = await this.#table.get(petitionKey(name), isConsistent);
    return item && parsePetitionItem(name, item);
  }

  /**
   * What is stored of many petitions, a hundred in a request and not consistent. What is missing here was not read: the
   * table was busy, or the request failed. It has to be loaded alone.
   */
  async loadSome(names: readonly string[]): Promise<PreloadedPetitions> {
    const items = await Promise.all(
      petitionKeyBatches(names).map((keys) => this.#table.getSome(keys).catch((): Item[] => [])),
    );
    return new Map(
      items.flat().map((item): [string, () => LoadedPetition] => {
        const name = parse(nameSchema, item, 'stored item')[tableKeys.partition].S;
        return [name, () => parsePetitionItem(name, item)];
      }),
    );
  }

  /**
   * The one write of an observation: state, due time and outbox together. Nothing is written if another run has written
   * since this was loaded: then undefined. Version 0 is that of an item that does not exist.
   */
  async save(next: StoredPetition, loadedVersion: number): Promise<LoadedPetition | undefined> {
    const petition = await this.#archiveCounts(next.petition);
    const saved = { ...next, petition, version: loadedVersion + 1 };
    if (!(await this.#table.putVersion(petitionItem(saved, saved.version), saved.version))) return undefined;
    this.#remembered?.note(petition.petition, saved.dueKey);
    return saved;
  }

  /** All stored counts of a petition, oldest first. */
  async counts(name: string): Promise<Count[]> {
    // The item first: counts that move to a chunk in between are then in both, not in neither.
    const stored = await this.load(name);
    const chunks = await this.#table.query(countChunksQuery(name));
    const recent = stored?.petition.counts ?? [];
    const [first] = recent;
    // A chunk that was written before a write that failed is in both, too.
    const older = chunks
      .flatMap((item) => parseCountChunk(name, item))
      .filter(({ at }) => first === undefined || isAfter(first.at, at));
    return [...older, ...recent];
  }

  /**
   * Moves the older counts of a petition to chunks, before the petition is written without them. The key of a chunk is
   * its first count, and it always holds the same counts. Two runs, or a retry after a crash, write it only once.
   */
  async #archiveCounts(petition: StoredPetition['petition']): Promise<StoredPetition['petition']> {
    let { counts } = petition;
    while (counts.length >= maxInlineCounts + countsPerChunk) {
      const chunk = counts.slice(0, countsPerChunk);
      counts = counts.slice(countsPerChunk);
      const [first] = chunk;
      if (first === undefined) break;
      await this.#table.put({
        Item: {
          ...petitionKey(petition.petition),
          [tableKeys.sort]: {
            S: `${countsPrefix}${first.at.toString({ smallestUnit: 'second', roundingMode: 'floor' })}`,
          },
          counts: { S: JSON.stringify(z.encode(countsCodec, chunk)) },
        },
      });
    }
    return { ...petition, counts };
  }

  /** Any change of an item raises its version: a run that loaded it before does not overwrite the change. */
  async #update(
    name: string,
    change: string,
    ConditionExpression: string,
    { names = {}, values = {} }: { readonly names?: Record<string, string>; readonly values?: Item } = {},
  ): Promise<void> {
    const { partition, sort } = dueIndexKeys;
    const isWritten = await this.#table.update({
      Key: petitionKey(name),
      UpdateExpression: `${change} ADD #version :one`,
      ConditionExpression,
      ExpressionAttributeNames: { '#lane': partition, '#slot': sort, '#version': 'version', ...names },
      ExpressionAttributeValues: { ...values, ':one': { N: '1' } },
    });
    // Either it is off the index, or due at an instant of its own.
    if (isWritten) this.#remembered?.note(name, undefined);
  }
}
