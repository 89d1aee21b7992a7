/** Watching by query: the real functions over the embedded cloud, and a list in pages. */
import * as z from 'zod/mini';
import type { ConfigInput } from '../../src/config/config.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { senedd } from '../../src/sources/platforms/senedd.ts';
import { ukParliament } from '../../src/sources/platforms/uk-parliament.ts';
import { anHourFrom } from './list-costs.ts';
import { startListPlatform, type ListPlatform } from './list-platform.ts';

let platform: ListPlatform;
let monitor: Monitor;

beforeEach(async () => {
  platform = await startListPlatform();
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

type Entry = Omit<Extract<ConfigInput['watch'][number], { source: 'uk-parliament' }>, 'source' | 'baseUrl'>;

async function start(entry: Entry = { all: 'open' }, others: ConfigInput['watch'] = []): Promise<void> {
  monitor = await startMonitor({
    watch: [{ source: 'uk-parliament', baseUrl: platform.url, ...entry }, ...others],
    allowPrivateSources: true,
  });
}

const name = (id: number): string => `uk-parliament/${id}`;
const told = (): string[] => monitor.alerts().map(({ alert, petition }) => `${alert} ${petition.split('/')[1] ?? ''}`);
const laneOf = async (id: number): Promise<string | undefined> =>
  (await monitor.petitionRepository.load(name(id)))?.dueKey?.bucket;
describe('what a query finds', () => {
  test('is not told of at first, wherever it stands, and is told of from then on', async () => {
    platform.shows(1, { signature_count: 12_000 });
    platform.shows(2, { signature_count: 9_000 });
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    expect(told()).toEqual([]);
    platform.shows(2, { signature_count: 10_000 });
    await monitor.discover('2026-03-05T13:00:00Z');
    expect(told()).toEqual(['threshold-met 2']);
  });

  // SNS suspends a mail address that gets more than ten messages a second.
  test('is told of by the run that read it, at the pace of SNS, however much it is', async () => {
    const ids = Array.from({ length: 30 }, (_, n) => n + 1);
    for (const id of ids) platform.shows(id, { signature_count: 9_000 });
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    for (const id of ids) platform.shows(id, { signature_count: 10_000 });
    expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ published: 30, waiting: 0 });
    expect(told()).toHaveLength(30);
  });

  test('is looked at by itself when its line is near, and by the list again when it is not', async () => {
    platform.shows(1, { signature_count: 9_999 });
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    expect(await laneOf(1)).toBe('1');
    expect(await anHourFrom(monitor, '2026-03-05T12:00:00Z')).toBeGreaterThan(10);
    platform.shows(1, { signature_count: 7_000 });
    await monitor.tick('2026-03-05T13:01:00Z');
    expect(await laneOf(1)).toBe('listed');
  });

  test('that leaves the list is looked into by itself: it was closed', async () => {
    platform.shows(1);
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    platform.shows(1, { state: 'closed' });
    expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ listed: 0, left: 1 });
    platform.asked();
    await monitor.tick('2026-03-05T13:01:00Z');
    expect(platform.asked()).toEqual(['/petitions/1.json']);
    expect(told()).toEqual(['closed-early 1']);
    for (let minute = 2; minute <= 9; minute++) await monitor.tick(`2026-03-05T13:0${minute}:00Z`);
    expect(told()).toEqual(['threshold-missed 1', 'threshold-missed 1']);
    expect(await laneOf(1)).toMatch(/^1440#/);
    expect(await monitor.discover('2026-03-05T14:00:00Z')).toMatchObject({ left: 0 });
  });

  test('that was missing from the list while it was paged through, and is open, is read by the list as before', async () => {
    platform.shows(1);
    platform.shows(2);
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    platform.breaks(1, (_, response) => response.end(JSON.stringify({ links: { next: null }, data: [] })));
    await monitor.discover('2026-03-05T13:00:00Z');
    expect(await monitor.tick('2026-03-05T13:01:00Z')).toMatchObject({ polls: 2 });
    expect([await laneOf(1), await laneOf(2)]).toEqual(['listed', 'listed']);
    expect(told()).toEqual([]);
  });

  test('is stopped when its query is taken out of the config', async () => {
    platform.shows(1);
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    const without = monitor.anotherProcess({
      watch: [{ source: 'uk-parliament', petition: '9', baseUrl: platform.url }],
      allowPrivateSources: true,
    });
    monitor.setClock('2026-03-05T12:01:00Z');
    await without();
    expect(await laneOf(1)).toBeUndefined();
  });
});

test('a page of a list is as old as the answer: one out of a cache does not show that a threshold was missed', async () => {
  platform.shows(1, { signature_count: 9_000 });
  await start();
  await monitor.discover('2026-07-10T22:30:00Z');
  expect(told()).toEqual(['closing-soon 1']);
  platform.sends({ age: '1200' });
  await monitor.discover('2026-07-10T23:10:00Z');
  expect(told()).toEqual([]);
  platform.sends({ age: '60' });
  await monitor.discover('2026-07-10T23:11:00Z');
  await monitor.discover('2026-07-10T23:17:00Z');
  expect(told()).toEqual(['threshold-missed 1', 'threshold-missed 1']);
});

describe('a query', () => {
  test('finds petitions with so many signatures, and keeps one that loses some', async () => {
    platform.shows(1, { signature_count: 4_999 });
    platform.shows(2, { signature_count: 5_000 });
    await start({ all: 'open', minSignatures: 5_000 });
    expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ listed: 2, found: 1 });
    platform.shows(2, { signature_count: 4_990 });
    await monitor.discover('2026-03-05T13:00:00Z');
    expect((await monitor.petitionRepository.load(name(2)))?.petition.last?.signatures).toBe(4_990);
    expect(await monitor.petitionRepository.load(name(1))).toBeUndefined();
  });

  test('finds petitions by their title, in any case, and drops one that is named otherwise', async () => {
    platform.shows(1, { action: 'Plant more TREES' });
    platform.shows(2, { action: 'Build more roads' });
    await start({ all: 'open', titleMatches: 'trees|climate' });
    expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ found: 1 });
    platform.shows(1, { action: 'Plant more flowers' });
    await monitor.discover('2026-03-05T13:00:00Z');
    expect(await laneOf(1)).toBeUndefined();
  });

  test('that takes too long on a title leaves that petition as it is, says so, and finds the others', async () => {
    const long = 'a'.repeat(60);
    platform.shows(1, { action: 'Lower bus fares' });
    await start({ all: 'open', titleMatches: '^(rail|bus|\\w+[ -]?)+ (fare|line)s?$' });
    await monitor.discover('2026-03-05T12:00:00Z');
    platform.shows(1, { action: long });
    platform.shows(2, { action: long });
    platform.shows(3, { action: 'A new railway line' });
    expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ found: 1, readings: 2 });
    expect(await laneOf(1)).toBe('listed');
    const [said] = monitor.log.filter(({ message }) => message === 'titles not matched');
    expect(said?.fields).toMatchObject({ source: 'uk-parliament', petitions: 2 });
    expect(said?.fields.reason).toMatch(new RegExp(`^${name(1)}, ${name(2)}: the title takes too long`));
  });

  test('leaves a petition that is named to its own looks', async () => {
    platform.shows(1);
    await start({ all: 'open' }, [{ source: 'uk-parliament', petition: '1', baseUrl: platform.url }]);
    expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ listed: 1, found: 0, polls: 0 });
    await monitor.tick('2026-03-05T12:01:00Z');
    expect(told()).toEqual(['watch-started 1']);
    await monitor.tick('2026-03-05T13:01:00Z');
    expect(await laneOf(1)).toMatch(/^60#/);
  });
});

describe('a list that can not be read', () => {
  test('to its end concludes nothing of what it did not show', async () => {
    for (let id = 1; id <= 30; id += 1) platform.shows(id);
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    platform.breaks(2, (_, response) => response.writeHead(503).end());
    expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ pages: 1, readings: 25, left: 0 });
    expect(monitor.log).toContainEqual({
      level: 'warn',
      message: 'list not read',
      fields: { source: 'uk-parliament', pages: 1, reason: expect.stringMatching(/answered 503/) },
    });
    expect(await laneOf(30)).toBe('listed');
  });

  test('for half an hour is told to the operators, and when it is read again', async () => {
    platform.shows(1);
    await start();
    platform.breaks(1, (_, response) => response.end('<html>'));
    await monitor.discover('2026-03-05T12:00:00Z');
    expect(monitor.notices()).toEqual([]);
    await monitor.discover('2026-03-05T13:00:00Z');
    expect(monitor.notices().map(({ notice, source }) => [notice, source])).toEqual([
      ['source-failing', new URL(platform.url).host],
    ]);
  });

  // A stamp with ten digits of a second threw a RangeError, and a response 101 never settled: no other list was read.
  test.each<[string, () => AsyncIterable<never>, RegExp]>([
    [
      'for what it throws',
      () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new RangeError('Cannot parse')) }) }),
      /^the monitor could not read the answer/,
    ],
    [
      'without an end',
      () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
      /gave no result within 12 s$/,
    ],
  ])('%s stops no other list', async (_, list, reason) => {
    jest.spyOn(ukParliament, 'list').mockImplementation(list);
    jest.spyOn(senedd, 'list').mockImplementation(() => ({
      [Symbol.asyncIterator]: () => ({ next: () => Promise.resolve({ done: true, value: undefined }) }),
    }));
    await start({ all: 'open' }, [{ source: 'senedd', all: 'open', baseUrl: platform.url }]);
    const run = monitor.discover('2026-03-05T12:00:00Z');
    await expect(run).resolves.toMatchObject({ failures: 0 });
    expect(senedd.list).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
    expect(monitor.log).toContainEqual({
      level: 'warn',
      message: 'list not read',
      fields: { source: 'uk-parliament', pages: 0, reason: expect.stringMatching(reason) },
    });
  });

  test('in the time of one run goes on with the next', async () => {
    platform.shows(1);
    await start();
    expect(await monitor.discover('2026-03-05T12:00:00Z', 14_000)).toMatchObject({
      pages: 1,
      polls: 0,
      deferred: 1,
      left: 0,
    });
    expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ found: 1 });
  });
});

describe('one petition of a list that cannot be read', () => {
  const faults: [string, (attributes: object) => unknown, RegExp][] = [
    ['has no count', (attributes) => ({ ...attributes, signature_count: null }), /signature_count must be/],
    ['has a count as text', (attributes) => ({ ...attributes, signature_count: '90 000' }), /signature_count must be/],
    ['has no title', (attributes) => ({ ...attributes, action: 7 }), /action must be/],
    ['is nothing', () => null, /attributes must be/],
  ];

  test.each(faults)(
    'as it %s costs itself: the others are read, and it is asked for by itself',
    async (_, spoil, reason) => {
      for (const id of [1, 2, 3]) platform.shows(id, { signature_count: 500 });
      await start();
      await monitor.discover('2026-03-05T12:00:00Z');
      const list = await fetch(`${platform.url}/petitions.json?state=open`).then((answer) => answer.json());
      const { data } = z.parse(z.object({ data: z.array(z.looseObject({ attributes: z.looseObject({}) })) }), list);
      const shown = data.map((one, index) =>
        index === 1
          ? { ...one, attributes: spoil(one.attributes) }
          : { ...one, attributes: { ...one.attributes, signature_count: 501 } },
      );
      platform.breaks(1, (_request, response) => response.end(JSON.stringify({ links: { next: null }, data: shown })));
      expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ listed: 2, readings: 2, left: 1 });
      const [line] = monitor.log.filter(({ message }) => message === 'petitions left out');
      expect(line?.fields).toMatchObject({ source: 'uk-parliament', petitions: 1 });
      expect(line?.fields.reason).toMatch(reason);
      platform.asked();
      expect(await monitor.tick('2026-03-05T13:00:30Z')).toMatchObject({ polls: 1, readings: 1 });
    },
  );

  test('is no reason to read a list of which nothing can be read', async () => {
    platform.shows(1, { signature_count: 500 });
    await start();
    await monitor.discover('2026-03-05T12:00:00Z');
    const data = [{ id: 1 }, { id: 2 }];
    platform.breaks(1, (_, response) => response.end(JSON.stringify({ links: { next: null }, data })));
    expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ listed: 0, left: 0 });
    const reasons = monitor.log.flatMap(({ message, fields }) => (message === 'list not read' ? [fields.reason] : []));
    expect(reasons).toEqual([expect.stringMatching(/data\.0\.attributes must be/)]);
  });
});

describe('an id that does not fit the pattern of its platform', () => {
  // Such ids stood as lines of their own in mails (line breaks), were refused by SNS as a subject (not ASCII) and by
  // DynamoDB as a key (2,048 bytes), or led to other paths (2026-11).
  const foreign = [
    '7\n\nIMPORTANT: pay at\nhttps://x.example/',
    'é-48210',
    '9'.repeat(2_500),
    '../7',
    '7?x',
    '7#',
    '',
    ' 7',
    0,
    -7,
    7.5,
  ];

  test('is left out and named, and the others are read', async () => {
    platform.shows(1, { signature_count: 12_000 });
    await start();
    const list = await fetch(`${platform.url}/petitions.json?state=open`).then((answer) => answer.json());
    const [good] = z.parse(z.object({ data: z.array(z.looseObject({})) }), list).data;
    const data = [...foreign.map((id) => ({ ...good, id })), good];
    platform.breaks(1, (_, response) => response.end(JSON.stringify({ links: { next: null }, data })));
    expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ listed: 1, found: 1, readings: 1 });
    const [line] = monitor.log.filter(({ message }) => message === 'petitions left out');
    expect(line?.fields).toMatchObject({ source: 'uk-parliament', petitions: foreign.length });
    expect(line?.fields.reason).toMatch(
      /^"7 IMPORTANT: pay at https:\/\/x\.example\/", "é-48210", "9{59}…", .*: an id must look like 700143$/,
    );
  });
});

test('a digest tells of what queries found, too', async () => {
  platform.shows(1, { action: 'Plant more trees' });
  monitor = await startMonitor({
    watch: [{ source: 'uk-parliament', all: 'open', baseUrl: platform.url }],
    digests: [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'UTC', subscribers: [{ email: 'a@example.org' }] }],
    allowPrivateSources: true,
  });
  await monitor.discover('2026-03-05T12:00:00Z');
  await monitor.sendDigests('2026-03-05T12:01:00Z');
  await monitor.sendDigests('2026-03-06T08:05:00Z');
  const [digest] = monitor.digests();
  expect(digest?.petitions.map(({ petition, title }) => [petition, title])).toEqual([[name(1), 'Plant more trees']]);
});
