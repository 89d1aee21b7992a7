/** What waits for channels, in DynamoDB: one item per channel, and one conditional write per step. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { emptyQueue } from '../domain/deliveries.ts';
import {
  deliveryKey,
  deliveryPartition,
  deliveryState,
  keyOfDelivery,
  type KeyedDelivery,
  type LoadedDelivery,
  type StoredDelivery,
} from './delivery-item.ts';
import { DynamoTable } from './dynamo-table.ts';
import { tableKeys } from './table-keys.ts';
import { errorMessage } from '../text.ts';

/** Several runs may append at the same time. */
const maxAttempts = 10;

export class DeliveryRepository {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  async load(key: string): Promise<LoadedDelivery | undefined> {
    return deliveryState.load(this.#table, deliveryKey(key));
  }

  /**
   * Writes what `change` makes of the state as it is now, however many runs write beside this one. Undefined when `change`
   * wants to write nothing. @throws when others write all the time.
   */
  async update(
    key: string,
    place: string,
    change: (stored: LoadedDelivery) => StoredDelivery | undefined,
  ): Promise<LoadedDelivery | undefined> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const stored = (await this.load(key)) ?? { place, queue: emptyQueue, lockedUntil: undefined, version: 0 };
      const next = change(stored);
      if (next === undefined) return undefined;
      const saved = await deliveryState.save(this.#table, deliveryKey(key), { ...next, place }, stored.version);
      if (saved !== undefined) return saved;
    }
    throw new Error(`${place}: other runs write what waits for it all the time`);
  }

  /** All channels that ever had an alert. `skipped` takes why one cannot be read. */
  async all(skipped: (reason: string) => void): Promise<KeyedDelivery[]> {
    const items = await this.#table.query({
      KeyConditionExpression: '#pk = :delivery',
      ExpressionAttributeNames: { '#pk': tableKeys.partition },
      ExpressionAttributeValues: { ':delivery': { S: deliveryPartition } },
      ConsistentRead: true,
    });
    return items.flatMap((item) => {
      try {
        return { ...deliveryState.parse(item), key: keyOfDelivery(item) };
      } catch (error) {
        skipped(errorMessage(error));
        return [];
      }
    });
  }
}
