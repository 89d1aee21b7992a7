/** What is remembered of the lists that get digests, in DynamoDB: an item a list, one conditional write a step. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseDigestItem, digestItem, digestKey, type LoadedDigest, type StoredDigest } from './digest-item.ts';
import { DynamoTable } from './dynamo-table.ts';

export class DigestRepository {
  readonly #requests: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#requests = new DynamoTable(client, table);
  }

  /** What is known of a list; undefined before its first run. */
  async load(name: string): Promise<LoadedDigest | undefined> {
    const item = await this.#requests.get(digestKey(name), true);
    return item && parseDigestItem(item);
  }

  /** Writes it, only if nobody has since it was loaded: undefined when somebody has. */
  async save(name: string, next: StoredDigest, loaded: LoadedDigest | undefined): Promise<LoadedDigest | undefined> {
    const version = (loaded?.version ?? 0) + 1;
    const written = await this.#requests.put({
      Item: digestItem(name, next, version),
      ExpressionAttributeNames: { '#version': 'version' },
      ...(loaded === undefined
        ? { ConditionExpression: 'attribute_not_exists(#version)' }
        : {
            ConditionExpression: '#version = :loaded',
            ExpressionAttributeValues: { ':loaded': { N: String(loaded.version) } },
          }),
    });
    return written ? { ...next, version } : undefined;
  }
}
