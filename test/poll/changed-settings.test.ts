/** Another petitions.json: what is set in it counts at the next tick, and not at the next turn of a petition. */
import type { ConfigInput } from '../../src/config/config.ts';
import { startListPlatform, type ListPlatform } from '../discovery/list-platform.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';

let platform: ListPlatform;
let monitor: Monitor;

beforeEach(async () => {
  platform = await startListPlatform();
  for (const id of [1, 2]) platform.shows(id, { signature_count: 2_000 });
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

type Entry = Extract<ConfigInput['watch'][number], { source: 'uk-parliament' }>;
const uk = (entry: Partial<Entry>): Entry => ({ source: 'uk-parliament', baseUrl: platform.url, ...entry });
const configOf = (watch: ConfigInput['watch'], others: Partial<ConfigInput> = {}): ConfigInput => ({
  watch,
  allowPrivateSources: true,
  ...others,
});
const both = (): ConfigInput['watch'] => [uk({ petition: '1' }), uk({ petition: '2' })];

async function start(config: ConfigInput = configOf(both())): Promise<void> {
  monitor = await startMonitor(config);
  // What is new is polled often for an hour.
  for (const now of ['2026-03-05T10:50:00Z', '2026-03-05T12:00:00Z', '2026-03-05T12:01:00Z']) await monitor.tick(now);
  platform.asked();
}

/** The ids that the first tick with another petitions.json asks for, a minute later. */
async function askedAfter(config: ConfigInput, now = '2026-03-05T12:02:00Z'): Promise<string[]> {
  monitor.setClock(now);
  await monitor.anotherProcess(config)();
  return platform
    .asked()
    .map((path) => path.replace(/^\/petitions\/(\d+).*/, '$1'))
    .sort();
}

test('a shorter longest silence counts at once', async () => {
  await start(configOf(both(), { longestSilence: 'P1D' }));
  expect(await askedAfter(configOf(both(), { longestSilence: 'PT5M' }))).toEqual(['1', '2']);
  expect((await monitor.petitionRepository.load('uk-parliament/1'))?.dueKey?.bucket).toBe('5');
});

test('so does a warning that lies further ahead', async () => {
  await start(configOf(both(), { warnBefore: ['P1D'] }));
  expect(await askedAfter(configOf(both(), { warnBefore: ['P200D'] }))).toEqual(['1', '2']);
});

test('so does a larger budget', async () => {
  await start(configOf(both(), { requestsPerDay: { petition: 4 } }));
  expect(await askedAfter(configOf(both(), { requestsPerDay: { petition: 1_000 } }))).toEqual(['1', '2']);
});

const council = (signatures: number, petition: string): ConfigInput['watch'][number] => ({
  source: 'json',
  petition,
  url: `${platform.url}/petitions/${petition}/count.json`,
  signatures: 'signature_count',
  rules: { timeZone: 'Europe/London', thresholds: [{ name: 'debate', signatures }], authority: 'the council' },
});

test('so does another threshold: it is told of, though its petition was not due for an hour', async () => {
  await start(configOf([council(100_000, '1'), council(100_000, '2')]));
  monitor.alerts();
  const changed = configOf([council(1_500, '1'), council(100_000, '2')]);
  expect(await askedAfter(changed)).toEqual(['1']);
  expect((await monitor.petitionRepository.load('json/1'))?.petition.thresholds.debate).toMatchObject({
    needed: 1_500,
    verdict: 'met',
  });
});

test('one that is added is polled at once, and no other', async () => {
  await start(configOf([uk({ petition: '1' })]));
  expect(await askedAfter(configOf(both()))).toEqual(['2']);
});

test('one that a query had found, and that is named now, is polled by itself at once', async () => {
  await start(configOf([uk({ all: 'open' })]));
  await monitor.discover('2026-03-05T12:01:00Z');
  platform.asked();
  const named = configOf([uk({ all: 'open' }), uk({ petition: '1' })]);
  expect(await askedAfter(named)).toEqual(['1']);
  expect((await monitor.petitionRepository.load('uk-parliament/1'))?.dueKey?.bucket).not.toBe('listed');
});

test('the same petitions.json in a new process, or one that is for people only, leads to no request', async () => {
  await start();
  expect(await askedAfter(configOf(both()))).toEqual([]);
  const quiet = { from: '22:00', to: '07:00', timeZone: 'Europe/London' };
  expect(await askedAfter(configOf(both(), { quietHours: quiet }), '2026-03-05T12:03:00Z')).toEqual([]);
});

test('a change counts once', async () => {
  await start();
  const config = configOf(both(), { longestSilence: 'PT15M' });
  expect(await askedAfter(config)).toEqual(['1', '2']);
  expect(await askedAfter(config, '2026-03-05T12:03:00Z')).toEqual([]);
});
