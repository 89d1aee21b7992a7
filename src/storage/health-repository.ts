/** The health of the sources in DynamoDB: one item, and one conditional write where it changes. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoTable } from './dynamo-table.ts';
import { healthKey, healthState, noHealth, type LoadedHealth, type StoredHealth } from './health-item.ts';
import type { Item } from './table-keys.ts';

export class HealthRepository {
  readonly #table: DynamoTable;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /** How the sources are, as far as the earlier ticks saw. */
  async load(): Promise<LoadedHealth> {
    return (await healthState.load(this.#table, healthKey)) ?? noHealth;
  }

  /** As a tick found it at its start, in one request with the last tick. */
  parse(item: Item | undefined): LoadedHealth {
    return item === undefined ? noHealth : healthState.parse(item);
  }

  /** Writes it where it has changed, unless another run has written since it was loaded: then undefined. */
  async save(next: StoredHealth, loaded: LoadedHealth): Promise<LoadedHealth | undefined> {
    if (healthState.stringify(next) === healthState.stringify(loaded)) return loaded;
    return healthState.save(this.#table, healthKey, next, loaded.version);
  }
}
