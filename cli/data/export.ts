/** Everything in a table, as the lines of an export. Reads a live table, page by page: a command for administrators. */
import { paginateScan } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import type { Instant } from '../../src/domain/time.ts';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { upgradeItem } from '../../src/storage/schema-version.ts';
import { countsPrefix, countChunksQuery } from '../../src/storage/petition-repository.ts';
import { followersPartition, signUpPartition, tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { tickKey } from '../../src/storage/tick-item.ts';
import { turnsPrefix } from '../../src/storage/turn-table.ts';
import {
  endLine,
  exportHeader,
  exportHeaderSchema,
  itemId,
  isPetitionItem,
  isTickItem,
  itemKey,
} from './export-format.ts';
import type { TableRef } from '../../src/storage/batch-requests.ts';

/**
 * The monitor may run meanwhile. The tick is read first, so that no petition is older than it. The count chunks of a
 * petition are read after the petition: counts that move into a chunk in between are in both, never in neither.
 * @throws {BadInput} when a newer version of the monitor wrote any of it.
 */
export async function* exportLines({ client, name: table }: TableRef, now: Instant): AsyncGenerator<string> {
  const dynamoTable = new DynamoTable(client, table);
  let items = 0;
  const line = (item: Item): string => {
    upgradeItem(item, `item ${itemId(item)}`);
    items += 1;
    return JSON.stringify(item);
  };
  yield JSON.stringify(z.encode(exportHeaderSchema, exportHeader(table, now)));
  const tick = await dynamoTable.get(tickKey, true);
  if (tick !== undefined) yield line(tick);
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      // Topics of followers stay where they are: another stack has others. What is counted of a day is of no use later.
      FilterExpression:
        'NOT begins_with(#kind, :runs) AND NOT begins_with(#kind, :turns) AND #name <> :followers AND #name <> :counted',
      ExpressionAttributeNames: { '#kind': tableKeys.sort, '#name': tableKeys.partition },
      ExpressionAttributeValues: {
        ':runs': { S: countsPrefix },
        ':turns': { S: turnsPrefix },
        ':followers': { S: followersPartition },
        ':counted': { S: signUpPartition },
      },
    },
  );
  for await (const { Items: page = [] } of pages) {
    yield* page.filter((item) => !isTickItem(item)).map(line);
    const chunks = await pMap(
      page.filter(isPetitionItem),
      (item) => dynamoTable.query(countChunksQuery(itemKey(item).name)),
      {
        concurrency: 16,
      },
    );
    yield* chunks.flat().map(line);
  }
  yield endLine(items);
}
