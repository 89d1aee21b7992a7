/** The site as it is served on a laptop: what a browser is told with each file. */
import { createServer, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { cacheControlOf, contentTypeOf } from '../../lambda/site/site-file.ts';
import { securityHeaders } from '../../lambda/site/security-headers.ts';
import { stateKey } from '../../lambda/site/bucket-keys.ts';
import { petitionPath } from '../../lambda/site/paths.ts';
import { listen, type LoopbackServer } from '../../emulator/listen.ts';
import { ObjectStore } from '../../emulator/s3/objects.ts';
import { startSiteServer } from '../../emulator/site-server.ts';

const objects = new ObjectStore();
const clock = (): string => '2016-01-05T17:00:00Z';
let site: LoopbackServer;

const put = (path: string, body: string): void =>
  void objects.put(
    `site/${path}`,
    Buffer.from(body),
    { 'content-type': contentTypeOf(path), 'cache-control': cacheControlOf(path) },
    {},
  );

beforeAll(async () => {
  site = await startSiteServer(objects, clock);
});
afterAll(() => site.close());

interface Answered {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** As it is written, which `fetch` would resolve first. */
const ask = (path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const asked = request(site.url, { path, method, headers }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode, headers: response.headers, body }), reject);
    });
    asked.on('error', reject).end();
  });

test('before the first run it says so', async () => {
  const { status, body, headers } = await ask('/');
  expect({ status, body }).toEqual({ status: 404, body: expect.stringMatching(/generated after the first poll/) });
  expect(headers).toMatchObject({ ...securityHeaders(''), 'cache-control': 'no-store' });
});

describe('once it is made', () => {
  const name = 'uk-parliament/a.b/ü';
  const page = petitionPath(name, 'html');
  beforeAll(() => {
    put('index.html', '<p>overview');
    put('404.html', '<p>not found');
    put('assets/site.0123456789.css', 'p{}');
    put(page, '<p>petition');
    put('petitions/ü.json', '{}');
    objects.put(stateKey, Buffer.from('memory'), {}, {});
  });

  test('the time of an answer is that of the monitor, which pages go by: in a play, that of the play', async () => {
    expect((await ask('/')).headers.date).toBe('Tue, 05 Jan 2016 17:00:00 GMT');
  });

  test('each file comes with its type, for how long it may be kept, and the headers that keep strangers out', async () => {
    const overview = await ask('/');
    expect(overview).toMatchObject({ status: 200, body: '<p>overview' });
    expect(overview.headers).toMatchObject({
      ...securityHeaders(''),
      'content-type': 'text/html; charset=utf-8',
      'content-length': '11',
      'cache-control': 'public, max-age=30',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
    expect(await ask('/index.html?from=feed')).toMatchObject({ status: 200, body: '<p>overview' });
    const style = await ask('/assets/site.0123456789.css');
    expect(style.headers).toMatchObject({
      ...securityHeaders(''),
      'content-type': 'text/css; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });

  test('a petition is found by its path, and whatever a browser escapes of it', async () => {
    expect(page).toMatch(/^petitions\/uk-parliament\/a~2e~b~2f~~fc~\.html$/);
    for (const path of [page, page.replaceAll('~', '%7E'), page.replaceAll('~', '%7e')]) {
      expect(await ask(`/${path}`)).toMatchObject({ status: 200, body: '<p>petition' });
    }
    expect(await ask('/petitions/%C3%BC.json')).toMatchObject({ status: 200, body: '{}' });
  });

  test('what a browser has is not sent again', async () => {
    const { headers } = await ask('/');
    const etag = String(headers.etag);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await ask('/', 'GET', { 'if-none-match': known });
      expect(answer).toMatchObject({ status: 304, body: '' });
      expect(answer.headers).toMatchObject({ ...securityHeaders(''), etag, 'cache-control': headers['cache-control'] });
    }
    expect(await ask('/', 'GET', { 'if-none-match': '"other"' })).toMatchObject({ status: 200 });
  });

  test('HEAD gives the headers alone', async () => {
    const { status, headers, body } = await ask('/', 'HEAD');
    expect({ status, body }).toEqual({ status: 200, body: '' });
    expect(headers).toMatchObject({ ...securityHeaders(''), 'content-length': '11' });
  });

  test.each([
    '/nothing.html',
    '/petitions/',
    '//index.html',
    '/../state.json',
    '/%2e%2e/state.json',
    '/assets/../index.html',
    '/..%2fstate.json',
    '/state.json',
    '/%00',
    '/%ff',
    '/%',
    '*',
  ])('%s is not there, and the page that says so comes with 404', async (path) => {
    const { status, body, headers } = await ask(path);
    expect({ status, body }).toEqual({ status: 404, body: '<p>not found' });
    expect(headers).toMatchObject({ ...securityHeaders(''), 'content-type': 'text/html; charset=utf-8' });
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s is not allowed', async (method) => {
    const { status, headers } = await ask('/', method);
    expect(status).toBe(405);
    expect(headers).toMatchObject({ ...securityHeaders(''), allow: 'GET, HEAD' });
    expect(await ask('/')).toMatchObject({ status: 200, body: '<p>overview' });
  });
});

test('a port that is taken gives way to one that is free, or is an error that names it', async () => {
  const other = await listen(createServer());
  const port = Number(new URL(other.url).port);
  const elsewhere = await startSiteServer(objects, clock, { port, orAnother: true });
  expect(elsewhere.url).not.toBe(other.url);
  await elsewhere.close();
  await expect(startSiteServer(objects, clock, { port, orAnother: false })).rejects.toThrow(
    `--port: ${port} is in use by another process; choose another port, such as 8081, or 0 for any free port`,
  );
  await other.close();
  const there = await startSiteServer(objects, clock, { port, orAnother: false });
  expect(there.url).toBe(other.url);
  await there.close();
});
