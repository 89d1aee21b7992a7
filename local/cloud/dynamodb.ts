/** The embedded DynamoDB: dynalite, and the table of the stack in it. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { agenda, tableKeys } from '../../lambda/store/table.ts';
import { listen, type Listening } from './listen.ts';

/** `folder` keeps the database; absent, it is in memory. */
export const startDynamoDb = (folder?: string): Promise<Listening> =>
  listen(dynalite({ createTableMs: 0, ...(folder !== undefined && { path: folder }) }));

/** Creates the table, unless the database has it already. */
export async function createTable(client: DynamoDBClient, name: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [tableKeys.partition, tableKeys.sort, agenda.partition, agenda.sort].map((key) => ({
          AttributeName: key,
          AttributeType: 'S',
        })),
        KeySchema: [
          { AttributeName: tableKeys.partition, KeyType: 'HASH' },
          { AttributeName: tableKeys.sort, KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: agenda.name,
            KeySchema: [
              { AttributeName: agenda.partition, KeyType: 'HASH' },
              { AttributeName: agenda.sort, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
