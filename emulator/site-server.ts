/** The site on this machine: serves the files in its bucket as CloudFront does. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { BadInput } from '../src/validation.ts';
import { securityHeaders } from '../lambda/site/security-headers.ts';
import { sitePrefix } from '../lambda/site/bucket-keys.ts';
import { paths } from '../lambda/site/paths.ts';
import { guarded, listen, type LoopbackServer } from './listen.ts';
import type { ObjectStore, StoredObject } from './s3/objects.ts';

export interface SitePort {
  /** 0 is any free one. */
  readonly port: number;
  /** Whether any free one will do when this one is taken. */
  readonly orAnother: boolean;
}

export const anyPort: SitePort = { port: 0, orAnother: false };

/** The system's error for a port that is taken, or for administrators only. */
const portErrorSchema = z.object({ code: z.enum(['EADDRINUSE', 'EACCES']) });

/** `now` is the time for the `date` header, which pages go by; ISO. @throws {BadInput} when no other port will do. */
export async function startSiteServer(
  objects: ObjectStore,
  now: () => string,
  { port, orAnother }: SitePort = anyPort,
): Promise<LoopbackServer> {
  const startAt = (listenPort: number): Promise<LoopbackServer> =>
    listen(
      createServer(
        guarded(
          (request, response) => {
            response.setHeader('date', new Date(now()).toUTCString());
            serve(request, response, objects);
          },
          { openTo: 'all' },
        ),
      ),
      listenPort,
    );
  try {
    return await startAt(port);
  } catch (error) {
    const { success, data } = z.safeParse(portErrorSchema, error);
    if (!success) throw error;
    if (orAnother) return startAt(anyPort.port);
    const reason = data.code === 'EADDRINUSE' ? 'is in use by another process' : 'needs administrator rights';
    throw new BadInput('--port', [
      { path: '', message: `${port} ${reason}; choose another port, such as 8081, or 0 for any free port` },
    ]);
  }
}

function serve(request: IncomingMessage, response: ServerResponse, objects: ObjectStore): void {
  const { method = '', headers } = request;
  request.resume();
  const path = pathOf(request.url ?? '/');
  const secured = securityHeaders(path ?? '');
  const send = (status: number, more: Readonly<Record<string, string>>, body?: Buffer): void => {
    const length = body === undefined ? {} : { 'content-length': body.length };
    // For HEAD, Node leaves out the body.
    response.writeHead(status, { ...secured, ...more, ...length }).end(body);
  };
  const sendText = (status: number, text: string, more = {}): void =>
    send(
      status,
      { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...more },
      Buffer.from(`${text}\n`),
    );
  const as = ({ headers: own, etag }: StoredObject): Record<string, string> => ({ ...own, etag });

  if (method !== 'GET' && method !== 'HEAD') {
    sendText(405, 'This site is read-only: use GET or HEAD.', { allow: 'GET, HEAD' });
    return;
  }
  const found = path === undefined ? undefined : objects.find(`${sitePrefix}${path}`);
  if (found === undefined) {
    const page = objects.find(`${sitePrefix}${paths.notFound}`);
    if (page === undefined) sendText(404, 'The site is generated after the first poll. Try again in a moment.');
    else send(404, page.headers, page.body);
  } else if (isCurrent(found.etag, headers['if-none-match']))
    send(304, { 'cache-control': found.headers['cache-control'] ?? 'no-cache', etag: found.etag });
  else send(200, as(found), found.body);
}

/**
 * The path in the site; undefined where it is no UTF-8. It is looked up as it is and never resolved: no object has a
 * path with `..` in it.
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

/** Whether the browser's copy is current. RFC 9110 asks for a weak comparison with this header. */
function isCurrent(etag: string, ifNoneMatch: string | undefined): boolean {
  const tags = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
