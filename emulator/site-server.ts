/** The site on this machine: serves the files in its bucket as CloudFront does, and hands its form to the function behind it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod/mini';
import { BadInput } from '../src/validation.ts';
import { securityHeaders } from '../lambda/site/security-headers.ts';
import { sitePrefix } from '../lambda/site/bucket-keys.ts';
import { paths } from '../lambda/site/paths.ts';
import { guarded, listen, type LoopbackServer } from './listen.ts';
import type { ObjectStore, StoredObject } from './s3/objects.ts';
import type { Handler as SignUpHandler } from '../lambda/sign-up/handler.ts';

export interface SitePort {
  /** 0 is any free one. */
  readonly port: number;
  /** Whether any free one will do when this one is taken. */
  readonly orAnother: boolean;
}

export const anyPort: SitePort = { port: 0, orAnother: false };

/** What of the site is no file. */
export interface SiteFunctions {
  /** Answers the form by which visitors sign up. Absent: there is none. */
  readonly onSignUp?: SignUpHandler | undefined;
  /** Whether it also gives challenges, for proofs of work. */
  readonly givesChallenges?: boolean | undefined;
}

/** More than any form: API Gateway takes 10 MB, and the function behind it refuses what is too long. */
const maxFormBytes = 64 * 1024;

/** The system's error for a port that is taken, or for administrators only. */
const portErrorSchema = z.object({ code: z.enum(['EADDRINUSE', 'EACCES']) });

/** `now` is the time for the `date` header, which pages go by; ISO. @throws {BadInput} when no other port will do. */
export async function startSiteServer(
  objects: ObjectStore,
  now: () => string,
  { port, orAnother }: SitePort = anyPort,
  functions: SiteFunctions = {},
): Promise<LoopbackServer> {
  const startAt = (listenPort: number): Promise<LoopbackServer> =>
    listen(
      createServer(
        guarded(
          (request, response) => {
            response.setHeader('date', new Date(now()).toUTCString());
            return serve(request, response, objects, functions);
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

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  objects: ObjectStore,
  { onSignUp, givesChallenges = false }: SiteFunctions,
): Promise<void> {
  const { method = '', headers } = request;
  const path = pathOf(request.url ?? '/');
  const secured = securityHeaders(path ?? '', onSignUp !== undefined);
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

  const isForm = method === 'POST' || (method === 'GET' && givesChallenges);
  if (isForm && path === paths.signUp && onSignUp !== undefined) {
    const answer = await onSignUp(await eventOf(request));
    send(answer.statusCode, answer.headers, Buffer.from(answer.body));
    return;
  }
  request.resume();
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

/** The rest of what is too long is thrown away. */
const bodyOf = (request: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes <= maxFormBytes) chunks.push(chunk);
    };
    request
      .on('data', take)
      .on('end', () => resolve(Buffer.concat(chunks)))
      .on('error', reject);
  });

/** A request as API Gateway hands it to a function, with what CloudFront adds. */
async function eventOf(request: IncomingMessage): Promise<object> {
  const body = await bodyOf(request);
  const { method = '', headers, socket } = request;
  const own = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  return {
    requestContext: { http: { method } },
    headers: {
      ...Object.fromEntries(own),
      'cloudfront-viewer-address': `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`,
    },
    body: body.toString('base64'),
    isBase64Encoded: true,
  };
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
