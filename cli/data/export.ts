/** All that a table holds, as the lines of an export. Reads a live table, page by page: an administrator's command. */
import { paginateScan } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import type { Instant } from '../../src/domain/time.ts';
import { DynamoTable } from '../../src/storage/dynamo-table.ts';
import { upgradeItem } from '../../src/storage/schema-version.ts';
import { countsPrefix, countChunksQuery } from '../../src/storage/petition-repository.ts';
import { tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { tickKey } from '../../src/storage/tick-item.ts';
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
 * The monitor may go on meanwhile. The tick is read first: what is known of each petition is then no older than it. The
 * runs of a petition are read after the petition: what it puts aside in between is then in both, and not in neither.
 * @throws {BadInput} when a newer version of the monitor wrote any of it.
 */
export async function* exportLines({ client, name: table }: TableRef, now: Instant): AsyncGenerator<string> {
  const requests = new DynamoTable(client, table);
  let items = 0;
  const line = (item: Item): string => {
    upgradeItem(item, `item ${itemId(item)}`);
    items += 1;
    return JSON.stringify(item);
  };
  yield JSON.stringify(z.encode(exportHeaderSchema, exportHeader(table, now)));
  const tick = await requests.get(tickKey, true);
  if (tick !== undefined) yield line(tick);
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: 'NOT begins_with(#kind, :runs)',
      ExpressionAttributeNames: { '#kind': tableKeys.sort },
      ExpressionAttributeValues: { ':runs': { S: countsPrefix } },
    },
  );
  for await (const { Items: page = [] } of pages) {
    yield* page.filter((item) => !isTickItem(item)).map(line);
    const runs = await pMap(
      page.filter(isPetitionItem),
      (item) => requests.query(countChunksQuery(itemKey(item).name)),
      {
        concurrency: 16,
      },
    );
    yield* runs.flat().map(line);
  }
  yield endLine(items);
}
