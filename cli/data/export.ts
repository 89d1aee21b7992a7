/** All that a table holds, as the lines of an export. Reads a live table, page by page: an administrator's command. */
import { paginateScan } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import type { Instant } from '../../src/domain/time.ts';
import { Requests } from '../../src/storage/dynamo-table.ts';
import { upgraded } from '../../src/storage/schema-version.ts';
import { runPrefix, runsOf } from '../../src/storage/petition-repository.ts';
import { tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { tickKey } from '../../src/storage/tick-item.ts';
import { endLine, headerOf, headerSchema, idOf, isPetition, isTick, keyOf } from './export-format.ts';
import type { Table } from '../../src/storage/batch-requests.ts';

/**
 * The monitor may go on meanwhile. The tick is read first: what is known of each petition is then no older than it. The
 * runs of a petition are read after the petition: what it puts aside in between is then in both, and not in neither.
 * @throws {BadInput} when a newer version of the monitor wrote any of it.
 */
export async function* exportOf({ client, name: table }: Table, now: Instant): AsyncGenerator<string> {
  const requests = new Requests(client, table);
  let items = 0;
  const line = (item: Item): string => {
    upgraded(item, `item ${idOf(item)}`);
    items += 1;
    return JSON.stringify(item);
  };
  yield JSON.stringify(z.encode(headerSchema, headerOf(table, now)));
  const tick = await requests.get(tickKey, true);
  if (tick !== undefined) yield line(tick);
  const pages = paginateScan(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      FilterExpression: 'NOT begins_with(#kind, :runs)',
      ExpressionAttributeNames: { '#kind': tableKeys.sort },
      ExpressionAttributeValues: { ':runs': { S: runPrefix } },
    },
  );
  for await (const { Items: page = [] } of pages) {
    yield* page.filter((item) => !isTick(item)).map(line);
    const runs = await pMap(page.filter(isPetition), (item) => requests.query(runsOf(keyOf(item).name)), {
      concurrency: 16,
    });
    yield* runs.flat().map(line);
  }
  yield endLine(items);
}
