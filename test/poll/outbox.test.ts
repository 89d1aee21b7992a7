/** Outboxes lead out, through the real handler: what waits is sent first, whatever the poll brings and however much it is. */
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import type { LoadedPetition } from '../../src/storage/petition-item.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { sample } from '../notifications/samples.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { at } from '../domain/story.ts';

const name = 'us-we-the-people/1';
const start = at('2016-01-02T10:00:00Z');
const minute = (minutes: number): string => start.add({ minutes }).toString();
const unix = (text: string): number => at(text).epochMilliseconds / 1000;
const deadlines = [unix('2016-01-19T17:00:00Z'), unix('2016-01-19T17:10:00Z')] as const;

let platform: Platform;
let monitor: Monitor;
let requestsAtPublish: number[];

beforeEach(async () => {
  platform = await startPlatform();
  platform.shows('1', { signatureCount: 19_000 });
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
});

async function watch(quietHours?: { from: string; to: string; timeZone: string }): Promise<void> {
  monitor = await startMonitor({
    watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
    allowPrivateSources: true,
    warnBefore: [],
    ...(quietHours && { quietHours }),
  });
  await monitor.tick(minute(0));
}

const told = (): string[] =>
  monitor.alerts().map(({ alert, flapping }) => `${alert}${flapping ? ` ${flapping.state}` : ''}`);

async function stored(): Promise<LoadedPetition> {
  const petition = await monitor.petitionRepository.load(name);
  if (petition === undefined) throw new Error(`no ${name}`);
  return petition;
}

/** Ticks while SNS is down. */
async function withoutSns(...minutes: number[]): Promise<void> {
  const restore = setEnvironment({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1' });
  const run = monitor.anotherProcess();
  for (const one of minutes) {
    monitor.setClock(minute(one));
    await run();
  }
  restore();
}

test('an alert that SNS did not take is sent before the platform is asked, and also when its poll fails', async () => {
  await watch();
  told();
  platform.shows('1', { signatureCount: 100_000 });
  await withoutSns(60);
  platform.requests.splice(0);
  requestsAtPublish = [];
  platform.answers('1', (response) => {
    requestsAtPublish.push(monitor.log.filter(({ message }) => message === 'alert published').length);
    response.writeHead(503).end();
  });
  const before = monitor.log.filter(({ message }) => message === 'alert published').length;
  expect(await monitor.tick(minute(61))).toMatchObject({ published: 1, sourceErrors: 1 });
  expect(told()).toEqual(['threshold-met']);
  expect(requestsAtPublish).toEqual([before + 1]);
  expect(await stored()).toMatchObject({ outbox: [], failures: 1, lockedUntil: undefined });
  // It is due when its poll is to be repeated, and no longer at every tick.
  expect((await stored()).dueKey?.bucket).toBe('at');
});

test('what SNS refuses is tried once in a run, beside what the poll brings', async () => {
  await watch();
  told();
  platform.shows('1', { deadline: deadlines[1] });
  await withoutSns(60);
  platform.shows('1', { signatureCount: 100_000 });
  const refused = monitor.log.filter(({ message }) => message === 'alert not published').length;
  await withoutSns(61);
  expect(monitor.log.filter(({ message }) => message === 'alert not published').length).toBe(refused + 2);
  expect((await stored()).outbox.map(({ alert }) => alert)).toEqual(['deadline-changed', 'threshold-met']);
  expect(await monitor.tick(minute(62))).toMatchObject({ published: 2, committed: 0 });
  expect(told()).toEqual(['deadline-changed', 'threshold-met']);
});

test('what SNS does not take is tried once at every tick, so that the alarm about it stays on', async () => {
  await watch();
  platform.shows('1', { signatureCount: 100_000 });
  await withoutSns(60);
  // The notices to the operators about it are no alerts of the petition.
  const attempts = (): number =>
    monitor.log.filter(({ message, fields }) => message === 'alert not published' && fields.petition !== undefined)
      .length;
  for (const first of [61, 300]) {
    const before = attempts();
    await withoutSns(first, first + 1, first + 2);
    expect(attempts() - before).toBe(3);
  }
});

test('a deadline that alternates through the quiet hours is one alert when they end', async () => {
  // So near its threshold that it is polled every minute.
  platform.shows('1', { signatureCount: 99_999 });
  await watch({ from: '10:01', to: '13:00', timeZone: 'Etc/UTC' });
  told();
  for (let one = 60; one < 90; one++) {
    // Each is confirmed by a second reading.
    platform.shows('1', { deadline: deadlines[Math.floor(one / 3) % 2] });
    await monitor.tick(minute(one));
  }
  expect((await stored()).outbox.length).toBe(1);
  for (const one of [120, 150, 177, 178, 179]) await monitor.tick(minute(one));
  expect(told()).toEqual([]);
  await monitor.tick(minute(180));
  expect(told()).toEqual(['deadline-changed settled']);
});

test('a deadline that moves in the quiet hours and is back when they end is not told at all', async () => {
  await watch({ from: '10:01', to: '13:00', timeZone: 'Etc/UTC' });
  told();
  platform.shows('1', { deadline: deadlines[1] });
  for (const one of [60, 61]) await monitor.tick(minute(one));
  expect((await stored()).outbox.length).toBe(1);
  platform.shows('1', { deadline: deadlines[0] });
  for (const one of [120, 121]) await monitor.tick(minute(one));
  expect((await stored()).outbox).toEqual([]);
  await monitor.tick(minute(180));
  expect(told()).toEqual([]);
});

test('an item that an earlier version filled to the limit of DynamoDB is emptied', async () => {
  await watch({ from: '10:01', to: '13:00', timeZone: 'Etc/UTC' });
  told();
  const loaded = await stored();
  const outbox = Array.from({ length: 320 }, (_, index) => ({
    ...sample('deadline-changed'),
    id: `${name}#${index + 2}`,
    petition: name,
    title: 'ö'.repeat(300),
    previousDeadline: at(`2016-02-0${1 + (index % 2)}T00:00:00Z`),
    deadline: at(`2016-02-0${2 - (index % 2)}T00:00:00Z`),
  }));
  const full = { ...loaded, outbox, dueKey: toDueKey(name, { at: at(minute(60)) }) };
  await expect(
    monitor.petitionRepository.save({ ...full, outbox: [...outbox, ...outbox] }, loaded.version),
  ).rejects.toThrow(/size/);
  await monitor.petitionRepository.save(full, loaded.version);
  platform.shows('1', { signatureCount: 19_001 });
  await monitor.tick(minute(60));
  expect((await stored()).outbox.map(({ id }) => id)).toEqual([`${name}#321`]);
  await monitor.tick(minute(180));
  expect(told()).toEqual(['deadline-changed']);
  expect((await stored()).outbox).toEqual([]);
});

test('a run without anything that waits makes the requests that it made before', async () => {
  await watch();
  await monitor.tick(minute(60));
  const saved = jest.spyOn(PetitionRepository.prototype, 'save');
  const loads = jest.spyOn(PetitionRepository.prototype, 'load');
  await monitor.tick(minute(120));
  expect([loads.mock.calls.length, saved.mock.calls.length]).toEqual([1, 0]);
  platform.shows('1', { signatureCount: 100_000 });
  await monitor.tick(minute(180));
  // The commit, and the write that clears the outbox.
  expect([loads.mock.calls.length, saved.mock.calls.length]).toEqual([2, 2]);
  saved.mockRestore();
  loads.mockRestore();
});
