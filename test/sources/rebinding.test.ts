/** A name that is public when it is checked and private when it is connected to: the address decides, not the name. */
import dns from 'node:dns';
import { createHttpClient } from '../../src/sources/http.ts';
import { json, serve } from '../loopback.ts';

test('a public name that is at a private address is not connected to', async () => {
  const server = await serve(json({}));
  // The one double of this project: no name of the public internet is at loopback, and there is no other DNS here.
  type Found = (error: null, addresses: readonly dns.LookupAddress[]) => void;
  const lookup = jest.spyOn(dns, 'lookup').mockImplementation((_name: string, _options: unknown, found?: Found) => {
    found?.(null, [{ address: '127.0.0.1', family: 4 }]);
  });
  const http = createHttpClient({ allowPrivate: false });
  try {
    const { port } = new URL(server.url);
    await expect(http.get(`https://petitions.example.org:${port}/p.json`)).rejects.toThrow(
      /petitions\.example\.org is at 127\.0\.0\.1, which is not a public address$/,
    );
    expect(server.requests).toEqual([]);
    expect(lookup).toHaveBeenCalledTimes(1);
  } finally {
    http.close();
    lookup.mockRestore();
    await server.close();
  }
});
