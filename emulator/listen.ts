/** Starts a server on loopback: each part of the emulator is one. */
import type { Server } from 'node:http';

export interface LoopbackServer {
  readonly url: string;
  readonly close: () => Promise<void>;
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
