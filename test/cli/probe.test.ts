/** `probe`, as a program, at platforms on loopback. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json, serve, type Loopback } from '../loopback.ts';
import { petition as ofGroup, id as groupId } from '../sources/contract/action-network.ts';
import { answering } from '../sources/contract/contract.ts';
import { contract as ukParliament, open, whole } from '../sources/contract/uk-parliament.ts';
import { contract as franceAssemblee } from '../sources/contract/france-assemblee.ts';
import { contract as weThePeople } from '../sources/contract/us-we-the-people.ts';
import { playerOf, recordingSchema, type Recording } from '../../cli/probe/recording.ts';
import { parseJson } from '../../src/validation.ts';
import { jsonLines, monitor, monitorWith, type Ended } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'probe-'));
const file = join(folder, 'petitions.json');
let platform: Loopback | undefined;
afterEach(() => platform?.close());
afterAll(() => rmSync(folder, { recursive: true }));

async function at(answer: RequestListener): Promise<string> {
  platform = await serve(answer);
  return platform.url;
}
const probe = (baseUrl: string, ...parameters: string[]): Promise<Ended> =>
  monitor('probe', ...parameters, '--base-url', baseUrl, '--allow-private');
const config = (content: object): string => {
  writeFileSync(file, JSON.stringify({ allowPrivateSources: true, ...content }));
  return file;
};

test('what is read, what the rules make of it, what comes next, and what was asked, a line each', async () => {
  const headers = { etag: '"a"', 'cache-control': 'public, max-age=600' };
  const url = await at(answering(ukParliament.open.bodies(392_979), headers));
  const { code, stdout, stderr } = await probe(url, 'https://petition.parliament.uk/petitions/700143');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const time = String.raw`\d{1,2} [A-Z][a-z]+ 20\d\d, \d\d:\d\d \(London time\)`;
  const lines = stdout.replaceAll(url, 'URL').trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(`^uk-parliament/700143 at URL, ${time}$`),
    '  title      Repeal the Online Safety Act',
    '  page       https://petition.parliament.uk/petitions/700143',
    '  signatures 392,979',
    '  state      open',
    '  opened     22 April 2025, 15:53 (London time)',
    '  deadline   22 October 2025, 23:59 (London time), set by the platform',
    expect.stringMatching(
      /^ {2}threshold {2}response: 10,000, met, timestamp 15 July 2025, 11:34 \(London time\), response met/,
    ),
    expect.stringMatching(/^ {2}threshold {2}debate: 100,000, met, no timestamp/),
    '  response   given 28 July 2025, 15:02 (London time)',
    expect.stringMatching(
      /^ {2}rules {6}those since 20\d\d-\d\d-\d\d: 6 months, to the end of the day in Europe\/London; resp/,
    ),
    expect.stringMatching(`^  next poll  ${time}, in `),
    '  fresh      for 600 seconds, as the server says (max-age)',
    expect.stringMatching(/^ {2}remembers {2}\{"wholeAt":"20.*Z"\}$/),
    expect.stringMatching(/^ {2}request {4}GET URL\/petitions\/700143\.json: an answer, \d+ characters$/),
  ]);
  expect(platform?.requests).toHaveLength(1);
});

test('the same as data', async () => {
  const { bodies = {} } = weThePeople.others.answered ?? {};
  const url = await at(answering(bodies));
  const { code, stdout, stderr } = await probe(url, 'us-we-the-people', '22111', '--format', 'jsonl');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(jsonLines(stdout)).toMatchObject([
    {
      petition: 'us-we-the-people/22111',
      baseUrl: url,
      signatures: 41_000,
      open: null,
      opened: '2015-12-20T17:00:00Z',
      deadline: '2016-01-19T17:00:00Z',
      deadlineBy: 'platform',
      clockStarted: null,
      answered: true,
      answeredAt: '2016-01-07T22:00:00Z',
      rulesFrom: '2013-01-15',
      timeZone: 'America/New_York',
      thresholds: [{ threshold: 'response', needed: 100_000, neededBy: 'platform', stamp: null }],
      maxAge: null,
      memory: null,
      requests: [{ method: 'GET', url: `${url}/v1/petitions/22111.json`, came: 'an answer', validators: null }],
    },
  ]);
});

describe('where there is no reading it ends with 1, and says why and what was asked', () => {
  test.each<[string, RequestListener, RegExp]>([
    [
      'a page for people',
      (_, response) => response.end('<html>Log in'),
      /is not JSON .*it begins <html>Log in\n.*an answer, 12/,
    ],
    ['no such petition', json({}, 404), /^no reading: not found: check the id\n {2}request {4}GET .*: not found$/m],
    [
      'a petition that is not published yet',
      ({ url = '' }, response) =>
        url.endsWith('.json')
          ? response.writeHead(302, { location: url.replace('.json', '/gathering-support') }).end()
          : response.end('<html>'),
      /^no reading: not found: not published yet$/m,
    ],
    ['an error', json({}, 500), /answered 500\n {2}request {4}GET .*: no answer: .*answered 500$/m],
    ['a count that is none', json(whole({ ...open, signature_count: null })), /signature_count must be a whole number/],
  ])('%s', async (_, answer, message) => {
    const { code, stdout, stderr } = await probe(await at(answer), 'uk-parliament', '700143');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^no reading: /);
    expect(stderr).toMatch(message);
  });
});

test('by the entry of a petitions.json: where it is, its rules, and who asks', async () => {
  const url = await at((_, response) => response.end('<b class="count">1 400</b>'));
  const rules = {
    timeZone: 'Europe/Paris',
    thresholds: [{ name: 'council', signatures: 1_500, responseWindow: 'P10D' }],
  };
  const entry = { source: 'html', petition: 'mairie', url: `${url}/p`, locale: 'fr', signatures: '.count', rules };
  const subscribers = [{ email: 'desk@example.org', petitions: ['html/mairie'] }];
  const path = config({ watch: [entry], subscribers, contact: 'https://example.org/us' });
  const { code, stdout } = await monitor('probe', 'html', 'mairie', '--config', path);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /signatures 1,400\n[^]*threshold {2}council: 1,500, open\n[^]*those of the entry: [^]*council at 1,500 signatures, a response within 10 days/,
  );
  expect(platform?.requests[0]?.headers['user-agent']).toContain('+https://example.org/us');
});

test('by an entry for all of a source, with its key, which is not shown', async () => {
  const url = await at((request, response) =>
    json(ofGroup, request.headers['osdi-api-token'] === 'secret-123' ? 200 : 403)(request, response),
  );
  const key = { parameter: '/petitions/group' };
  const path = config({ watch: [{ source: 'action-network', all: 'open', baseUrl: url, key }] });
  const { code, stdout, stderr } = await monitorWith(
    { GROUP_KEY: 'secret-123' },
    ...['probe', 'action-network', groupId, '--config', path, '--key', '/petitions/group=GROUP_KEY'],
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/signatures 345\n {2}state {6}the platform does not say/);
  expect(stdout).not.toContain('secret-123');
});

describe('in the folder of a petitions.json', () => {
  const there = process.cwd();
  beforeEach(() => process.chdir(folder));
  afterEach(() => process.chdir(there));
  const asker = (): unknown => platform?.requests[0]?.headers['user-agent'];

  test('its settings are used if it watches the petition', async () => {
    const url = await at(answering(ukParliament.open.bodies(10)));
    const entry = { source: 'uk-parliament', petition: '700143', baseUrl: url };
    config({ watch: [entry], contact: 'https://example.org/us' });
    expect((await monitor('probe', 'uk-parliament/700143')).code).toBe(0);
    expect(asker()).toContain('+https://example.org/us');
  });

  test('none of them is used for another petition', async () => {
    const url = await at(answering(ukParliament.open.bodies(10)));
    config({ watch: [{ source: 'senedd', petition: '1' }], contact: 'https://example.org/us' });
    expect((await monitor('probe', 'uk-parliament/700143', '--base-url', url)).stderr).toMatch(
      /must be an https address/,
    );
    expect((await probe(url, 'uk-parliament/700143')).code).toBe(0);
    expect(asker()).not.toContain('example.org/us');
  });
});

describe('what was answered, as a file', () => {
  const recorded = join(folder, 'recorded.json');
  const recordingIn = (text: string): Recording => parseJson(recordingSchema, text, recorded);
  const record = async (answer: RequestListener, source: string, id: string): Promise<string> => {
    const { code, stderr } = await probe(await at(answer), source, id, '--record', recorded);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringMatching(/recorded\.json has what was answered/),
    });
    return readFileSync(recorded, 'utf8');
  };
  const reachable = 'jane@example.org, +44 20 7946 0958, 020 7946 0958, 192.0.2.7 or 2001:db8:0:0:0:0:0:1';
  const cookies = { 'set-cookie': 'session=s3cret', 'x-request': 's3cret', etag: '"v7"' };

  test('its shape, numbers and times are kept; of people, long texts and lists nothing is', async () => {
    const people = {
      creator_name: 'Jane Doe',
      background: 'By Jane Doe',
      phone: 442079460958,
      born: { birthday: '1990-02-03' },
    };
    const signed = [1, 2, 3, 4].map((signature_count) => ({ mp: 'Rt Hon Doe', signature_count }));
    const shown = whole({
      ...open,
      ...people,
      signed,
      action: `Write to ${reachable}`,
      debate_scheduled_on: '2025-11-13',
    });
    const text = await record(answering({ '/petitions/700143.json': shown }, cookies), 'uk-parliament', '700143');
    expect(text).not.toMatch(/Doe|example\.org|7946|9460958|192\.0|2001:db8|s3cret|1990/);
    const { answers, reading } = recordingIn(text);
    expect(reading).toMatchObject({ kind: 'reading', signatures: 392_979, title: 'Write to …, …, …, … or …' });
    expect(answers).toMatchObject([{ method: 'GET', status: 200, headers: { etag: '"v7"' } }]);
    expect(answers[0]?.body).toMatchObject({
      data: {
        attributes: {
          creator_name: '…',
          background: '…',
          debate_scheduled_on: '2025-11-13',
          signed: [
            { mp: '…', signature_count: 1 },
            { mp: '…', signature_count: 2 },
          ],
        },
      },
    });
  });

  test('of a page only what is read', async () => {
    const [page = ''] = Object.values(franceAssemblee.open.bodies(1_234)).filter((body) => typeof body === 'string');
    const people = `<a href="/profiles/jane" title="Jane Doe">Jane Doe</a><script>var who = { "name": "Jane Doe" }</script>`;
    const answer = answering({ '/initiatives/i-3014': `<html>${people.repeat(3)}${page}${people}</html>` });
    const text = await record(answer, 'france-assemblee', 'i-3014');
    expect(text).not.toMatch(/jane|profiles|script/i);
    expect(recordingIn(text)).toMatchObject({
      petition: 'france-assemblee/i-3014',
      reading: { signatures: 1_234, title: franceAssemblee.open.sees.title },
    });
  });

  test('of a script too, whose quotes it needs', async () => {
    const idea = '{ "author": "Jane Doe", "endorseCount": 4999, "last": "Jane Doe" }';
    const id = 'c25d7466-72c9-4f90-9d88-7e3753a24a58';
    const answer = answering({ [`/idea/detail/${id}`]: `<html><script>var idea = ${idea};</script>` });
    const text = await record(answer, 'taiwan-join', id);
    expect(text).not.toMatch(/Jane/);
    expect(recordingIn(text).reading).toMatchObject({ signatures: 4_999 });
  });

  test('a redirect and what it led to; played back, they give the reading', async () => {
    const { bodies = {} } = ukParliament.others.archived ?? {};
    const archive = answering({ '/archived/petitions/700143.json': Object.values(bodies)[0] });
    const to = { location: '/archived/petitions/700143.json' };
    const answer: RequestListener = (request, response) =>
      request.url === '/petitions/700143.json' ? response.writeHead(302, to).end() : archive(request, response);
    const recording = recordingIn(await record(answer, 'uk-parliament', '700143'));
    expect(recording.answers).toMatchObject([{ status: 302, headers: to }, { status: 200 }]);
    expect(recording.reading).toMatchObject({ signing: { open: false, reason: 'dissolution' } });
    const player = await playerOf(recording);
    try {
      expect(await player.read(recording.answers)).toEqual(recording.reading);
    } finally {
      await player.close();
    }
  });

  test('no key is in it, although the platform repeats it', async () => {
    const url = await at(json({ ...ofGroup, title: 'With secret-123', asked_with: 'secret-123' }));
    const path = config({ watch: [{ source: 'action-network', all: 'open', baseUrl: url, key: { parameter: '/k' } }] });
    const words = ['probe', 'action-network', groupId, '--config', path, '--key', '/k=GROUP_KEY', '--record', recorded];
    expect((await monitorWith({ GROUP_KEY: 'secret-123' }, ...words)).code).toBe(0);
    expect(readFileSync(recorded, 'utf8')).not.toContain('secret-123');
  });

  test('nothing is written of a page with a recipe of its own, nor without a reading', async () => {
    rmSync(recorded, { force: true });
    const url = await at((_, response) => response.end('<b class="count">1 400</b>'));
    const rules = { timeZone: 'Europe/Paris', thresholds: [{ name: 'council', signatures: 1_500 }] };
    const entry = { source: 'html', petition: 'mairie', url: `${url}/p`, locale: 'fr', signatures: '.count', rules };
    const path = config({ watch: [entry] });
    const custom = await monitor('probe', 'html', 'mairie', '--config', path, '--record', recorded);
    expect(custom.stderr).toMatch(/html\/mairie: only petitions of built-in sources can be recorded/);
    expect((await probe(url, 'uk-parliament', '7', '--record', recorded)).code).toBe(1);
    expect(() => readFileSync(recorded)).toThrow(/ENOENT/);
  });
});

describe('what can not be asked ends with 2', () => {
  test.each<[string, string[], RegExp]>([
    ['an id that is none', ['uk-parliament', 'seven'], /^uk-parliament\/seven: id must look like "700143"/],
    [
      'a source that is none',
      ['uk', '7'],
      /^uk\/7: source must be a source that the monitor reads; did you mean "uk-parliament"\?/,
    ],
    ['a private host', ['uk-parliament', '7', '--base-url', 'http://127.0.0.1:1'], /baseUrl must be an https address/],
    [
      'a general source without its entry',
      ['json', 'green'],
      /json\/green: needs its entry in a petitions\.json: name the file with --config FILE/,
    ],
    [
      'a page that no source knows',
      ['https://example.org/p/7'],
      /is not the page of a petition that the monitor knows/,
    ],
  ])('%s', async (_, parameters, message) => {
    const { code, stdout, stderr } = await monitor('probe', ...parameters);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  test('what the file does not watch', async () => {
    const path = config({ watch: [{ source: 'senedd', petition: '1' }] });
    const { code, stderr } = await monitor('probe', 'uk-parliament', '7', '--config', path);
    expect(code).toBe(2);
    expect(stderr).toMatch(/uk-parliament\/7: is not watched in .*petitions\.json; add it there, or name another file/);
  });
});
