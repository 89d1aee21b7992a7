/** Servers on loopback: every part of the embedded cloud is one. */
import type { Server } from 'node:http';

export interface LoopbackServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1, or on the one given. */
export async function listen(server: Server, port = 0): Promise<LoopbackServer> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
