/** How far the lists of answered petitions of a source are read: one item for each source. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { instant } from '../domain/time.ts';
import { DynamoTable } from './dynamo-table.ts';
import { monitorPartition, tableKeys, type Item } from './table-keys.ts';
import { VersionedState, type Versioned } from './versioned-state.ts';

const stateSchema = z.object({
  /** When reading all of them began. */
  began: instant,
  /** The number of the list to read next; null when all are read. */
  next: z.nullable(z.int()),
});
type AnsweredState = z.output<typeof stateSchema>;

const answeredState = new VersionedState(stateSchema, 'lists of answered petitions');

/** Before the keys of the health and the tick: no tick reads it with them. */
const keyOf = (source: string): Item => ({
  [tableKeys.partition]: { S: monitorPartition },
  [tableKeys.sort]: { S: `answered#${source}` },
});

export class AnsweredLists {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  load(source: string): Promise<Versioned<AnsweredState> | undefined> {
    return answeredState.load(this.#table, keyOf(source));
  }

  /** If another run has written meanwhile, a list is read once more. */
  async save(source: string, next: AnsweredState, loadedVersion: number): Promise<void> {
    await answeredState.save(this.#table, keyOf(source), next, loadedVersion);
  }
}
