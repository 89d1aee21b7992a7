/** The table of a command: that of a deployed stack, one by its own name, or the one in a folder of `start --data`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { BadInput } from '../src/validation.ts';
import { dueIndexKeys } from '../src/storage/table-keys.ts';
import type { TableRef } from '../src/storage/batch-requests.ts';
import { defaultStack } from './options.ts';
import { stackOutputs } from './stack-outputs.ts';

/** The folder, or else the table, or else the stack. */
export interface TableOptions {
  readonly stack?: string;
  /** The name of a table that was restored, or that its stack left behind. */
  readonly table?: string;
  readonly data?: string;
}

interface OpenTable extends TableRef {
  readonly close: () => Promise<void>;
}

/**
 * Opens the table, for as long as `use` takes. `create` creates a new database in a folder that has none. @throws
 * {BadInput} when there is no such table.
 */
export async function withTable<Result>(
  where: TableOptions,
  use: (table: TableRef) => Promise<Result>,
  create = false,
): Promise<Result> {
  const { close, ...table } = await open(where, create);
  try {
    return await use(table);
  } finally {
    table.client.destroy();
    await close();
  }
}

async function open({ stack = defaultStack, table, data }: TableOptions, create: boolean): Promise<OpenTable> {
  if (data !== undefined) return openLocal(resolve(data), create);
  if (table !== undefined) return openNamed(table);
  return openDeployed((await stackOutputs(stack)).TableName);
}

const openDeployed = (name: string): OpenTable => ({
  client: new DynamoDBClient({}),
  name,
  close: () => Promise.resolve(),
});

async function openNamed(name: string): Promise<OpenTable> {
  const open = openDeployed(name);
  try {
    const { Table } = await open.client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === dueIndexKeys.name) === true) return open;
    throw badTable(`"${name}" is not a table of this monitor: it has no index "${dueIndexKeys.name}"`);
  } catch (error) {
    open.client.destroy();
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const region = await open.client.config.region();
    throw badTable(`there is no table "${name}" in ${region}; \`aws dynamodb list-tables\` lists the tables`);
  }
}

const badTable = (message: string): BadInput => new BadInput('--table', [{ path: '', message }]);

/** Only this loads the engine. */
async function openLocal(folder: string, create: boolean): Promise<OpenTable> {
  const { clientOfAnother, createTable, localClient, localTable, startDynamoDb } =
    await import('../emulator/dynamodb.ts');
  const { runningAddress, databaseIn } = await import('../emulator/database-lock.ts');
  const database = databaseIn(folder);
  if (!create && !existsSync(database)) {
    const message = 'does not exist; name a folder that `start --data FOLDER` or `import --data FOLDER` has written';
    throw new BadInput(database, [{ path: '', message }]);
  }
  const running = await runningAddress(database);
  const own = running === undefined ? await startDynamoDb(database) : undefined;
  const client = new DynamoDBClient(running ? clientOfAnother(running) : { ...localClient, endpoint: own?.url });
  await createTable(client, localTable);
  return { client, name: localTable, close: own?.close ?? (() => Promise.resolve()) };
}
