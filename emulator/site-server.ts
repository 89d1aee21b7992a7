/** The site on this machine: serves what is in its bucket as CloudFront does, and nothing else. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { BadInput } from '../src/validation.ts';
import { securityHeaders } from '../lambda/site/security-headers.ts';
import { sitePrefix } from '../lambda/site/bucket-keys.ts';
import { paths } from '../lambda/site/paths.ts';
import { listen, type LoopbackServer } from './listen.ts';
import type { ObjectStore, StoredObject } from './s3/objects.ts';

/** Where to listen. */
export interface SitePort {
  /** 0 is any that is free. */
  readonly port: number;
  /** Whether another one that is free will do when this one is taken. */
  readonly orAnother: boolean;
}

export const anyPort: SitePort = { port: 0, orAnother: false };

/** How the system says that a port is another's, or for administrators alone. */
const notOurs = z.object({ code: z.enum(['EADDRINUSE', 'EACCES']) });

/** `now`: what time it is for the site, which pages go by; ISO. @throws {BadInput} when the port is taken, and has to be this one. */
export async function startSiteServer(
  objects: ObjectStore,
  now: () => string,
  { port, orAnother }: SitePort = anyPort,
): Promise<LoopbackServer> {
  const start = (at: number): Promise<LoopbackServer> =>
    listen(
      createServer((request, response) => {
        response.setHeader('date', new Date(now()).toUTCString());
        serve(request, response, objects);
      }),
      at,
    );
  try {
    return await start(port);
  } catch (error) {
    const { success, data } = z.safeParse(notOurs, error);
    if (!success) throw error;
    if (orAnother) return start(anyPort.port);
    const reason = data.code === 'EADDRINUSE' ? 'is taken by another process' : 'is not for every user';
    throw new BadInput('--port', [
      { path: '', message: `${port} ${reason}: name another, such as 8081, or 0 for any` },
    ]);
  }
}

function serve(request: IncomingMessage, response: ServerResponse, objects: ObjectStore): void {
  const { method = '', headers } = request;
  request.resume();
  const send = (status: number, more: Readonly<Record<string, string>>, body?: Buffer): void => {
    const length = body === undefined ? {} : { 'content-length': body.length };
    // Of an answer to HEAD Node leaves out the body by itself.
    response.writeHead(status, { ...securityHeaders, ...more, ...length }).end(body);
  };
  const say = (status: number, text: string, more = {}): void =>
    send(
      status,
      { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more },
      Buffer.from(`${text}\n`),
    );
  const as = ({ headers: own, etag }: StoredObject): Record<string, string> => ({ ...own, etag });

  if (method !== 'GET' && method !== 'HEAD') {
    say(405, 'The site can be read, and no more: by GET and HEAD.', { allow: 'GET, HEAD' });
    return;
  }
  const path = pathOf(request.url ?? '/');
  const found = path === undefined ? undefined : objects.find(`${sitePrefix}${path}`);
  if (found === undefined) {
    const page = objects.find(`${sitePrefix}${paths.notFound}`);
    if (page === undefined)
      say(404, 'There is nothing here. The site is made after the first poll: try it again in a moment.');
    else send(404, page.headers, page.body);
  } else if (isKnown(found.etag, headers['if-none-match']))
    send(304, { 'cache-control': found.headers['cache-control'] ?? 'no-cache', etag: found.etag });
  else send(200, as(found), found.body);
}

/**
 * Below the root of the site; undefined where the address is no text. It is looked up as it is, and never resolved: a path with
 * `..` in it is that of no object.
 */
function pathOf(url: string): string | undefined {
  const path = url.replace(/[?#].*$/s, '');
  if (path === '/') return paths.overview;
  try {
    return decodeURIComponent(path.slice(1));
  } catch {
    return undefined;
  }
}

/** Whether what a browser has is still so; compared weakly, as RFC 9110 has it of this header. */
function isKnown(etag: string, ifNoneMatch: string | undefined): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
