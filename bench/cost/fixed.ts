/**
 * What a simple poller does at a fixed rate, in a process of its own: reads what it knows of all petitions in one query,
 * asks for each count if it has changed, eight at a time as we do, and writes those that have. No cadence, no deadlines, no
 * outbox; our own HTTP client, which costs less of the processor than `fetch`.
 */
import { DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parse, parseJson } from '../../src/validation.ts';
import { createHttpClient } from '../../src/sources/http.ts';
import { tableKeys } from '../../src/storage/table-keys.ts';
import { mostPerHost } from '../lambda.ts';
import { answering } from '../parts/answering.ts';
import { polling } from './protocol.ts';

const counted = z.object({ signature_count: z.int() });
const known = z.object({
  [tableKeys.sort]: z.object({ S: z.string() }),
  count: z.object({ N: z.string() }),
  etag: z.object({ S: z.string() }),
});
const partition = { S: 'counts' };
const client = new DynamoDBClient({});

const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

answering(async (message) => {
  const { url, petitions, table } = polling.parse(message);
  const began = cpuMs();
  const etags = new Map<string, string>();
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#counts = :counts',
      ExpressionAttributeNames: { '#counts': tableKeys.partition },
      ExpressionAttributeValues: { ':counts': partition },
    },
  );
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const { sk, etag } = parse(known, item, 'what was kept');
      etags.set(sk.S, etag.S);
    }
  }
  const http = createHttpClient({ allowPrivate: true });
  const written = await pMap(
    Array.from({ length: petitions }, (_, index) => String(index + 1)),
    async (id): Promise<number> => {
      const before = etags.get(id);
      const address = `${url}/petitions/${id}/count.json`;
      const answer = await http.getIfChanged(address, before === undefined ? {} : { etag: before });
      if (answer.kind !== 'body') return 0;
      const { signature_count: count } = parseJson(counted, answer.text, address);
      const Item = {
        [tableKeys.partition]: partition,
        [tableKeys.sort]: { S: id },
        count: { N: String(count) },
        etag: { S: answer.validators?.etag ?? '' },
      };
      await client.send(new PutItemCommand({ TableName: table, Item }));
      return 1;
    },
    { concurrency: mostPerHost },
  );
  http.close();
  return { cpu: cpuMs() - began, writes: written.reduce((sum, one) => sum + one, 0) };
});
