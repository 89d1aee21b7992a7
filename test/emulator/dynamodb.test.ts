/** The embedded DynamoDB: there when it says so, on however busy a machine. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createTable, localClient, startDynamoDb } from '../../emulator/dynamodb.ts';
import { listen } from '../../emulator/listen.ts';

const item = { pk: { S: 'uk-parliament/1' }, sk: { S: 'petition' } };

test('a table that was made, or is being made, can be written to at once', async () => {
  const engine = await listen(dynalite({ createTableMs: 300 }));
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  await Promise.all([createTable(client, 'petitions'), createTable(client, 'petitions')]);
  await client.send(new PutItemCommand({ TableName: 'petitions', Item: item }));
  client.destroy();
  await engine.close();
});

test('a database in a folder is taken from the moment that it answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const engine = await startDynamoDb(folder);
  await expect(startDynamoDb(folder)).rejects.toThrow(/is open in another process/);
  await engine.close();
  await (await startDynamoDb(folder)).close();
  rmSync(folder, { recursive: true });
});
