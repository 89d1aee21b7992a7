/** Sources that fail, leap or lie, through the real handler: what is told of them, and that they harm no other. */
import type { ServerResponse } from 'node:http';
import type { ConfigInput } from '../../src/config/config.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { at } from '../domain/story.ts';

let platform: Platform;
let other: Platform;
let monitor: Monitor;

async function start(here: readonly string[], there: readonly string[] = []): Promise<void> {
  const watch =
    ({ url: baseUrl }: Platform) =>
    (petition: string): ConfigInput['watch'][number] => ({ source: 'us-we-the-people', petition, baseUrl });
  monitor = await startMonitor({
    watch: [...here.map(watch(platform)), ...there.map(watch(other))],
    operators: [{ email: 'ops@example.org' }],
    allowPrivateSources: true,
  });
}

beforeEach(async () => {
  platform = await startPlatform();
  other = await startPlatform();
  platform.shows('1', { signatureCount: 500 });
});
afterEach(async () => {
  await monitor.close();
  await platform.close();
  await other.close();
});

const told = (): string[] => monitor.alerts().map(({ alert }) => alert);
const noticed = (): string[] => monitor.notices().map(({ notice, since }) => `${notice} ${since.toString()}`);
const minutesAfter = (start: string, minutes: number): string => at(start).add({ minutes }).toString();
const down = (response: ServerResponse): void => void response.writeHead(503).end();
const reasons = (): (string | undefined)[] => monitor.log.map(({ fields }) => fields.reason);

describe('a count that leaps over the line', () => {
  test('is told of when the next tick reads it again, as of when it was first read', async () => {
    await start(['1']);
    await monitor.tick('2016-01-01T17:00:00Z');
    told();
    platform.shows('1', { signatureCount: 250_000 });
    expect(await monitor.tick('2016-01-01T18:00:00Z')).toMatchObject({ polls: 1, readings: 0, sourceErrors: 1 });
    expect(told()).toEqual([]);
    expect(reasons()).toContain('250000 signatures after 500: held for a second reading');
    await monitor.tick('2016-01-01T18:01:00Z');
    const [alert] = monitor.alerts();
    expect(alert).toMatchObject({
      alert: 'threshold-met',
      between: [at('2016-01-01T17:00:00Z'), at('2016-01-01T18:00:00Z')],
    });
  });

  test('is believed at once when the platform says so itself', async () => {
    await start(['1']);
    await monitor.tick('2016-01-01T17:00:00Z');
    told();
    platform.shows('1', { signatureCount: 250_000, status: 'pending response' });
    await monitor.tick('2016-01-01T18:00:00Z');
    expect(told()).toEqual(['threshold-met']);
  });

  test('is read again in full, though the platform would have it that nothing has changed since', async () => {
    await start(['1']);
    await monitor.tick('2016-01-01T17:00:00Z');
    told();
    const conditions: (string | undefined)[] = [];
    platform.answers('1', (response) => {
      conditions.push(response.req.headers['if-none-match']);
      if (response.req.headers['if-none-match'] === '"2"') response.writeHead(304).end();
      else {
        const result = { id: '1', title: 'T', signatureCount: 250_000, created: 1450630800, status: 'open' };
        response.writeHead(200, { etag: '"2"' }).end(JSON.stringify({ metadata: {}, results: [result] }));
      }
    });
    await monitor.tick('2016-01-01T18:00:00Z');
    await monitor.tick('2016-01-01T18:01:00Z');
    expect(told()).toEqual(['threshold-met']);
    await monitor.tick('2016-01-01T20:01:00Z');
    expect(conditions).toEqual([undefined, undefined, '"2"']);
  });
});

describe('times that cannot be', () => {
  const year = 31_556_952;
  test.each([
    ['a stamp of 1970', { response: { associationTime: 86_400 } }, /^answer\.at cannot be 1970-01-02/],
    [
      'a stamp of next year',
      { response: { associationTime: 1_451_667_600 + year } },
      /answer\.at cannot be 2016-12-31/,
    ],
    ['an opening in the future', { created: 1_451_667_600 + 90_000 }, /opened cannot be 2016-01-02T18/],
    ['a deadline in 3016', { deadline: 1_451_667_600 + 1000 * year }, /deadline cannot be 3016-01-02/],
  ])('%s costs the field, and not the count', async (_, changes, reason) => {
    platform.shows('2', changes);
    await start(['1', '2']);
    expect(await monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ polls: 2, readings: 2, failures: 0 });
    expect(reasons()).toContainEqual(expect.stringMatching(reason));
  });

  test.each([
    ['beyond all calendars', { created: 9_007_199_254_740_991 }],
    ['as text', { created: '99999999999999999' }],
  ])('%s: the count is read, and the field is named', async (_, changes) => {
    platform.shows('2', changes);
    await start(['1', '2']);
    expect(await monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({
      polls: 2,
      readings: 2,
      failures: 0,
    });
    expect(reasons()).toContainEqual(expect.stringMatching(/^opened is not a time that can be read/));
    expect(await monitor.dueIndex.lastTick()).toMatchObject({ at: at('2016-01-01T17:00:00Z') });
  });

  test('while a deadline cannot be read, nothing is missed; and then it is read in full', async () => {
    platform.shows('2', { signatureCount: 99_000, deadline: 1_451_667_600 + 3600 });
    await start(['2']);
    await monitor.tick('2016-01-01T17:00:00Z');
    told();
    platform.shows('2', { signatureCount: 99_000, deadline: 1_451_667_600 + 1000 * year });
    await monitor.tick('2016-01-01T18:01:00Z');
    await monitor.tick('2016-01-01T19:01:00Z');
    expect(told()).toEqual([]);
    platform.shows('2', { signatureCount: 99_000, deadline: 1_451_667_600 + 3600 });
    for (const time of ['20:01', '20:02', '20:03']) await monitor.tick(`2016-01-01T${time}:00Z`);
    expect(told()).toEqual(['threshold-missed']);
  });

  test('what is a little ahead of our clock is believed', async () => {
    platform.shows('2', { created: 1_451_667_600 + 3600 });
    await start(['2']);
    expect(await monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ readings: 1 });
  });
});

describe('a host that does not answer', () => {
  const many = Array.from({ length: 40 }, (_, index) => `4${index}`);

  test('is asked by as many petitions as wait at a time, and harms no other host', async () => {
    for (const id of many) platform.answers(id, down);
    other.shows('1', { signatureCount: 7 });
    await start(many, ['1']);
    expect(await monitor.tick('2016-01-01T17:00:00Z')).toMatchObject({ polls: 41, readings: 1, sourceErrors: 40 });
    expect(platform.requests.length).toBeLessThan(16);
    expect(reasons()).toContainEqual(
      expect.stringMatching(/^circuit breaker open for \S+ until 2016-01-01T17:01:00Z$/),
    );
  });

  test('but keeps all of them waiting has the others read at once, and the run is over within its minute', async () => {
    for (const id of many) platform.answers(id, () => undefined);
    other.shows('1', { signatureCount: 7 });
    await start(many, ['1']);
    const run = monitor.tick('2016-01-01T17:00:00Z');
    const over = run.then(() => 'over');
    let read = 0;
    for (let first = 'waiting'; read === 0; read = monitor.alerts().length) {
      first = await Promise.race([over, new Promise<string>((resolve) => setTimeout(() => resolve('waiting'), 50))]);
      expect(first).toBe('waiting');
    }
    expect(read).toBe(1);
    expect(await run).toMatchObject({ polls: 41, readings: 1, deferred: 0 });
    // Eight at a time, each for the ten seconds that a request may take: twice over, and then all others are left alone.
    expect(platform.requests.length).toBeLessThanOrEqual(16);
  });

  test('is asked again a minute later, and all that wait are read when it answers', async () => {
    for (const id of many) platform.answers(id, down);
    await start(many);
    await monitor.tick('2016-01-01T17:00:00Z');
    for (const id of many) {
      platform.shows(id, { signatureCount: 9 });
      platform.answers(id);
    }
    platform.requests.length = 0;
    for (let minute = 1; minute <= 4; minute++) await monitor.tick(minutesAfter('2016-01-01T17:00:00Z', minute));
    expect(new Set(platform.requests.map(({ url }) => url)).size).toBe(40);
  });

  test('is not asked for any of its petitions for as long as it asks to be left alone', async () => {
    for (const id of many) platform.answers(id, (response) => response.writeHead(429, { 'retry-after': '600' }).end());
    await start(many);
    for (let minute = 0; minute < 10; minute++) await monitor.tick(minutesAfter('2016-01-01T17:00:00Z', minute));
    expect(platform.requests.length).toBeLessThan(16);
    await monitor.tick('2016-01-01T17:12:00Z');
    expect(platform.requests.length).toBeGreaterThan(8);
  });
});

describe('the operators', () => {
  test('are told once that a source fails, half an hour on, and once that it has recovered', async () => {
    await start(['1'], []);
    await monitor.tick('2016-01-01T17:00:00Z');
    platform.answers('1', down);
    for (let minute = 60; minute <= 240; minute += 5) await monitor.tick(minutesAfter('2016-01-01T17:00:00Z', minute));
    const [first = ''] = monitor.log.flatMap(({ fields }) => (fields.failures === 1 ? ['failed'] : []));
    expect(first).toBe('failed');
    const [failing, ...others] = monitor.notices();
    expect(others).toEqual([]);
    expect(failing).toMatchObject({
      notice: 'source-failing',
      source: new URL(platform.url).host,
      petitions: 1,
      reason: expect.stringMatching(/answered 503$/),
    });
    platform.answers('1');
    for (let minute = 241; minute <= 320; minute += 5) await monitor.tick(minutesAfter('2016-01-01T17:00:00Z', minute));
    expect(noticed()).toEqual([`source-recovered ${String(failing?.since)}`]);
    const mails = (await monitor.deliveries()).filter(
      ({ subscription }) => subscription.endpoint === 'ops@example.org',
    );
    expect(mails.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Source failing: 127/),
      expect.stringMatching(/^Source recovered: 127/),
    ]);
  });

  test('are told as soon as SNS takes it, where it did not at first', async () => {
    await start(['1']);
    platform.answers('1', down);
    const withoutSns = monitor.anotherProcess();
    const restore = setEnvironment({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1' });
    for (let minute = 0; minute <= 60; minute += 10) {
      monitor.setClock(minutesAfter('2016-01-01T17:00:00Z', minute));
      await withoutSns();
    }
    restore();
    expect(monitor.counted.at(-1)).toMatchObject({ PublishErrors: 1 });
    expect(noticed()).toEqual([]);
    await monitor.tick('2016-01-01T18:05:00Z');
    await monitor.tick('2016-01-01T18:06:00Z');
    expect(noticed()).toEqual(['source-failing 2016-01-01T17:00:00Z']);
  });

  test('are told once by two runs at the same time', async () => {
    await start(['1']);
    platform.answers('1', down);
    for (const minute of [0, 5, 10, 20]) await monitor.tick(minutesAfter('2016-01-01T17:00:00Z', minute));
    monitor.setClock('2016-01-01T17:50:00Z');
    await Promise.all([monitor.anotherProcess()(), monitor.anotherProcess()(), monitor.anotherProcess()()]);
    expect(noticed()).toHaveLength(1);
  });
});

describe('when nothing was read over a deadline', () => {
  test('the verdict comes with the first two readings after, and says between which readings it fell', async () => {
    await start(['1']);
    await monitor.tick('2016-01-19T16:30:00Z');
    told();
    platform.answers('1', down);
    for (let minute = 1; minute <= 180; minute += 5) await monitor.tick(minutesAfter('2016-01-19T16:30:00Z', minute));
    expect(told()).toEqual([]);
    platform.answers('1');
    for (let minute = 1; minute <= 61; minute++) await monitor.tick(minutesAfter('2016-01-19T19:30:00Z', minute));
    const [missed, ...others] = monitor.alerts();
    expect(others).toEqual([]);
    expect(missed).toMatchObject({ alert: 'threshold-missed', deadline: at('2016-01-19T17:00:00Z') });
    expect(missed?.between?.[0]).toEqual(at('2016-01-19T16:30:00Z'));
    expect(missed?.between?.[1].add({ minutes: 1 })).toEqual(missed?.detectedAt);
  });

  test('a monitor that was down itself says as much, and how far behind it is', async () => {
    await start(['1']);
    await monitor.tick('2016-01-19T16:30:00Z');
    told();
    await monitor.tick('2016-01-22T09:00:00Z');
    expect(monitor.counted.at(-1)).toMatchObject({ MinutesBehind: 3869 });
    expect(told()).toEqual([]);
    await monitor.tick('2016-01-22T09:01:00Z');
    expect(monitor.counted.at(-1)).toMatchObject({ MinutesBehind: 0 });
    expect(monitor.alerts()).toMatchObject([
      { alert: 'threshold-missed', between: [at('2016-01-19T16:30:00Z'), at('2016-01-22T09:00:00Z')] },
    ]);
  });
});

test('a clock that was ahead and was set back keeps no petition from its turn', async () => {
  await start(['1']);
  await monitor.tick('2016-01-01T17:00:00Z');
  platform.shows('2', { signatureCount: 5 });
  await monitor.tick('2016-01-05T17:00:00Z');
  const before = platform.requests.length;
  for (let minute = 1; minute <= 61; minute += 5) await monitor.tick(minutesAfter('2016-01-01T18:00:00Z', minute));
  expect(platform.requests.length).toBeGreaterThan(before);
});
