/**
 * One POST to a channel, with a limit on everything that a server could prolong. Redirects are not followed, and hosts that
 * are not public are refused, by name and after DNS.
 */
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Temporal } from 'temporal-polyfill';
import type { ChannelAnswer, ChannelRequest } from '../../src/channels/channel.ts';
import { httpDate, retryAfterOf } from '../../src/sources/headers.ts';
import { userAgentOf } from '../../src/sources/http.ts';
import { mayBePublicHost, publicLookup } from '../../src/sources/public-hosts.ts';

/** @throws when there is no answer, or half an answer. No error names the address: it may be the secret. */
export type Post = (request: ChannelRequest) => Promise<ChannelAnswer>;

const maxBytes = 64_000;
const timeoutMs = 10_000;

export const createPost =
  ({ contact, allowPrivate }: { readonly contact: string | undefined; readonly allowPrivate: boolean }): Post =>
  async ({ url: address, headers, body }) => {
    const url = new URL(address);
    if (!allowPrivate && !(url.protocol === 'https:' && mayBePublicHost(url.hostname))) {
      throw new Error('is not an https address of a public host');
    }
    const signal = AbortSignal.timeout(timeoutMs);
    const options: RequestOptions = {
      method: 'POST',
      headers: { 'user-agent': userAgentOf(contact), 'content-length': Buffer.byteLength(body), ...headers },
      signal,
      // A connection of its own: between two runs a function is frozen, and servers close its idle connections.
      agent: false,
      ...(!allowPrivate && { lookup: publicLookup }),
    };
    try {
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, resolve);
        request.on('error', reject);
        request.on('upgrade', (_, socket) => socket.destroy());
        request.on('close', () => reject(new Error('closed the connection without an answer')));
        request.end(body);
      });
      const { statusCode: status = 0, headers: answered } = response;
      const now = httpDate(answered.date) ?? Temporal.Now.instant();
      const retryAfterSeconds = retryAfterOf(answered['retry-after'], now);
      const text = await textOf(response);
      return { status, body: text, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
    } catch (error) {
      if (signal.aborted) throw new Error(`did not answer within ${timeoutMs / 1000} s`, { cause: error });
      throw error;
    }
  };

/** What is beyond the limit is not read: the status has said what counts. */
async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const body: AsyncIterable<Buffer> = response;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString();
}
