/** The handler in random stories, held against what the reference tells of the looks that took effect. */
import fc from 'fast-check';
import type { Alert } from '../../src/domain/alerts.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { rulesInForce } from '../../src/domain/rules.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';
import { instant } from './core.ts';
import { alertsOf } from './reference.ts';
import type { Look, Terms, Told } from './polls.ts';
import { lived, sawOf, seen, ticks, type Shown, type Tick } from './we-the-people.ts';
import { startWire, untouched, type Wire } from '../wire.ts';
import { cutting, type Cut } from './cut.ts';

const minute = 60_000;
const opened = Date.parse('2016-02-20T17:00:00Z');
const deadline = Date.parse('2016-03-21T16:00:00Z');
const needed = 100;
const name = 'us-we-the-people/1';
const terms: Terms = {
  rules: rulesInForce(rulebook['us-we-the-people'], undefined),
  lagMinutes: 0,
  warnBefore: ['P3D', 'P1D'],
  announceStart: true,
  confirms: true,
};

let platform: Platform;
let monitor: Monitor;
let wire: Wire;
const closing: (() => unknown)[] = [];

async function start(): Promise<void> {
  platform = await startPlatform();
  monitor = await startMonitor({
    watch: [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }],
    subscribers: [],
    allowPrivateSources: true,
    // The reference does not forecast.
    forecasts: false,
  });
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = monitor.emulator.awsEnvironment;
  wire = await startWire({ table, sns, source: platform.url });
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table,
    AWS_ENDPOINT_URL_SNS: wire.addresses.sns,
    // A process that is dead does not try again; one that lost a call, at its next run.
    AWS_MAX_ATTEMPTS: '1',
  });
  closing.push(
    restore,
    () => wire.close(),
    () => monitor.close(),
    () => platform.close(),
  );
}

async function stop(): Promise<void> {
  for (const close of closing.splice(0)) await close();
}

/** One run, or two, by processes that remember nothing; only where the wire is cut may one fail. */
async function runs(now: number, second: Tick['second'], cut?: Cut): Promise<void> {
  monitor.setClock(instant(now).toString());
  const outcomes: Promise<unknown>[] = [];
  const run = (): Promise<unknown> => {
    const outcome = monitor.anotherProcess()();
    outcomes.push(outcome);
    return outcome.catch(() => undefined);
  };
  wire.decide(cutting(cut, second === 'meanwhile' ? run : undefined));
  await Promise.all(second === 'at once' ? [run(), run()] : [run()]);
  wire.decide(untouched);
  if (cut === undefined) await Promise.all(outcomes);
}

/** What the last look that took effect has left, but for the counts; null before there was one. And when a count was last read. */
async function stored(): Promise<{ readonly left: string | null; readonly readAt: number | undefined }> {
  const petition = (await monitor.petitionRepository.load(name))?.petition;
  const left = petition?.last || petition?.gone ? JSON.stringify({ ...petition, counts: [] }) : null;
  return { left, readAt: petition?.last?.at.epochMilliseconds };
}

/** When the next tick is: never before the last one. */
function instantOf({ wait, from }: Tick, last: number, shown: Shown, due: number | undefined): number {
  const anchor = from === 'tick' ? last : from === 'deadline' ? shown.deadline * 1000 : (due ?? last);
  const at = anchor + wait * minute;
  return at > last ? at : last + minute;
}

interface Publication {
  readonly alert: Alert;
  readonly at: number;
  readonly wasCut: boolean;
}

/** Lives through the ticks, and gives the looks that took effect and the alerts that were published. */
async function live(all: readonly Tick[]): Promise<{ looks: Look[]; published: Publication[] }> {
  const looks: Look[] = [];
  const published: Publication[] = [];
  let shown: Shown = { signatureCount: 90, status: 'open', deadline: deadline / 1000, response: null };
  let now = opened;
  let known = await stored();

  const take = async (tick: Pick<Tick, 'platform' | 'second' | 'cut'>): Promise<void> => {
    await runs(now, tick.second, tick.cut);
    published.push(...monitor.alerts().map((alert) => ({ alert, at: now, wasCut: tick.cut !== undefined })));
    const after = await stored();
    // A run that first publishes what waits polls a turn of the pace later: a deadline may be in between.
    const at = after.readAt === known.readAt ? now : (after.readAt ?? now);
    if (after.left !== known.left) looks.push({ at, saw: sawOf(tick.platform, seen(shown, opened, needed)) });
    known = after;
  };
  for (const tick of all) {
    const loaded = await monitor.petitionRepository.load(name);
    now = instantOf(tick, now, shown, loaded?.petition.thresholds.response?.response.deadline?.epochMilliseconds);
    shown = lived(shown, tick, now / 1000);
    platform.shows('1', {
      ...shown,
      signatureThreshold: needed,
      created: opened / 1000,
      ...(tick.platform === 'removed' && { status: 'removed' }),
    });
    platform.answers(
      '1',
      tick.platform === 'up' || tick.platform === 'removed'
        ? undefined
        : (response) => response.writeHead(tick.platform === 'gone' ? 404 : 503).end(),
    );
    await take(tick);
    now += minute;
    await take({ ...tick, second: undefined, cut: undefined });
    // What a crash left is told by the next run, and does not wait for the next look.
    expect((await monitor.petitionRepository.load(name))?.outbox).toEqual([]);
  }
  for (const minutes of [2, 65, 24 * 60]) {
    now += minutes * minute;
    await take({ platform: all.at(-1)?.platform ?? 'up' });
  }
  return { looks, published };
}

const plain = ({ alert, threshold, occurrence }: Told | Alert, detectedAt: number): Partial<Told> => ({
  alert,
  threshold,
  occurrence,
  detectedAt,
});

/** Nothing is lost, nothing false and nothing told twice as two, wherever runs crash and overlap, in so many random stories. */
export async function tellsAsTheReference(stories: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(ticks, async (all) => {
      const { looks, published } = await live(all);
      const byId = new Map(published.map(({ alert }) => [alert.id, alert]));
      for (const [id, alert] of byId) {
        const copies = published.filter((one) => one.alert.id === id);
        expect(copies.map((copy) => copy.alert)).toEqual(copies.map(() => alert));
        // It is told again only by another run, and after one that was cut.
        expect(new Set(copies.map(({ at }) => at)).size).toBe(copies.length);
        expect(copies.slice(0, -1).every(({ wasCut }) => wasCut)).toBe(true);
      }
      expect((await monitor.petitionRepository.load(name))?.outbox).toEqual([]);
      const expected = alertsOf(looks, terms);
      const inOrder = expected.map((_, index) => byId.get(`${name}#${index + 1}`));
      // Also where nothing was read, and the look is taken to be at the tick.
      const second = (at: number): number => Math.floor(at / 1000) * 1000;
      expect(inOrder.map((one) => one && plain(one, second(one.detectedAt.epochMilliseconds)))).toEqual(
        expected.map((one) => plain(one, second(one.detectedAt))),
      );
      expect(byId.size).toBe(expected.length);
    }),
    { numRuns: stories, plugins: [fc.beforeEach(start), fc.afterEach(stop)] },
  );
}

/** What a crash in the very first tick left is told by the next run. */
export async function tellsAfterACrashAtFirst(): Promise<void> {
  await start();
  try {
    platform.shows('1', {});
    await runs(opened, undefined, { call: 2, of: 'changes', carriedOut: true, forGood: true });
    await runs(opened + minute, undefined);
    expect(monitor.alerts().map(({ alert }) => alert)).toEqual(['watch-started']);
  } finally {
    await stop();
  }
}
