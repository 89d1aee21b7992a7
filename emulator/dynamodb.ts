/** The embedded DynamoDB: dynalite, and the table of the stack in it. */
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { dueIndexKeys, tableKeys } from '../src/storage/table-keys.ts';
import { claimDatabase } from './database-lock.ts';
import { listen, type LoopbackServer } from './listen.ts';

/** What the table is called here. */
export const localTable = 'petitions';

/** Of a client for the embedded engine, which asks nobody who they are. */
export const localClient = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** `folder` keeps the database; absent, it is in memory. @throws {BadInput} when another process has it open. */
export async function startDynamoDb(folder?: string): Promise<LoopbackServer> {
  if (folder === undefined) return listen(dynalite({ createTableMs: 0 }));
  await claimDatabase(folder);
  const engine = await listen(dynalite({ createTableMs: 0, path: folder }));
  // It listens before it has the database open, and answers when it has.
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  await client.send(new ListTablesCommand({}));
  client.destroy();
  return engine;
}

const keys = ({ partition, sort }: Readonly<Record<'partition' | 'sort', string>>): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];

/** The table as the stack has it: a test holds the two together. */
export const tableDefinition = {
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: keys(tableKeys),
  GlobalSecondaryIndexes: [
    { IndexName: dueIndexKeys.name, KeySchema: keys(dueIndexKeys), Projection: { ProjectionType: 'KEYS_ONLY' } },
  ],
  AttributeDefinitions: [tableKeys.partition, tableKeys.sort, dueIndexKeys.partition, dueIndexKeys.sort].map((key) => ({
    AttributeName: key,
    AttributeType: 'S' as const,
  })),
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** In seconds: it takes the engine milliseconds, on a busy machine some more. */
const forTable = { maxWaitTime: 600, minDelay: 0.01, maxDelay: 0.1 };

/** Creates the table, unless the database has it already, and waits until it can be asked: before, the engine says that there is none. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ ...tableDefinition, TableName: name }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...forTable }, { TableName: name });
}
