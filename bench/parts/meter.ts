/**
 * Counts what is asked of DynamoDB: passes every request on with the wish to be told the capacity that it consumed. The
 * engine tells that of tables and of queries; what writes cost on an index it does not know.
 */
import { Agent, createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';
import type { Used } from './protocol.ts';

const asked = z.looseObject({ Item: z.optional(z.looseObject({ lane: z.optional(z.unknown()) })) });
const answered = z.object({ ConsumedCapacity: z.optional(z.object({ CapacityUnits: z.number() })) });
const writing = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

export interface Meter extends LoopbackServer {
  /** What was used since this was last asked. */
  readonly used: () => Omit<Used, 'cpu'>;
}

export async function startMeter(engine: string): Promise<Meter> {
  const agent = new Agent({ keepAlive: true });
  let [requests, reads, writes, onAgenda]: [Record<string, number>, number, number, number] = [{}, 0, 0, 0];

  async function pass(request: IncomingMessage): Promise<{ status: number; headers: object; body: string }> {
    const input = parseJson(asked, await text(request), 'request');
    const operation = String(request.headers['x-amz-target']).replace(/.*\./, '');
    requests[operation] = (requests[operation] ?? 0) + 1;
    const body = JSON.stringify({ ...input, ReturnConsumedCapacity: 'TOTAL' });
    const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      httpRequest(engine, { method: 'POST', headers, agent }, resolve).on('error', reject).end(body);
    });
    const answer = (await buffer(response)).toString();
    const { ConsumedCapacity } = parseJson(answered, answer, 'answer');
    const units = ConsumedCapacity?.CapacityUnits ?? 0;
    if (writing.has(operation)) {
      writes += units;
      // An update puts a petition on the agenda, or takes it off.
      if (operation === 'UpdateItem' || input.Item?.lane !== undefined) onAgenda += 1;
    } else reads += units;
    return { status: response.statusCode ?? 502, headers: response.headers, body: answer };
  }

  const server = createServer((request, response) => {
    void pass(request).then(({ status, headers, body }) => response.writeHead(status, { ...headers }).end(body));
  });
  return {
    ...(await listen(server)),
    used: () => {
      const sofar = { requests, reads, writes, onAgenda };
      [requests, reads, writes, onAgenda] = [{}, 0, 0, 0];
      return sofar;
    },
  };
}
