/** The table that a command is about: a deployed stack's, one by its own name, or the one in a folder of `start --data`. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { BadInput } from '../src/validation.ts';
import { dueIndexKeys } from '../src/storage/table-keys.ts';
import type { TableRef } from '../src/storage/batch-requests.ts';
import { stackOutputs } from './stack-outputs.ts';

/** One of the three. */
export interface TableOptions {
  readonly stack?: string;
  /** Its name: of a table that was restored, or kept when its stack was taken down. */
  readonly table?: string;
  readonly data?: string;
}

interface OpenTable extends TableRef {
  readonly close: () => Promise<void>;
}

/**
 * Opens the table, for as long as `use` takes. `make` makes a new database in a folder that holds none. @throws {BadInput}
 * when there is no such table.
 */
export async function withTable<Result>(
  where: TableOptions,
  use: (table: TableRef) => Promise<Result>,
  make = false,
): Promise<Result> {
  const { close, ...table } = await open(where, make);
  try {
    return await use(table);
  } finally {
    table.client.destroy();
    await close();
  }
}

async function open({ stack, table, data }: TableOptions, make: boolean): Promise<OpenTable> {
  if ([stack, table, data].filter((one) => one !== undefined).length === 1) {
    if (stack !== undefined) return openDeployed((await stackOutputs(stack)).TableName);
    if (table !== undefined) return openNamed(table);
    if (data !== undefined) return openLocal(resolve(data), make);
  }
  const message =
    'say which: --stack NAME for what is deployed, --table NAME for a table without a stack, or --data FOLDER for what `start --data` keeps';
  throw new BadInput('table', [{ path: '', message }]);
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
    throw badTable(`"${name}" is no table of this monitor: it has no index "${dueIndexKeys.name}"`);
  } catch (error) {
    open.client.destroy();
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const region = await open.client.config.region();
    throw badTable(`there is no table "${name}" in ${region}; \`aws dynamodb list-tables\` names those there are`);
  }
}

const badTable = (message: string): BadInput => new BadInput('--table', [{ path: '', message }]);

/** The engine is loaded for this alone. */
async function openLocal(folder: string, make: boolean): Promise<OpenTable> {
  const { createTable, localClient, localTable, startDynamoDb } = await import('../emulator/dynamodb.ts');
  const { runningAddress, databaseIn } = await import('../emulator/database-lock.ts');
  const database = databaseIn(folder);
  if (!make && !existsSync(database)) {
    const message = 'is not there: name a folder that `start --data FOLDER` has kept, or `import --data FOLDER` filled';
    throw new BadInput(database, [{ path: '', message }]);
  }
  const running = await runningAddress(database);
  const { url, close } =
    running === undefined ? await startDynamoDb(database) : { url: running, close: () => Promise.resolve() };
  const client = new DynamoDBClient({ ...localClient, endpoint: url });
  await createTable(client, localTable);
  return { client, name: localTable, close };
}
