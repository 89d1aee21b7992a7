/** The health of the sources in DynamoDB: one item, one conditional write where it changes. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  healthFrom,
  healthItem,
  healthKey,
  noHealth,
  sameHealth,
  type LoadedHealth,
  type StoredHealth,
} from './health-item.ts';
import { Requests } from './dynamo-table.ts';

export class HealthStore {
  readonly #requests: Requests;

  constructor(client: DynamoDBClient, table: string) {
    this.#requests = new Requests(client, table);
  }

  /** How the sources are, as far as the ticks before have seen. */
  async load(): Promise<LoadedHealth> {
    const item = await this.#requests.get(healthKey, true);
    return item === undefined ? noHealth : healthFrom(item);
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
