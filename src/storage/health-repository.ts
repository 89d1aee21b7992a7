/** The health of the sources in DynamoDB: one item, one conditional write where it changes. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  parseHealthItem,
  healthItem,
  healthKey,
  noHealth,
  sameHealth,
  type LoadedHealth,
  type StoredHealth,
} from './health-item.ts';
import { DynamoTable } from './dynamo-table.ts';

export class HealthRepository {
  readonly #requests: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#requests = new DynamoTable(client, table);
  }

  /** How the sources are, as far as the ticks before have seen. */
  async load(): Promise<LoadedHealth> {
    const item = await this.#requests.get(healthKey, true);
    return item === undefined ? noHealth : parseHealthItem(item);
  }

  /** Writes it where it has changed, and only if nobody has meanwhile: undefined when somebody has. */
  async save(next: StoredHealth, loaded: LoadedHealth): Promise<LoadedHealth | undefined> {
    if (sameHealth(next, loaded)) return loaded;
    const version = loaded.version + 1;
    const written = await this.#requests.put({
      Item: healthItem(next, version),
      ConditionExpression: 'attribute_not_exists(#version) OR #version = :loaded',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':loaded': { N: String(loaded.version) } },
    });
    return written ? { ...next, version } : undefined;
  }
}
