/** Servers on loopback, which answer programs on this machine: each part of the emulator is one. */
import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

export interface LoopbackServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface Access {
  /** The methods that are served. Absent: any; the handler refuses the others. */
  readonly methods?: readonly string[];
  /**
   * Who may ask. `all`: every page in a browser, and every user of this machine, where all can read and nobody can write.
   * `links`: also who follows a link in a message, which is a GET. Absent: only who has the access key.
   */
  readonly openTo?: 'all' | 'links';
}

/** All of it, in half the time of `node:stream/consumers`, which makes a Blob of it (2026-12). @throws when the sender breaks off. */
export const bodyOf = (message: IncomingMessage): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => void chunks.push(chunk));
    message.once('end', () => resolve(Buffer.concat(chunks)));
    message.once('error', reject);
  });

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Of this process, and made anew for each: every request of its SDK clients has it. Other users of the machine reach its
 * ports too, and do not know it.
 */
export const accessKey = randomBytes(16).toString('hex');

/** Whether a request is signed as the SDK signs with this key. Over loopback, nobody can read it on the way. */
export const isSigned = ({ authorization = '' }: IncomingHttpHeaders): boolean =>
  authorization.startsWith(`AWS4-HMAC-SHA256 Credential=${accessKey}/`);

/** What a client on this machine calls it. Another name that leads here is DNS rebinding: the page of a stranger. */
const loopbackHost = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Every page in the user's browser can send requests to loopback. So this refuses another `Host`, and an `Origin`, which
 * browsers send with every request that can write, and whoever has not the access key. No request ends the process: what
 * a handler throws is a 500.
 */
export function guarded(handler: Handler, { methods, openTo }: Access = {}): RequestListener {
  const refusal = ({ method = '', headers }: IncomingMessage): [status: number, reason: string] | undefined => {
    if (!loopbackHost.test(headers.host ?? '')) return [403, 'This server answers to 127.0.0.1 and localhost only.'];
    if (openTo !== 'all' && headers.origin !== undefined)
      return [403, 'This server does not answer pages in a browser.'];
    if (methods?.includes(method) === false) return [405, `Use ${methods.join(' or ')}.`];
    const isOpen = openTo === 'all' || (openTo === 'links' && method === 'GET');
    return isOpen || isSigned(headers)
      ? undefined
      : [403, 'This server answers the monitor that started it, and no other.'];
  };
  return (request, response) => {
    const refused = refusal(request);
    if (refused !== undefined) {
      const [status, reason] = refused;
      response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${reason}\n`);
      return;
    }
    void Promise.resolve(request)
      .then((accepted) => handler(accepted, response))
      .catch((error: unknown) => {
        if (response.headersSent) response.destroy();
        else response.writeHead(500, { 'content-type': 'text/plain', connection: 'close' }).end(`${String(error)}\n`);
      });
  };
}

/** Listens on a port of 127.0.0.1; 0 is any free one. */
export async function listen(server: Server, port = 0): Promise<LoopbackServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
