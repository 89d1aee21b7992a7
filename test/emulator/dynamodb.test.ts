/** The embedded DynamoDB: there when it says so, on however busy a machine. */
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createTable, localClient, startDynamoDb } from '../../emulator/dynamodb.ts';
import { publishAddress } from '../../emulator/database-lock.ts';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';

const item = { pk: { S: 'uk-parliament/1' }, sk: { S: 'petition' } };

test('a table that was made, or is being made, can be written to at once', async () => {
  const engine = await listen(dynalite({ createTableMs: 300 }));
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  await Promise.all([createTable(client, 'petitions'), createTable(client, 'petitions')]);
  await client.send(new PutItemCommand({ TableName: 'petitions', Item: item }));
  client.destroy();
  await engine.close();
});

/** A database with the table, as a start leaves it. */
async function startWithTable(folder: string): Promise<LoopbackServer> {
  const engine = await startDynamoDb(folder);
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  await createTable(client, 'petitions');
  client.destroy();
  return engine;
}

describe('a database in a folder', () => {
  let data: string;
  let folder: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'dynamodb-'));
    folder = join(data, 'of', 'a monitor');
  });
  afterEach(() => rmSync(data, { recursive: true }));

  test('is taken from the moment that it answers', async () => {
    const engine = await startWithTable(folder);
    await expect(startDynamoDb(folder)).rejects.toThrow(/is open in another process/);
    await engine.close();
    await (await startDynamoDb(folder)).close();
  });

  test('is for its user alone, and so is the file that says where it is served', async () => {
    await (await startWithTable(folder)).close();
    const withdraw = publishAddress(folder, { endpoint: 'http://127.0.0.1:1', accessKey: 'secret' });
    const modes = [join(data, 'of'), folder].map((place) => statSync(place).mode.toString(8).slice(-3));
    expect([...modes, statSync(`${folder}.json`).mode.toString(8).slice(-3)]).toEqual(['700', '700', '600']);
    withdraw();
  });

  test('whose log was cut does not begin again as if nothing had been stored', async () => {
    await (await startWithTable(folder)).close();
    for (const log of readdirSync(folder).filter((name) => name.endsWith('.log'))) truncateSync(join(folder, log), 3);
    await expect(startDynamoDb(folder)).rejects.toThrow(
      /^.*a monitor: the database cannot be used: it has no table, so its files were cut.*restore the folder from a copy/,
    );
    // It is closed, and says the same in a second try.
    await expect(startDynamoDb(folder)).rejects.toThrow(/it has no table/);
  });

  test('that has lost the file by which it begins is not replaced by a new one', async () => {
    await (await startWithTable(folder)).close();
    rmSync(join(folder, 'CURRENT'));
    const before = readdirSync(folder).filter((name) => /^\d/.test(name));
    await expect(startDynamoDb(folder)).rejects.toThrow(/a monitor: the database cannot be opened/);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(before));
  });
});
