/** A platform in the JSON of the UK Parliament, on several ports: every petition has the same count, which can be moved. */
import { createServer, type RequestListener } from 'node:http';
import * as z from 'zod/mini';
import { listen } from '../../emulator/listen.ts';
import { answering } from './answering.ts';
import { opening, shown } from './protocol.ts';

const message = z.union([opening, shown]);

let signatures = 3_000;
let latency = 0;

const stamps = {
  response_threshold_reached_at: null,
  debate_threshold_reached_at: null,
  government_response_at: null,
};

const answer: RequestListener = (request, response) => {
  const { url = '', headers } = request;
  const etag = `"${signatures}"`;
  const isCount = url.endsWith('/count.json');
  const unchanged = isCount && headers['if-none-match'] === etag;
  const attributes = {
    action: 'Give every petition of this bench the same count',
    state: 'open',
    opened_at: '2025-12-20T09:00:00.000Z',
    closing_date: '2026-06-20',
    closed_at: null,
    rejected_at: null,
    signature_count: signatures,
    ...stamps,
  };
  // Ticks run on a clock of their own: the source has none.
  response.sendDate = false;
  const body = isCount ? { signature_count: signatures, ...stamps } : { data: { attributes } };
  setTimeout(() => {
    response.writeHead(unchanged ? 304 : 200, { 'content-type': 'application/json', ...(isCount && { etag }) });
    response.end(unchanged ? undefined : JSON.stringify(body));
  }, latency);
};

answering(async (asked) => {
  const said = message.parse(asked);
  if ('more' in said) {
    signatures += said.more;
    return {};
  }
  latency = said.latency;
  const servers = await Promise.all(Array.from({ length: said.ports }, () => listen(createServer(answer))));
  return { urls: servers.map(({ url }) => url) };
});
