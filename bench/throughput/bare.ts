/**
 * Nothing but HTTP, on Node's own client: asks for every count, eight at a time of each host, parses what has changed, and
 * remembers the validators. Its parent says when.
 */
import { Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import pMap from 'p-map';
import { answering } from '../parts/answering.ts';
import { asking, type Polled } from './protocol.ts';

const mostPerHost = 8;
const validators = new Map<string, string>();

async function count(url: string, agent: Agent): Promise<unknown> {
  const known = validators.get(url);
  const headers = { accept: 'application/json', ...(known !== undefined && { 'if-none-match': known }) };
  return new Promise((resolve, reject) => {
    httpRequest(url, { agent, headers }, (response) => {
      if (response.headers.etag !== undefined) validators.set(url, response.headers.etag);
      text(response).then((body) => resolve(body === '' ? undefined : JSON.parse(body)), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function poll(message: unknown): Promise<Polled> {
  const { hosts } = asking.parse(message);
  const agent = new Agent({ keepAlive: true, maxSockets: mostPerHost });
  const [began, before] = [performance.now(), process.cpuUsage()];
  await Promise.all(hosts.map((urls) => pMap(urls, (url) => count(url, agent), { concurrency: mostPerHost })));
  const { user, system } = process.cpuUsage(before);
  agent.destroy();
  return { ms: performance.now() - began, cpu: (user + system) / 1000 };
}

answering(poll);
