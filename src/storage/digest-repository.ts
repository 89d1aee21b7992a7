/** The lists that get digests, in DynamoDB: one item per list, and one conditional write per step. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { digestKey, digestState, type LoadedDigest, type StoredDigest } from './digest-item.ts';
import { DynamoTable } from './dynamo-table.ts';

export class DigestRepository {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /** What is stored of a list; undefined before its first run. */
  load(name: string): Promise<LoadedDigest | undefined> {
    return digestState.load(this.#table, digestKey(name));
  }

  /** Writes it, unless another run has written since it was loaded: then undefined. */
  save(name: string, next: StoredDigest, loaded: LoadedDigest | undefined): Promise<LoadedDigest | undefined> {
    return digestState.save(this.#table, digestKey(name), next, loaded?.version ?? 0);
  }
}
