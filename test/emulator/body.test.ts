/** What is sent to a part of the emulator is read whole, however it comes, or not at all. */
import { connect } from 'node:net';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { bodyOf, type LoopbackServer } from '../../emulator/listen.ts';
import { serve } from '../loopback.ts';

let server: LoopbackServer;
let read: Promise<Buffer>[];
beforeAll(async () => {
  server = await serve((message, response) => {
    const body = bodyOf(message);
    read.push(body);
    body.then(
      () => response.end(),
      () => response.destroy(),
    );
  });
});
beforeEach(() => (read = []));
afterAll(() => server.close());

test('whatever pieces it comes in, it is what was sent', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 5_000 }), { maxLength: 5 }), async (pieces) => {
      read = [];
      await new Promise((resolve, reject) => {
        const asked = request(server.url, { method: 'POST' }, (response) => response.resume().on('end', resolve));
        for (const piece of pieces) asked.write(piece);
        asked.on('error', reject).end();
      });
      expect(await Promise.all(read)).toEqual([Buffer.concat(pieces)]);
    }),
    { numRuns: 20 },
  );
});

test('where the sender breaks off, it is an error', async () => {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 100\r\n\r\nhalf');
  while (read.length === 0) await sleep(5);
  socket.destroy();
  await expect(read[0]).rejects.toThrow('aborted');
});
