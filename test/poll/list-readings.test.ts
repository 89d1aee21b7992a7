/** Petitions that are named, and read from the list of their platform: the real handler, and a list in pages. */
import type { ConfigInput } from '../../src/config/config.ts';
import { startListPlatform, type ListPlatform } from '../discovery/list-platform.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';

let platform: ListPlatform;
let monitor: Monitor;

beforeEach(async () => {
  platform = await startListPlatform();
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

const configOf = (petitions: number, others: Partial<ConfigInput> = {}): ConfigInput => ({
  watch: Array.from({ length: petitions }, (_, index) => ({
    source: 'uk-parliament',
    baseUrl: platform.url,
    petition: String(index + 1),
  })),
  allowPrivateSources: true,
  forecasts: false,
  ...others,
});

/** So many are open on the platform, and so many of them are named and have been read once. */
async function start(open: number, named = open, others: Partial<ConfigInput> = {}): Promise<void> {
  for (let id = 1; id <= open; id += 1) platform.shows(id, { signature_count: 2_000 });
  monitor = await startMonitor(configOf(named, others));
  // What is new is polled often for an hour.
  for (const now of ['2026-03-05T10:50:00Z', '2026-03-05T12:00:00Z']) await monitor.tick(now);
  monitor.alerts();
  platform.asked();
}

const minuteAfter = (minutes: number): string =>
  new Date(Date.parse('2026-03-05T12:00:00Z') + minutes * 60_000).toISOString();

/** What is asked for by ticks five minutes apart. */
async function asked(from: number, upTo: number): Promise<string[]> {
  for (let minute = from; minute <= upTo; minute += 5) await monitor.tick(minuteAfter(minute));
  return platform.asked();
}

const told = (): string[] => monitor.alerts().map(({ alert, petition }) => `${alert} ${petition.split('/')[1] ?? ''}`);

test('those that may wait cost the pages of their list an hour, and no request of their own', async () => {
  await start(30);
  expect(await asked(5, 60)).toEqual(['page 1', 'page 2']);
  expect(await asked(65, 240)).toEqual(['page 1', 'page 2', 'page 1', 'page 2', 'page 1', 'page 2']);
  expect(told()).toEqual([]);
});

test('what the list shows is a reading: a threshold is told of, and its count is stored', async () => {
  await start(30);
  await asked(5, 60);
  platform.shows(7, { signature_count: 10_050 });
  await monitor.tick(minuteAfter(65));
  expect(told()).toEqual(['threshold-met 7']);
  expect((await monitor.petitionRepository.load('uk-parliament/7'))?.petition.last?.signatures).toBe(10_050);
});

test('one that comes near its threshold is polled by itself from then on', async () => {
  await start(30);
  await asked(5, 60);
  platform.shows(7, { signature_count: 9_998 });
  expect(await asked(65, 65)).toEqual(['page 1', 'page 2']);
  expect(new Set(await asked(70, 90))).toEqual(new Set(['/petitions/7/count.json']));
});

test('one that is not on its list any more is polled by itself at once: it was closed', async () => {
  await start(30);
  await asked(5, 60);
  platform.shows(7, { state: 'closed' });
  expect(await asked(65, 65)).toEqual(['page 1', 'page 2', '/petitions/7/count.json']);
});

test('where a list cannot be read, each is polled by itself, and nobody is silent for longer than an hour', async () => {
  await start(30);
  await asked(5, 60);
  platform.breaks(2, (_, response) => response.writeHead(500).end());
  const alone = await asked(65, 65);
  expect(alone.slice(0, 2)).toEqual(['page 1', 'page 2']);
  expect(alone.slice(2).sort()).toEqual([26, 27, 28, 29, 30].map((id) => `/petitions/${id}/count.json`));
  platform.breaks(2, (_, response) => response.end(JSON.stringify({ links: { next: null }, data: [] })));
  expect((await asked(70, 120)).filter((path) => path.startsWith('page'))).toEqual([]);
  expect((await asked(125, 125)).slice(0, 2)).toEqual(['page 1', 'page 2']);
});

test('a list that saves no requests is given up, and not tried again for a day', async () => {
  await start(1_000, 30);
  const first = await asked(5, 60);
  expect(first.filter((path) => path.startsWith('page'))).toHaveLength(16);
  const later = await asked(65, 180);
  expect(later.filter((path) => path.startsWith('page'))).toEqual([]);
  expect(new Set(later).size).toBe(30);
});

test('few petitions are not looked for on a list', async () => {
  await start(24);
  expect((await asked(5, 60)).filter((path) => path.startsWith('page'))).toEqual([]);
});

test('a list takes of the budget of its host, and is not read where it may take more than is left', async () => {
  await start(30, 30, { requestsPerDay: { host: 240 } });
  expect((await asked(5, 120)).filter((path) => path.startsWith('page'))).toEqual([]);
});

test('what another run has written meanwhile is not overwritten, and is told of once', async () => {
  await start(30);
  await asked(5, 60);
  const another = monitor.anotherProcess();
  platform.shows(7, { signature_count: 10_050 });
  monitor.setClock(minuteAfter(65));
  await another();
  expect(told()).toEqual(['threshold-met 7']);
  platform.shows(7, { signature_count: 10_060 });
  platform.asked();
  await monitor.tick(minuteAfter(66));
  await asked(70, 130);
  expect(told()).toEqual([]);
  const stored = await monitor.petitionRepository.load('uk-parliament/7');
  expect(stored?.petition.last?.signatures).toBe(10_060);
  expect(stored?.petition.alerts).toBe(2);
});

test('an old answer of a list proves nothing that did not happen', async () => {
  await start(30);
  await asked(5, 60);
  platform.sends({ age: '3000' });
  await monitor.tick(minuteAfter(65));
  const { last } = (await monitor.petitionRepository.load('uk-parliament/7'))?.petition ?? {};
  expect(last?.signatures).toBe(2_000);
  expect(told()).toEqual([]);
});
