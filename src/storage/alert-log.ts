/**
 * Every alert that was ever committed: beside its petition, and in a bucket of the due index, by when it was detected.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { BadInput, parse, parseJson } from '../validation.ts';
import { alertSchema, type Alert } from '../domain/alerts.ts';
import type { Instant } from '../domain/time.ts';
import { DynamoTable } from './dynamo-table.ts';
import { schemaAttribute, upgradeItem } from './schema-version.ts';
import { dueIndexKeys, tableKeys, type Item } from './table-keys.ts';
import { sortableInstant } from './tick-item.ts';

export const alertPrefix = 'alert#';
const alertsBucket = 'alerts';

const text = z.object({ S: z.string() });
const itemSchema = z.object({ alert: text });
const keySchema = z.object({ [tableKeys.partition]: text, [tableKeys.sort]: text });

/** The number of the alert, so that alerts of a petition sort as text: no petition has a million. */
const numberIn = (id: string): string => (id.split('#').at(-1) ?? '').padStart(6, '0');

export const alertItem = (alert: Alert): Item => ({
  [tableKeys.partition]: { S: alert.petition },
  [tableKeys.sort]: { S: alertPrefix + numberIn(alert.id) },
  ...schemaAttribute,
  [dueIndexKeys.partition]: { S: alertsBucket },
  [dueIndexKeys.sort]: { S: sortableInstant(alert.detectedAt) },
  alert: { S: JSON.stringify(z.encode(alertSchema, alert)) },
});

/** @throws {BadInput} unless this version or an older one wrote the item. */
export const parseAlertItem = (item: Item): Alert =>
  parseJson(alertSchema, parse(itemSchema, upgradeItem(item, 'logged alert'), 'logged alert').alert.S, 'logged alert');

export class AlertLog {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /** Writes them; alerts that are in the log already stay the same. */
  async record(alerts: readonly Alert[]): Promise<void> {
    await pMap(alerts, (alert) => this.#table.put({ Item: alertItem(alert) }), { concurrency: 8 });
  }

  /** The alerts of one petition, oldest first; as of a moment ago, unless `ConsistentRead`. */
  async forPetition(petition: string, ConsistentRead = false): Promise<Alert[]> {
    const items = await this.#table.query({
      ConsistentRead,
      KeyConditionExpression: '#name = :name AND begins_with(#kind, :alerts)',
      ExpressionAttributeNames: { '#name': tableKeys.partition, '#kind': tableKeys.sort },
      ExpressionAttributeValues: { ':name': { S: petition }, ':alerts': { S: alertPrefix } },
    });
    return items.map(parseAlertItem);
  }

  /**
   * The alerts of all petitions that were detected after `from` and by `until`, oldest first. One that cannot be read
   * does not stop the others, where `unreadable` takes its error. @throws {BadInput} without `unreadable`.
   */
  async between(from: Instant, until: Instant, unreadable?: (error: BadInput) => void): Promise<Alert[]> {
    const keys = await this.#table.query({
      IndexName: dueIndexKeys.name,
      KeyConditionExpression: '#lane = :lane AND #slot BETWEEN :from AND :until',
      ExpressionAttributeNames: { '#lane': dueIndexKeys.partition, '#slot': dueIndexKeys.sort },
      ExpressionAttributeValues: {
        ':lane': { S: alertsBucket },
        ':from': { S: sortableInstant(from.add({ milliseconds: 1 })) },
        ':until': { S: sortableInstant(until) },
      },
    });
    const items = await pMap(keys, (key) => this.#table.get(parse(keySchema, key, 'due index'), true), {
      concurrency: 16,
    });
    return items.flatMap((item) => {
      try {
        return item === undefined ? [] : [parseAlertItem(item)];
      } catch (error) {
        if (unreadable === undefined || !(error instanceof BadInput)) throw error;
        unreadable(error);
        return [];
      }
    });
  }
}
