/** The table that a command is about: a deployed stack's, or the one in a folder that `start --data` keeps. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BadInput } from '../../lambda/border.ts';
import { createTable, localClient, localTable, startDynamoDb } from '../../local/cloud/dynamodb.ts';
import { addressOf } from '../../local/cloud/kept.ts';
import type { Table } from '../../local/data/table.ts';
import { databaseIn } from '../../local/start/session.ts';
import { outputsOf } from './stack.ts';

/** One of the two. */
export interface Where {
  readonly stack?: string;
  readonly data?: string;
}

interface OpenTable extends Table {
  readonly close: () => Promise<void>;
}

/**
 * Opens the table, for as long as `use` takes. `make` makes a new database in a folder that holds none. @throws {BadInput}
 * when there is no such table.
 */
export async function withTable<Result>(
  where: Where,
  use: (table: Table) => Promise<Result>,
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

async function open({ stack, data }: Where, make: boolean): Promise<OpenTable> {
  if (stack !== undefined && data === undefined) {
    const { TableName: name } = await outputsOf(stack);
    return { client: new DynamoDBClient({}), name, close: () => Promise.resolve() };
  }
  if (data !== undefined && stack === undefined) return openLocal(databaseIn(resolve(data)), make);
  const message = 'say which: --stack NAME for what is deployed, or --data FOLDER for what `start --data` keeps';
  throw new BadInput('table', [{ path: '', message }]);
}

async function openLocal(database: string, make: boolean): Promise<OpenTable> {
  if (!make && !existsSync(database)) {
    const message = 'is not there: name a folder that `start --data FOLDER` has kept, or `import --data FOLDER` filled';
    throw new BadInput(database, [{ path: '', message }]);
  }
  const running = await addressOf(database);
  const { url, close } =
    running === undefined ? await startDynamoDb(database) : { url: running, close: () => Promise.resolve() };
  const client = new DynamoDBClient({ ...localClient, endpoint: url });
  await createTable(client, localTable);
  return { client, name: localTable, close };
}
