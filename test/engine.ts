/** A table in an embedded engine, for the length of a test file. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, startDynamoDb } from '../emulator/dynamodb.ts';
import { accessKey, type LoopbackServer } from '../emulator/listen.ts';

export interface Engine extends LoopbackServer {
  readonly client: DynamoDBClient;
  /** A new, empty table. */
  readonly table: () => Promise<string>;
}

export async function startEngine(): Promise<Engine> {
  const { url, close } = await startDynamoDb();
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
  });
  let tables = 0;
  return {
    url,
    client,
    table: async () => {
      const name = `petitions-${(tables += 1)}`;
      await createTable(client, name);
      return name;
    },
    close: async () => {
      client.destroy();
      await close();
    },
  };
}
