/** `"all": "answered"`: the real functions over the embedded cloud, and a platform with lists of answered petitions. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConfigInput } from '../../src/config/config.ts';
import { serve, type Loopback } from '../loopback.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';

/** What the platform's lists have: 0 is that of now, the others are its archives. */
let lists: Map<number, object[]>;
/** The one of what is open. */
let open: object[];
let broken: string | undefined;
let platform: Loopback;
let monitor: Monitor;

const pageSize = 3;

/** Closed and answered in 2022, in time: nine days after the platform's stamp. */
const stamped = {
  action: 'Plant more trees',
  state: 'closed',
  signature_count: 14_000,
  opened_at: '2021-09-01T10:00:00.000Z',
  closed_at: '2022-03-01T23:59:59.999Z',
  rejected_at: null,
  response_threshold_reached_at: '2021-10-01T09:00:00.000Z',
  debate_threshold_reached_at: null,
  government_response_at: '2021-10-10T12:00:00.000Z',
  government_response: { summary: 'We plant them already.' },
  departments: [{ acronym: 'DEFRA', name: 'Department for Environment' }],
};
const item = (id: number, changes: Partial<typeof stamped> = {}, parliament?: object): object => ({
  type: parliament === undefined ? 'petition' : 'archived-petition',
  id,
  links: { self: `https://petition.parliament.uk/${parliament === undefined ? '' : 'archived/'}petitions/${id}.json` },
  ...(parliament && { parliament }),
  attributes: { ...stamped, ...changes },
});
const of2019 = {
  period: '2019-2024',
  government: 'Conservative',
  dissolution_at: '2024-05-30T00:01:00.000+01:00',
  response_threshold: 10_000,
  debate_threshold: 100_000,
};

beforeEach(async () => {
  lists = new Map([[0, [item(700001)]]]);
  open = [];
  broken = undefined;
  platform = await serve((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://platform');
    const number = pathname === '/archived/petitions.json' ? Number(searchParams.get('parliament')) : 0;
    const state = searchParams.get('state');
    const list = state === 'with_response' ? lists.get(number) : state === 'open' ? open : undefined;
    if (request.url === broken) return response.writeHead(503).end();
    if (list === undefined) return response.writeHead(404).end();
    const page = Number(searchParams.get('page') ?? 1);
    searchParams.set('page', String(page + 1));
    const next = page * pageSize < list.length ? `https://petition.parliament.uk${pathname}?${searchParams}` : null;
    return response.end(JSON.stringify({ links: { next }, data: list.slice((page - 1) * pageSize, page * pageSize) }));
  });
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

type Entry = Omit<Extract<ConfigInput['watch'][number], { source: 'uk-parliament' }>, 'source' | 'baseUrl'>;

async function start(entries: Entry[] = [{ all: 'answered' }], folder?: string): Promise<void> {
  monitor = await startMonitor(
    {
      watch: entries.map((entry) => ({ source: 'uk-parliament', baseUrl: platform.url, ...entry })),
      site: {},
      allowPrivateSources: true,
    },
    folder,
  );
}

const name = (id: number): string => `uk-parliament/${id}`;
const asked = (): string[] => platform.requests.splice(0).map(({ url = '' }) => url);
const stored = async (id: number) => monitor.petitionRepository.load(name(id));
const laneOf = async (id: number): Promise<string | undefined> => (await stored(id))?.dueKey?.bucket;

test('what is answered is stored as over, with the stamps as its evidence, and nothing is told of it', async () => {
  await start();
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ found: 1, published: 0 });
  const { petition, outbox, dueKey } = (await stored(700001)) ?? {};
  expect(dueKey?.bucket).toBe('over');
  expect(outbox).toEqual([]);
  expect(petition?.alerts).toBe(0);
  expect(petition?.url).toBe('https://petition.parliament.uk/petitions/700001');
  expect(petition?.authority).toBe('the Department for Environment');
  expect(petition?.thresholds.response).toMatchObject({ verdict: 'met', certain: true, response: { verdict: 'met' } });
  expect(String(petition?.thresholds.response?.met?.stamp)).toBe('2021-10-01T09:00:00Z');
  expect(String(petition?.thresholds.response?.response.deadline)).toBe('2021-10-22T22:59:59.999Z');
  expect(petition?.thresholds.debate?.verdict).toBe('missed');
  expect(String(petition?.answer?.stamp)).toBe('2021-10-10T12:00:00Z');
  expect(petition?.answer?.text).toBe('We plant them already.');
  expect(monitor.alerts()).toEqual([]);
});

test('no tick asks for it, however long', async () => {
  await start();
  await monitor.discover('2026-03-05T12:00:00Z');
  asked();
  for (let hour = 13; hour < 24; hour += 1) await monitor.tick(`2026-03-05T${hour}:01:00Z`);
  await monitor.tick('2026-04-05T12:00:00Z');
  await monitor.tick('2027-04-05T12:00:00Z');
  expect(asked()).toEqual([]);
  expect(monitor.alerts()).toEqual([]);
});

test('one list is read in a run, page by page, until an archive is not there; and all of them again after a week', async () => {
  lists = new Map([
    [0, [item(700001), item(700002), item(700003), item(700004)]],
    [1, [item(1001, {}, of2019)]],
    [2, [item(2001, {}, of2019)]],
  ]);
  await start();
  const run = async (now: string): Promise<string[]> => {
    await monitor.discover(now);
    return asked();
  };
  expect(await run('2026-03-05T12:00:00Z')).toEqual([
    '/petitions.json?state=with_response',
    '/petitions.json?state=with_response&page=2',
  ]);
  expect(await run('2026-03-05T13:00:00Z')).toEqual(['/archived/petitions.json?parliament=1&state=with_response']);
  expect(await run('2026-03-05T14:00:00Z')).toEqual(['/archived/petitions.json?parliament=2&state=with_response']);
  expect(await run('2026-03-05T15:00:00Z')).toEqual(['/archived/petitions.json?parliament=3&state=with_response']);
  expect(await run('2026-03-05T16:00:00Z')).toEqual([]);
  expect(await run('2026-03-12T11:59:00Z')).toEqual([]);
  lists.set(0, [item(700005), item(700001)]);
  expect(await monitor.discover('2026-03-12T12:00:00Z')).toMatchObject({ pages: 1, listed: 2, found: 1, committed: 0 });
  expect((await stored(700001))?.version).toBe(1);
  expect(await laneOf(700005)).toBe('over');
});

test('a list that breaks off is read again by the next run, and what it had shown is kept', async () => {
  lists.set(
    0,
    [1, 2, 3, 4].map((n) => item(700000 + n)),
  );
  broken = '/petitions.json?state=with_response&page=2';
  await start();
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ found: 3, failures: 0 });
  broken = undefined;
  asked();
  expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ listed: 4, found: 1 });
  expect(asked()[0]).toBe('/petitions.json?state=with_response');
});

test('what still runs, or was answered or closed a moment ago, waits until nothing of it is news', async () => {
  lists.set(0, [
    item(1, { state: 'open', opened_at: '2026-01-01T10:00:00.000Z' }),
    item(2, { closed_at: '2026-02-20T23:59:59.999Z' }),
    item(3, { government_response_at: '2026-03-05T11:00:00.000Z' }),
  ]);
  await start();
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ listed: 3, found: 0 });
  for (let hour = 13; hour < 16; hour += 1) await monitor.discover(`2026-03-05T${hour}:00:00Z`);
  expect(await monitor.discover('2026-04-10T12:00:00Z')).toMatchObject({ found: 2, published: 0 });
  expect([await laneOf(1), await laneOf(2), await laneOf(3)]).toEqual([undefined, 'over', 'over']);
});

test('a petition from before the rules is left out: nobody knows what was owed', async () => {
  lists.set(0, [
    item(1, { opened_at: '2015-07-19T22:59:59.000Z' }),
    item(2, { opened_at: '2015-07-19T23:00:00.000Z' }),
  ]);
  await start();
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ found: 1 });
  expect(await laneOf(2)).toBe('over');
});

test('filters choose, as for what is open', async () => {
  lists.set(0, [
    item(1),
    item(2, { action: 'More buses' }),
    item(3, { action: 'Tree taxes', signature_count: 10_001 }),
  ]);
  await start([{ all: 'answered', titleMatches: 'tree', minSignatures: 12_000 }]);
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ listed: 3, found: 1 });
  expect(await laneOf(1)).toBe('over');
});

test('one that ended with its parliament is judged by the numbers of that parliament', async () => {
  lists.set(1, [item(5, { closed_at: '2021-12-01T00:01:00.000Z' }, { ...of2019, response_threshold: 12_000 })]);
  await start();
  await monitor.discover('2026-03-05T12:00:00Z');
  await monitor.discover('2026-03-05T13:00:00Z');
  expect((await stored(5))?.petition.thresholds.response?.needed).toBe(12_000);
  expect(await laneOf(5)).toBe('over');
});

test('beside the query for what is open, both lists are read', async () => {
  await start([{ all: 'open' }, { all: 'answered' }]);
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ pages: 1, found: 1, left: 0 });
  expect(asked()).toEqual(['/petitions.json?state=open', '/petitions.json?state=with_response']);
});

test('the figures of answers count it, lead to its page, and say what such lists leave out', async () => {
  // Owed from 1 October: by the 22nd. In time after 9 days, and late: 31 days after, 10 past the convention.
  const late = { government_response_at: '2021-11-01T12:00:00.000Z' };
  const early = { government_response_at: '2021-09-20T12:00:00.000Z' };
  lists.set(0, [item(1), item(2, late), item(3, early)]);
  await start();
  await monitor.discover('2026-03-05T12:00:00Z');
  await monitor.report('2026-03-05T12:10:00Z');
  const read = (path: string): string => monitor.emulator.siteObjects.find(`site/${path}`)?.body.toString() ?? '';
  const answers: unknown = JSON.parse(read('answers.json'));
  expect(answers).toMatchObject({
    cases: [
      { petition: name(1), outcome: 'met', days: 9, daysLate: null, year: 2021 },
      { petition: name(2), outcome: 'late', days: 31, daysLate: 10, year: 2021 },
    ],
    groups: [{ commitment: 'convention', owed: 2, met: 1, late: 1, missed: 0, longestDays: 31, medianDays: null }],
  });
  const page = read('answers.html');
  expect(page).toContain('petitions/uk-parliament/1.html#threshold-response');
  expect(page).toContain('how late answers came');
  expect(read('petitions/uk-parliament/1.html')).toContain('https://petition.parliament.uk/petitions/1');
});

test('what an earlier query found on the open list is not left there, where nothing would poll it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answered-'));
  try {
    open = [item(9, { state: 'open', opened_at: '2026-02-01T10:00:00.000Z', signature_count: 50 })];
    await start([{ all: 'open' }], folder);
    await monitor.discover('2026-03-05T12:00:00Z');
    expect(await laneOf(9)).toBe('listed');
    await monitor.close();
    await start([{ all: 'answered' }], folder);
    await monitor.discover('2026-03-05T13:00:00Z');
    expect(await laneOf(9)).toBeUndefined();
    expect((await stored(9))?.petition.last?.signatures).toBe(50);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('how far they are read cannot be known: what is open is read all the same', async () => {
  open = [item(9, { state: 'open', opened_at: '2026-02-01T10:00:00.000Z', signature_count: 50 })];
  await start([{ all: 'answered' }, { all: 'open' }]);
  const client = new DynamoDBClient({});
  const Item = { pk: { S: 'monitor' }, sk: { S: 'answered#uk-parliament' }, version: { N: '1' }, state: { S: '{' } };
  await client.send(new PutItemCommand({ TableName: monitor.emulator.tableName, Item }));
  client.destroy();
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ listed: 1 });
  expect(monitor.log.filter(({ level }) => level === 'error').map(({ message }) => message)).toEqual([
    'answered petitions not read',
  ]);
});
