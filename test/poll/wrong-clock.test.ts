/** The clock of this machine is wrong, or that of a server is: through the real handlers, with what is stored. */
import type { ConfigInput } from '../../src/config/config.ts';
import { maxPerRun } from '../../lambda/poll/run-tick.ts';
import { isLocked } from '../../src/notifications/outbox.ts';
import { WrongClock } from '../../src/polling/clock-check.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { at } from '../domain/story.ts';

let [platform, other]: Platform[] = [];
let monitor: Monitor;

const start = at('2016-01-05T17:00:00Z');
const twoYears = 2 * 365 * 24 * 60;
const after = (minutes: number): string => start.add({ minutes }).toString();

function here(): Platform {
  if (platform === undefined) throw new Error('the test has not begun');
  return platform;
}
function there(): Platform {
  if (other === undefined) throw new Error('the test has not begun');
  return other;
}

/** What time it is on a server: minutes after the start. */
const says = (server: Platform, minutes: number): void =>
  server.sends({ date: new Date(at(after(minutes)).epochMilliseconds).toUTCString() });

const watchAt = ({ url: baseUrl }: Platform, petition = '1'): ConfigInput['watch'][number] => ({
  source: 'us-we-the-people',
  petition,
  baseUrl,
});

async function watching(...watch: ConfigInput['watch']): Promise<void> {
  monitor = await startMonitor({
    watch,
    operators: [{ email: 'ops@example.org' }],
    digests: [
      { name: 'desk', every: 'day', at: '08:00', timeZone: 'UTC', subscribers: [{ email: 'desk@example.org' }] },
    ],
    allowPrivateSources: true,
  });
}

beforeEach(async () => {
  platform = await startPlatform();
  other = await startPlatform();
  for (const server of [platform, other]) {
    server.shows('1', { signatureCount: 50_000, deadline: at('2016-02-04T17:00:00Z').epochMilliseconds / 1000 });
    says(server, 0);
  }
});
afterEach(async () => {
  await monitor.close();
  await platform?.close();
  await other?.close();
});

const told = (): string[] => monitor.alerts().map(({ alert }) => alert);
const polls = (server: Platform): number => server.requests.splice(0).length;
const stored = () => monitor.petitionRepository.load('us-we-the-people/1');
const logged = (message: string) => monitor.log.filter((line) => line.message === message);

/** Ticks from then on, so many minutes apart, until the petition is polled: how many minutes later that was. */
async function minutesToPoll(from: number, most = 90, apart = 10): Promise<number> {
  here().requests.splice(0);
  for (let minute = 0; minute <= most; minute += apart) {
    says(here(), from + minute);
    await monitor.tick(after(from + minute));
    if (here().requests.length > 0) return minute;
  }
  return Infinity;
}

describe('the clock is two years ahead for a tick, and then right', () => {
  test('nothing is told and nothing stored, the log says why, and the next ticks go on', async () => {
    await watching(watchAt(here()));
    await monitor.tick(after(0));
    told();
    const [before, tick] = [await stored(), await monitor.dueIndex.lastTick()];
    says(here(), 1);
    await expect(monitor.tick(after(twoYears))).rejects.toThrow(WrongClock);
    expect(told()).toEqual([]);
    expect(logged('clock wrong')).toEqual([
      {
        level: 'error',
        message: 'clock wrong',
        fields: { reason: expect.stringMatching(/^this machine's clock is 730 days ahead of 127\.0\.0\.1:\d+: /) },
      },
    ]);
    expect([await stored(), await monitor.dueIndex.lastTick()]).toEqual([before, tick]);
    here().shows('1', { signatureCount: 100_100 });
    expect(await minutesToPoll(2, 90, 1)).toBeLessThanOrEqual(60);
    expect(told()).toEqual(['threshold-met']);
  });

  test.each(['the first', 'a later'])('at %s tick, of two platforms, by ten minutes: the same', async (which) => {
    await watching(watchAt(here()), watchAt(there(), '2'));
    there().shows('2', { signatureCount: 7 });
    for (const server of [here(), there()]) says(server, -60);
    if (which === 'a later') await monitor.tick(after(-60));
    for (const server of [here(), there()]) says(server, 0);
    const tick = await monitor.dueIndex.lastTick();
    told();
    await expect(monitor.tick(after(10))).rejects.toThrow(WrongClock);
    expect(await monitor.dueIndex.lastTick()).toEqual(tick);
    expect(await minutesToPoll(2)).toBeLessThanOrEqual(60);
  });

  test('and one of many petitions is asked, not all of them', async () => {
    const many = Array.from({ length: 40 }, (_, index) => `7${index}`);
    for (const id of many) here().shows(id, { signatureCount: 7 });
    await watching(...many.map((id) => watchAt(here(), id)));
    await monitor.tick(after(0));
    polls(here());
    says(here(), 1);
    await expect(monitor.tick(after(twoYears))).rejects.toThrow(WrongClock);
    expect(polls(here())).toBeLessThanOrEqual(8);
  });

  test.each<[string, () => void]>([
    ['one platform alone shows it', () => says(here(), 0)],
    ['no platform says what time it is', () => here().sends({})],
    ['no platform answers', () => here().answers('1', (response) => response.writeHead(503).end())],
  ])('with nothing stored before, when %s: it is polled again at once when the clock is right', async (_, happens) => {
    happens();
    await watching(watchAt(here()));
    await monitor.tick(after(twoYears)).catch(() => undefined);
    here().answers('1');
    here().shows('1', { signatureCount: 60_000 });
    expect(await minutesToPoll(1)).toBe(0);
    expect((await stored())?.petition.last).toMatchObject({ at: at(after(1)), signatures: 60_000 });
    expect((await monitor.dueIndex.lastTick())?.at).toEqual(at(after(1)));
    told();
    here().shows('1', { signatureCount: 100_100 });
    expect(await minutesToPoll(2)).toBeLessThanOrEqual(60);
    expect(told()).toEqual(['threshold-met']);
  });

  test('a monitor that could not notice, and stored it, goes on when the clock is right', async () => {
    here().sends({});
    await watching(watchAt(here()));
    await monitor.tick(after(0));
    await monitor.tick(after(twoYears));
    await monitor.tick(after(twoYears + 1));
    expect(told()).toContain('threshold-missed');
    expect(await minutesToPoll(2)).toBe(0);
    expect((await stored())?.petition.last?.at).toEqual(at(after(2)));
    here().shows('1', { signatureCount: 100_100 });
    expect(await minutesToPoll(3)).toBeLessThanOrEqual(60);
    expect(told()).toEqual(['threshold-met']);
    expect(await minutesToPoll(4)).toBeLessThanOrEqual(60);
    expect(await minutesToPoll(70, 0)).toBeGreaterThan(0);
  });

  test('a petition that is added then is polled when the clock is right', async () => {
    await watching(watchAt(there(), '2'));
    there().shows('2', { signatureCount: 7 });
    await monitor.tick(after(0));
    says(there(), 1);
    const watch = [watchAt(there(), '2'), watchAt(here())];
    const withOneMore = monitor.anotherProcess({ watch, allowPrivateSources: true });
    monitor.setClock(after(twoYears));
    await expect(withOneMore()).rejects.toThrow(WrongClock);
    says(there(), 2);
    says(here(), 2);
    monitor.setClock(after(2));
    await withOneMore();
    expect((await stored())?.petition.last?.at).toEqual(at(after(2)));
  });

  test('a lock that was made then does not keep a petition for two years', async () => {
    expect(isLocked({ lockedUntil: at(after(15)) }, at(after(0)))).toBe(true);
    expect(isLocked({ lockedUntil: at(after(twoYears)) }, at(after(0)))).toBe(false);
    await watching(watchAt(here()));
  });

  test('with more due than a run can do, some hosts are asked before the queue gets all', async () => {
    const many = Array.from({ length: maxPerRun + 1 }, (_, index) => `${index + 1}`);
    for (const id of many) here().shows(id, { signatureCount: 7 });
    await watching(watchAt(here()));
    await monitor.tick(after(0));
    polls(here());
    says(here(), 1);
    const watch = many.map((id) => watchAt(here(), id));
    const withAll = monitor.anotherProcess({ watch, allowPrivateSources: true });
    monitor.setClock(after(twoYears));
    await expect(withAll()).rejects.toThrow(WrongClock);
    expect(polls(here())).toBe(1);
    expect(logged('petitions enqueued')).toEqual([]);
  });

  test.each([
    ['a platform confirms it', true],
    ['no platform says what time it is', false],
  ])('by some hours, unnoticed: the petition is evaluated again at once only where %s', async (_, isConfirmed) => {
    here().sends({});
    await watching(watchAt(here()));
    await monitor.tick(after(0));
    here().shows('1', { signatureCount: 60_000 });
    await monitor.tick(after(8 * 60));
    told();
    here().shows('1', { signatureCount: 100_100 });
    if (isConfirmed) says(here(), 2);
    await monitor.tick(after(2));
    expect(told()).toEqual(isConfirmed ? ['threshold-met'] : []);
    here().sends({});
    await monitor.tick(after(9 * 60));
    expect(told()).toEqual(isConfirmed ? [] : ['threshold-met']);
  });

  test('a digest that was sent then delays no other', async () => {
    await watching(watchAt(here()));
    await monitor.sendDigests(after(twoYears));
    expect(await monitor.sendDigests(after(0))).toMatchObject({ published: 0 });
    expect(await monitor.sendDigests(after(24 * 60))).toMatchObject({ published: 1 });
  });
});

test('the clock is years behind: nothing is concluded until it is right', async () => {
  await watching(watchAt(here()));
  await monitor.tick(after(0));
  told();
  says(here(), 1);
  await expect(monitor.tick(after(-twoYears))).rejects.toThrow(/730 days behind 127/);
  here().shows('1', { signatureCount: 100_100 });
  expect(await minutesToPoll(2)).toBeLessThanOrEqual(60);
  expect(told()).toEqual(['threshold-met']);
});

describe('one server with a wrong clock', () => {
  test.each([-twoYears, -125, 125, twoYears])(
    'by %i minutes: its verdicts come, and the log says it once',
    async (off) => {
      await watching(watchAt(here()));
      const deadline = 30 * 24 * 60;
      for (const minute of [0, 1, deadline - 1, deadline + 1, deadline + 62, deadline + 124, deadline + 125]) {
        says(here(), minute + off);
        await monitor.tick(after(minute));
      }
      expect(told().filter((alert) => alert !== 'closing-soon' && alert !== 'watch-started')).toEqual([
        'threshold-missed',
      ]);
      expect(logged('server clock differs')).toHaveLength(1);
      expect(logged('clock wrong')).toEqual([]);
    },
  );

  test('stops no other, and is not stopped by it', async () => {
    there().shows('2', { signatureCount: 100_500 });
    await watching(watchAt(here()), watchAt(there(), '2'));
    says(here(), -twoYears);
    expect(await monitor.tick(after(0))).toMatchObject({ polls: 2, readings: 2, failures: 0 });
  });
});

test('a list that shows that the clock is wrong ends the run, and concludes nothing', async () => {
  await watching({ source: 'us-we-the-people', all: 'open', baseUrl: here().url });
  await monitor.tick(after(0));
  says(here(), 1);
  await expect(monitor.discover(after(twoYears))).rejects.toThrow(WrongClock);
  expect(logged('clock wrong')).toHaveLength(1);
});
