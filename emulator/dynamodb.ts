/** The DynamoDB endpoint: dynalite, with the table of the stack. */
import {
  CreateTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceInUseException,
  waitUntilTableExists,
  type CreateTableCommandInput,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import dynalite, { type Engine } from 'dynalite';
import { dueIndexKeys, tableKeys } from '../src/storage/table-keys.ts';
import { claimDatabase, hasDatabase, type DatabaseAddress } from './database-lock.ts';
import { accessKey, bodyOf, guarded, listen, type LoopbackServer } from './listen.ts';

/** The name of the table here. */
export const localTable = 'petitions';

/** Settings of a client for the emulator, which goes by the access key alone. */
export const localClient = { region: 'us-east-1', credentials: { accessKeyId: accessKey, secretAccessKey: 'local' } };

/** The same for the engine of another process. */
export const clientOfAnother = ({ endpoint, accessKey: accessKeyId }: DatabaseAddress) => ({
  ...localClient,
  endpoint,
  credentials: { ...localClient.credentials, accessKeyId },
});

/**
 * The engine answers every page in a browser (`Access-Control-Allow-Origin: *`), and throws what it cannot catch when a
 * client breaks off (dynalite 4.0.0): it gets whole requests only, and no browser's.
 */
function shielded(engine: Engine): Engine {
  const [handle] = engine.listeners('request');
  return engine.removeAllListeners('request').on(
    'request',
    guarded(
      async (request, response) => {
        const body = await bodyOf(request);
        handle?.(request, response);
        request.removeAllListeners('error').on('error', () => undefined);
        request.emit('data', body);
        request.emit('end');
      },
      { methods: ['POST'] },
    ),
  );
}

/**
 * `folder` is that of the database; absent: in memory. @throws {BadInput} when another process has it open. @throws when it
 * was cut: without its log, the engine would begin again as if nothing had ever been stored.
 */
export async function startDynamoDb(folder?: string): Promise<LoopbackServer> {
  if (folder === undefined) return listen(shielded(dynalite({ createTableMs: 0 })));
  const isNew = !hasDatabase(folder);
  await claimDatabase(folder);
  const engine = await listen(shielded(dynalite({ createTableMs: 0, path: folder })));
  // It listens before the database is open, and answers after that.
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  const { TableNames = [] } = await client.send(new ListTablesCommand({}));
  client.destroy();
  if (isNew || TableNames.length > 0) return engine;
  await engine.close();
  const reason = 'it has no table, so its files were cut, or its first start was';
  throw new Error(`${folder}: the database cannot be used: ${reason}; restore the folder from a copy, or delete it`);
}

const keys = ({ partition, sort }: Readonly<Record<'partition' | 'sort', string>>): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];

/** The table as in the stack: a test compares the two. */
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

/** Seconds. The engine takes milliseconds, more on a busy machine. */
const tableWait = { maxWaitTime: 600, minDelay: 0.01, maxDelay: 0.1 };

/** Creates the table if there is none, and waits until it is ready: before, the engine says that it does not exist. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ ...tableDefinition, TableName: name }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client, ...tableWait }, { TableName: name });
}
