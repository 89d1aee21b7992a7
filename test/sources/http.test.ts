import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import packageJson from '../../package.json' with { type: 'json' };
import { createHttpClient, SourceFailed, type HttpClient, type HttpClientSettings } from '../../src/sources/http.ts';
import { at } from '../domain/story.ts';
import { json, serve, type Loopback } from '../loopback.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

function clientOf(settings: HttpClientSettings): HttpClient {
  const client = createHttpClient(settings);
  closing.push(client.close);
  return client;
}

async function ask(
  answer: RequestListener,
  settings: Partial<HttpClientSettings> = {},
): Promise<{ http: HttpClient; server: Loopback }> {
  const server = await serve(answer);
  closing.push(server.close);
  return { http: clientOf({ allowPrivate: true, timeoutMs: 60_000, ...settings }), server };
}

/** Why a GET of the path fails. */
async function failure(answer: RequestListener, settings: Partial<HttpClientSettings> = {}): Promise<SourceFailed> {
  const asked = await ask(answer, settings);
  const error: unknown = await asked.http.get(`${asked.server.url}/p.json`).catch((reason: unknown) => reason);
  if (!(error instanceof SourceFailed)) throw new Error(`expected a failure, got ${JSON.stringify(error)}`);
  return error;
}

const answered =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end('<html>');

const sha256 = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex');

describe('a body', () => {
  test('has the hash of its bytes as they were sent, whatever their compression and charset', async () => {
    const body = Buffer.from('{"a":"\xe9"}', 'latin1');
    const { http, server } = await ask((_, response) =>
      response
        .writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json; charset=iso-8859-1' })
        .end(gzipSync(body)),
    );
    await expect(http.get(server.url)).resolves.toMatchObject({ text: '{"a":"é"}', sha256: sha256(body) });
    expect(sha256(body)).not.toBe(sha256('{"a":"é"}'));
  });

  test('is read, and the platform is told who asks', async () => {
    const { http, server } = await ask(json({ a: 'é' }), { contact: 'https://example.org/us' });
    await expect(http.get(`${server.url}/p.json`)).resolves.toEqual({
      kind: 'body',
      text: '{"a":"é"}',
      sha256: sha256('{"a":"é"}'),
      validators: undefined,
    });
    const [major] = packageJson.version.split('.');
    const who = `petition-threshold-monitor/${major} (+https://example.org/us)`;
    expect(server.requests[0]?.headers['user-agent']).toBe(who);
  });

  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    // Without the header of zlib: sindresorhus/got#303, request#2197, node-fetch#93.
    ['deflate', deflateRawSync],
    ['x-gzip', gzipSync],
    ['GZIP', gzipSync],
    ['gzip, identity', gzipSync],
    ['Identity', (text: string) => text],
    ['UTF-8', (text: string) => text],
    ['utf8, none', (text: string) => text],
    [' BR ,', brotliCompressSync],
    ['iso-8859-1', (text: string) => text],
    ['gzip, br', (text: string) => brotliCompressSync(gzipSync(text))],
  ])('compressed with %s is read', async (encoding, compress) => {
    const { http, server } = await ask((_, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(compress('{"a":1}')),
    );
    await expect(http.get(server.url)).resolves.toMatchObject({ text: '{"a":1}' });
  });

  test.each([
    ['as long as it says', { 'content-length': '20000000' }],
    ['without end', {}],
  ])('of 20 MB, %s, is not read to its end', async (_, headers) => {
    const error = await failure((_request, response) => {
      response.writeHead(200, headers);
      const chunk = Buffer.alloc(1_000_000, 'x');
      const more = (): void => {
        if (!response.destroyed) response.write(chunk, () => setImmediate(more));
      };
      more();
    });
    expect(error.message).toMatch(/\/p\.json: sends more than 2 MB$/);
  });

  test('that grows large only when it is decompressed is not read to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    expect(bomb.length).toBeLessThan(60_000);
    const error = await failure((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(error.message).toMatch(/sends more than 2 MB$/);
  });

  test('that is cut off is an error', async () => {
    const error = await failure((_, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('{"a"');
      setTimeout(() => response.destroy(), 20);
    });
    expect(error.message).toMatch(/aborted/);
  });

  test('that is not the compression it says is an error', async () => {
    const error = await failure((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('{"a":1}'),
    );
    expect(error.message).toMatch(/incorrect header check/);
  });

  test.each([deflateRawSync, deflateSync])(
    'in deflate that is cut off, or grows without end, is an error',
    async (compress) => {
      const whole = compress(Buffer.alloc(50_000_000));
      const deflated = { 'content-encoding': 'deflate' };
      const long = await failure((_, response) => response.writeHead(200, deflated).end(whole));
      expect(long.message).toMatch(/sends more than 2 MB$/);
      const short = compress('{"a":1}').subarray(0, -3);
      const cut = await failure((_, response) => response.writeHead(200, deflated).end(short));
      expect(cut.message).toMatch(/unexpected end of file/);
    },
  );

  test('in deflate, but empty, is empty', async () => {
    const { http, server } = await ask((_, response) =>
      response.writeHead(200, { 'content-encoding': 'deflate' }).end(),
    );
    await expect(http.get(server.url)).resolves.toMatchObject({ text: '' });
    expect(server.requests[0]?.headers['accept-encoding']).toBe('gzip, br');
  });

  test('in a compression nobody asked for is an error', async () => {
    const error = await failure((_, response) => response.writeHead(200, { 'content-encoding': 'zstd' }).end('x'));
    expect(error.message).toMatch(/encodes its body as zstd/);
    const often = await failure((_, response) => response.writeHead(200, { 'content-encoding': 'br,br,br' }).end('x'));
    expect(often.message).toMatch(/encodes its body 3 times/);
  });

  test('with one byte that is not UTF-8 is read, but for its character', async () => {
    const { http, server } = await ask((_, response) => response.end(Buffer.from([0x22, 0x61, 0xc3, 0x22])));
    expect(await http.get(server.url)).toMatchObject({ text: '"a\ufffd"' });
  });
});

describe('time', () => {
  test('an answer that does not come is given up', async () => {
    expect((await failure(() => undefined, { timeoutMs: 100 })).message).toMatch(/did not answer within 0\.1 s$/);
  });

  test('a body that drips without end is given up at the same limit', async () => {
    // Were there none, it would not end at all.
    const error = await failure(
      (_, response) => {
        response.writeHead(200);
        const drip = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(drip));
      },
      { timeoutMs: 200 },
    );
    expect(error.message).toMatch(/did not answer within 0\.2 s$/);
  });
});

describe('a status', () => {
  test.each([
    [404, false],
    [410, true],
  ])('%i says the petition is gone', async (status, final) => {
    const { http, server } = await ask(answered(status));
    await expect(http.get(server.url)).resolves.toEqual({ kind: 'gone', final });
  });

  test.each([200 + 4, 400, 401, 403, 500, 503, 599])('%i is no answer', async (status) => {
    expect((await failure(answered(status))).message).toMatch(new RegExp(`answered ${status}$`));
  });

  test('429 says how long to wait, in seconds or as a date by the clock of the server', async () => {
    expect((await failure(answered(429, { 'retry-after': '120' }))).retryAfter).toBe(120);
    const [date, until] = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 08:50:07 GMT'];
    expect((await failure(answered(503, { date, 'retry-after': until }))).retryAfter).toBe(30);
    const soon = new Date(Date.now() + 90_000).toUTCString();
    const { retryAfter } = await failure(answered(503, { 'retry-after': soon }));
    expect(retryAfter).toBeGreaterThan(80);
    expect(retryAfter).toBeLessThanOrEqual(90);
    expect((await failure(answered(429, { 'retry-after': 'later' }))).retryAfter).toBeUndefined();
    expect((await failure(answered(429))).retryAfter).toBeUndefined();
  });

  // Node destroys such a request with neither `response` nor `error`, and the abort comes too late.
  test.each([
    ['with an upgrade', 'Connection: Upgrade\r\nUpgrade: h2c\r\n'],
    ['with an upgrade that nobody asked for by Connection', 'Upgrade: h2c\r\n'],
    ['without a header', ''],
  ])('101 %s is no answer, at once', async (_, headers) => {
    const { message } = await failure(
      ({ socket }) => socket.end(`HTTP/1.1 101 Switching Protocols\r\n${headers}\r\n`),
      { timeoutMs: 5_000 },
    );
    expect(message).toMatch(/answered 101$/);
  });

  test('103 without end is given up in time', async () => {
    const { message } = await failure(
      ({ socket }) => {
        const more = (): void => {
          if (!socket.destroyed)
            socket.write('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n', () => setImmediate(more));
        };
        more();
      },
      { timeoutMs: 200 },
    );
    expect(message).toMatch(/did not answer within 0\.2 s$/);
  });

  test.each([
    ['of a megabyte', () => `X: ${'x'.repeat(1_000_000)}\r\n`],
    ['of a hundred thousand lines', () => 'X: 1\r\n'.repeat(100_000)],
  ])('headers %s are no answer', async (_, headers) => {
    const { message } = await failure(({ socket }) => socket.end(`HTTP/1.1 200 OK\r\n${headers()}\r\n{}`), {
      timeoutMs: 5_000,
    });
    expect(message).toMatch(/Header overflow$/i);
  });

  test('a connection that is refused is no answer', async () => {
    const { http, server } = await ask(json({}));
    await server.close();
    await expect(http.get(server.url)).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('a redirect', () => {
  const moved =
    (location: string | undefined): RequestListener =>
    (request, response) =>
      request.url === '/archived/p.json'
        ? response.end('{"archived":true}')
        : response.writeHead(302, location === undefined ? {} : { location }).end();

  test('to the same host is followed, and the answer says where it led', async () => {
    const { http, server } = await ask(moved('/archived/p.json'));
    await expect(http.get(`${server.url}/p.json`)).resolves.toMatchObject({
      text: '{"archived":true}',
      movedTo: '/archived/p.json',
    });
    await expect(http.get(`${server.url}/archived/p.json`)).resolves.not.toHaveProperty('movedTo');
  });

  // To https, to the archive, to the new name. One more is a loop.
  test.each([
    [3, 'followed'],
    [4, 'no answer'],
  ])('of which there are %i in a row is %s', async (length, outcome) => {
    const { http, server } = await ask(({ url = '' }, response) => {
      const done = Number(url.slice(2));
      if (done >= length) response.end('{}');
      else response.writeHead(302, { location: `/p${done + 1}` }).end();
    });
    const answer = http.get(`${server.url}/p0`);
    if (outcome === 'followed') await expect(answer).resolves.toMatchObject({ movedTo: '/p3' });
    else await expect(answer).rejects.toThrow('redirects more than 3 times');
    expect(server.requests).toHaveLength(4);
  });

  test.each([
    ['/x', 'redirects to /x, which answered 404'],
    ['/', 'redirects to /'],
    ['/q', 'redirects to /q'],
    ['//localhost:1/x', 'redirects to another host, localhost:1'],
  ])('that the second time leads to %s is no answer', async (location, reason) => {
    const error = await failure(({ url }, response) => {
      if (url === '/p.json') response.writeHead(302, { location: '/q/p' }).end();
      else if (url === '/q/p') response.writeHead(302, { location }).end();
      else if (url === '/x') response.writeHead(404).end();
      else response.end('31,870');
    });
    expect(error.message.endsWith(reason)).toBe(true);
  });

  // Decidim sends whatever may not be read to its root, where a card may have the count of another petition.
  test.each(['/', '/p', '/p/'])('to %s, which the address is under, is no answer', async (location) => {
    const { http, server } = await ask((request, response) =>
      request.url === '/p/1' ? response.writeHead(302, { location }).end() : response.end('31,870'),
    );
    await expect(http.get(`${server.url}/p/1`)).rejects.toThrow(`redirects to ${location}`);
  });

  test.each([404, 410])('to a page that answers %i does not say that the petition is gone', async (status) => {
    const error = await failure((request, response) =>
      request.url === '/x' ? response.writeHead(status).end() : response.writeHead(302, { location: '/x' }).end(),
    );
    expect(error.message).toMatch(new RegExp(`redirects to /x, which answered ${status}$`));
  });

  // follow-redirects#125, dotnet/corefx#35103.
  test('to a name in raw UTF-8 is followed', async () => {
    const { http, server } = await ask((request, response) =>
      request.url === '/p/12-gr%C3%BCner-platz'
        ? response.end('{}')
        : response.writeHead(301, { location: Buffer.from('/p/12-grüner-platz').toString('latin1') }).end(),
    );
    await expect(http.get(`${server.url}/p/12-alter-platz`)).resolves.toMatchObject({ text: '{}' });
  });

  test('to itself is not followed without end', async () => {
    expect((await failure(moved('/elsewhere'))).message).toMatch(/redirects more than 3 times$/);
  });

  test('to another host is not followed', async () => {
    expect((await failure(moved('http://localhost:1/p.json'))).message).toMatch(
      /redirects to another host, localhost:1$/,
    );
  });

  test.each([undefined, '', ' ', 'http://', 'https://[::1'])('to nowhere ("%s") is an error', async (location) => {
    expect((await failure(moved(location))).message).toMatch(/redirects to nowhere$/);
  });
});

describe('conditional requests', () => {
  const fresh = 'Tue, 05 Jan 2016 17:00:00 GMT';

  test('an entity tag is kept, and asks for what has changed only', async () => {
    const { http, server } = await ask((request, response) =>
      request.headers['if-none-match'] === '"1"'
        ? response.writeHead(304).end()
        : response.writeHead(200, { etag: '"1"' }).end('{}'),
    );
    await expect(http.get(server.url)).resolves.toMatchObject({ validators: { etag: '"1"' } });
    await expect(http.getIfChanged(server.url, { etag: '"1"' })).resolves.toEqual({ kind: 'unchanged' });
  });

  test('a date of last change is kept when it was a minute old, so that nothing was changed since in the same instant', async () => {
    const dated =
      (date: string): RequestListener =>
      (_, response) => {
        response.sendDate = false;
        response.writeHead(200, { 'last-modified': fresh, date }).end('{}');
      };
    const { http, server } = await ask(dated('Tue, 05 Jan 2016 17:01:00 GMT'));
    await expect(http.get(server.url)).resolves.toMatchObject({ validators: { lastModified: fresh } });
    const later = await ask(dated('Tue, 05 Jan 2016 17:00:59 GMT'));
    await expect(later.http.get(later.server.url)).resolves.toMatchObject({ validators: undefined });
  });

  test('a date of last change is sent back as it was given', async () => {
    const { http, server } = await ask(json({}));
    await http.getIfChanged(server.url, { lastModified: fresh });
    expect(server.requests[0]?.headers['if-modified-since']).toBe(fresh);
  });

  test('304 to a request without conditions is an error', async () => {
    expect((await failure(answered(304))).message).toMatch(/304 to a request without conditions$/);
  });
});

describe('connections', () => {
  test('one that the server closed while it was idle is replaced without a failure', async () => {
    const { http, server } = await ask((request, response) => {
      response.end('{}');
      // Without a word, right after the answer.
      setTimeout(() => request.socket.destroy(), 5);
    });
    await http.get(server.url);
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 4 + (i % 3)));
      await expect(http.get(server.url)).resolves.toMatchObject({ kind: 'body' });
    }
  });

  test.each<[string, RequestListener]>([
    ['leads nowhere', answered(302)],
    ['leads to no address', answered(302, { location: 'http://[::1' })],
    ['leads to another host', answered(302, { location: 'https://example.org/' })],
    ['is in a compression nobody asked for', answered(200, { 'content-encoding': 'zstd' })],
    ['has another status, and a body that does not end', (_, response) => response.writeHead(503).write('Sorry')],
  ])('an answer that %s leaves its connection to the next request', async (_, refused) => {
    const first = { isFirst: true };
    const answer: RequestListener = (request, response) => {
      (first.isFirst ? refused : json({ n: 7 }))(request, response);
      first.isFirst = false;
    };
    const { http, server } = await ask(answer, { maxPerHost: 1, timeoutMs: 20_000 });
    const start = performance.now();
    await expect(http.get(`${server.url}/p.json`)).rejects.toThrow(SourceFailed);
    await expect(http.get(`${server.url}/p.json`)).resolves.toMatchObject({ text: '{"n":7}' });
    // Not only once the server gives the first connection up (Node: after five seconds), or its time is over.
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  test('no more than so many at a time to one host', async () => {
    let open = 0;
    let most = 0;
    const { http, server } = await ask(
      (_, response) => {
        open += 1;
        most = Math.max(most, open);
        setTimeout(() => {
          open -= 1;
          response.end('{}');
        }, 20);
      },
      { maxPerHost: 3 },
    );
    await Promise.all(Array.from({ length: 12 }, () => http.get(server.url)));
    expect(most).toBe(3);
  });
});

describe('only public hosts, unless the config lifts that', () => {
  test.each([
    ['http://petition.parliament.uk/p.json', /is not an https address/],
    ['https://127.0.0.1/p.json', /is not a public host/],
    ['https://[::1]/p.json', /is not a public host/],
    ['https://[::ffff:10.0.0.1]/p.json', /is not a public host/],
    ['https://169.254.169.254/latest/meta-data', /is not a public host/],
    ['https://10.1.2.3/p.json', /is not a public host/],
    ['https://100.64.0.1/p.json', /is not a public host/],
    ['https://localhost/p.json', /is not a public host/],
    ['https://service.internal/p.json', /is not a public host/],
    ['https://intranet/p.json', /is not a public host/],
  ])('%s is not asked', async (url, message) => {
    await expect(clientOf({ allowPrivate: false, timeoutMs: 60_000 }).get(url)).rejects.toThrow(message);
  });
});

test('an answer says of its time what its headers say: a body, a 304 and a 404', async () => {
  const headers = { date: 'Sun, 06 Nov 1994 08:49:37 GMT', age: '2400', 'cache-control': 'public, max-age=3600' };
  const { http, server } = await ask(({ url, headers: { 'if-none-match': condition } }, response) =>
    response.writeHead(url === '/gone' ? 404 : condition === undefined ? 200 : 304, headers).end(),
  );
  const times = { date: at('1994-11-06T08:49:37Z'), age: 2400, maxAge: 3600 };
  await expect(http.get(server.url)).resolves.toMatchObject({
    kind: 'body',
    text: '',
    validators: undefined,
    ...times,
  });
  await expect(http.getIfChanged(server.url, { etag: '"1"' })).resolves.toEqual({ kind: 'unchanged', ...times });
  await expect(http.get(`${server.url}/gone`)).resolves.toEqual({ kind: 'gone', final: false, ...times });
});

test('a question is not taken elsewhere by a redirect', async () => {
  const { http, server } = await ask((request, response) => {
    if (request.url === '/ask') response.writeHead(302, { location: '/ask/login' }).end();
    else response.end('{"count":5}');
  });
  await expect(http.post(`${server.url}/ask`, { query: 'q' })).rejects.toThrow('redirects to /ask/login');
});

test('a question is posted as JSON, with the headers that the source adds', async () => {
  const asked: string[] = [];
  const { http, server } = await ask((request, response) => {
    request.on('data', (chunk: Buffer) => asked.push(`${request.method ?? ''} ${chunk.toString()}`));
    request.on('end', () => response.end('{"data":1}'));
  });
  const answer = await http.post(server.url, { query: 'q' }, { 'x-key': 'abc' });
  expect(answer).toMatchObject({ kind: 'body', text: '{"data":1}' });
  expect(asked).toEqual(['POST {"query":"q"}']);
  expect(server.requests[0]?.headers).toMatchObject({ 'content-type': 'application/json', 'x-key': 'abc' });
});

test('a source says what it accepts, and is asked only if it has changed', async () => {
  const { http, server } = await ask((_, response) => response.writeHead(304).end());
  await expect(http.getIfChanged(server.url, { etag: '"1"' }, { accept: 'text/html' })).resolves.toEqual({
    kind: 'unchanged',
  });
  expect(server.requests[0]?.headers).toMatchObject({ accept: 'text/html', 'if-none-match': '"1"' });
});
