/** The embedded DynamoDB: dynalite, and the table of the stack in it. */
import {
  CreateTableCommand,
  ResourceInUseException,
  type CreateTableCommandInput,
  type DynamoDBClient,
  type KeySchemaElement,
} from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { agenda, tableKeys } from '../../lambda/store/table.ts';
import { takeDatabase } from './kept.ts';
import { listen, type Listening } from './listen.ts';

/** What the table is called here. */
export const localTable = 'petitions';

/** Of a client for the embedded engine, which asks nobody who they are. */
export const localClient = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

/** `folder` keeps the database; absent, it is in memory. @throws {BadInput} when another process has it open. */
export async function startDynamoDb(folder?: string): Promise<Listening> {
  if (folder !== undefined) await takeDatabase(folder);
  return listen(dynalite({ createTableMs: 0, ...(folder !== undefined && { path: folder }) }));
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
    { IndexName: agenda.name, KeySchema: keys(agenda), Projection: { ProjectionType: 'KEYS_ONLY' } },
  ],
  AttributeDefinitions: [tableKeys.partition, tableKeys.sort, agenda.partition, agenda.sort].map((key) => ({
    AttributeName: key,
    AttributeType: 'S' as const,
  })),
} satisfies Omit<CreateTableCommandInput, 'TableName'>;

/** Creates the table, unless the database has it already. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ ...tableDefinition, TableName: name }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
