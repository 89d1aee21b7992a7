/**
 * A server on loopback that answers as a test says, and keeps what it was asked. It has no clock: tests move that of the
 * monitor.
 */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { accessKey, listen, type LoopbackServer } from '../emulator/listen.ts';

export interface Loopback extends LoopbackServer {
  readonly requests: IncomingMessage[];
}

/** The headers of a request to the emulator that is made by hand. */
export const signed = { authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/20160105/us-east-1/x/aws4_request` };

export async function serve(answer: RequestListener, port?: number): Promise<Loopback> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.sendDate = false;
    answer(request, response);
  });
  return { ...(await listen(server, port)), requests };
}

/** Answers every request with one JSON body. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };
