/**
 * A meter before a table: a proxy that has the engine say what each request consumed, and adds it up. The engine does not
 * count what an index is written, so that is reckoned here: DynamoDB writes an index entry that comes or goes as one unit,
 * and one whose key changes as two.
 */
import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { dueIndexKeys, tableKeys, type Item } from '../../src/storage/table-keys.ts';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';

/** Request units, and requests. */
export interface Consumed {
  readonly read: number;
  readonly write: number;
  readonly index: number;
  readonly requests: number;
  /** Alerts that were put into the log. */
  readonly alerts: number;
}

export interface Meter extends LoopbackServer {
  /** That these are in the table, written past the meter. */
  readonly holds: (items: readonly Item[]) => void;
  /** Since this was last asked. */
  readonly take: () => Consumed;
}

const agent = new Agent({ keepAlive: true });
const nothing: Consumed = { read: 0, write: 0, index: 0, requests: 0, alerts: 0 };
const reads = new Set(['GetItem', 'BatchGetItem', 'Query']);
const writes = new Set(['PutItem', 'UpdateItem']);

/** A read that finds nothing consumes as much as one that finds little: the engine gives none for an empty query. */
const leastRead = 0.5;

/** Where the index has the alerts of the log. */
const alertLane = 'alerts';

const text = z.object({ S: z.string() });
const entrySchema = z.object({
  [tableKeys.partition]: text,
  [tableKeys.sort]: text,
  [dueIndexKeys.partition]: z.optional(text),
  [dueIndexKeys.sort]: z.optional(text),
});
const requestSchema = z.object({ Item: z.optional(entrySchema), ConsistentRead: z.optional(z.boolean()) });
const objectSchema = z.record(z.string(), z.unknown());
const capacity = z.object({ CapacityUnits: z.number() });
const answerSchema = z.object({
  // Of a batch there is one for each table, and there is one table.
  ConsumedCapacity: z.optional(
    z.union([
      capacity,
      z.pipe(
        z.tuple([capacity]),
        z.transform(([only]) => only),
      ),
    ]),
  ),
  Attributes: z.optional(entrySchema),
});

export async function startMeter(engine: string): Promise<Meter> {
  let consumed = nothing;
  const places = new Map<string, string>();

  /** What the index is written when this is what an item has become. */
  function indexed(item: z.output<typeof entrySchema>): number {
    const key = [item[tableKeys.partition].S, item[tableKeys.sort].S].join(' ');
    const [lane, slot] = [item[dueIndexKeys.partition]?.S, item[dueIndexKeys.sort]?.S];
    const before = places.get(key);
    if (lane === undefined || slot === undefined) {
      places.delete(key);
      return before === undefined ? 0 : 1;
    }
    const place = `${lane} ${slot}`;
    places.set(key, place);
    if (before === undefined) return 1;
    return before === place ? 0 : 2;
  }

  function count(operation: string, request: z.output<typeof requestSchema>, answer: unknown): void {
    const { ConsumedCapacity, Attributes } = z.parse(answerSchema, answer);
    // What is refused by its condition consumes a unit too, and no answer says so.
    const units = Math.max(ConsumedCapacity?.CapacityUnits ?? 1, request.ConsistentRead === true ? 1 : leastRead);
    const item = request.Item ?? Attributes;
    const wrote = ConsumedCapacity !== undefined && item !== undefined;
    consumed = {
      requests: consumed.requests + 1,
      read: consumed.read + (reads.has(operation) ? units : 0),
      write: consumed.write + (writes.has(operation) ? units : 0),
      index: consumed.index + (wrote ? indexed(item) : 0),
      alerts: consumed.alerts + Number(wrote && item[dueIndexKeys.partition]?.S === alertLane),
    };
  }

  const server = createServer((request, response) => {
    const pass = async (): Promise<void> => {
      const operation = String(request.headers['x-amz-target']).replace(/.*\./, '');
      if (!reads.has(operation) && !writes.has(operation))
        throw new Error(`a request that is not metered: ${operation}`);
      const asked = z.parse(objectSchema, JSON.parse(String(await buffer(request))));
      // Who asks for something else writes nothing that is in the index.
      const more = operation === 'UpdateItem' && !('ReturnValues' in asked) ? { ReturnValues: 'ALL_NEW' } : {};
      const body = JSON.stringify({ ...asked, ...more, ReturnConsumedCapacity: 'TOTAL' });
      const answer = await forward(engine, request.headers, body);
      count(operation, z.parse(requestSchema, asked), JSON.parse(String(answer.body)));
      response.writeHead(answer.status, answer.headers).end(answer.body);
    };
    pass().catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      request.socket.destroy();
    });
  });
  return {
    ...(await listen(server)),
    holds: (items) => {
      for (const item of items) indexed(z.parse(entrySchema, item));
    },
    take: () => {
      const taken = consumed;
      consumed = nothing;
      return taken;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function forward(target: string, headers: IncomingHttpHeaders, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = { ...headers, 'content-length': Buffer.byteLength(body) };
    httpRequest(target, { method: 'POST', headers: sent, agent }, (response) => {
      buffer(response).then((answered) => {
        resolve({ status: response.statusCode ?? 502, headers: response.headers, body: answered });
      }, reject);
    })
      .on('error', reject)
      .end(body);
  });
}
