/**
 * Storms: a platform that changes each thing that it shows, each at its own pace, for a day, while SNS is up or not, with
 * and without quiet hours. The real core, the real processing and the real texts, over a table and an SNS in memory.
 */
import { AcceptedTopics } from '../../src/notifications/accepted-topics.ts';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions, type WatchedPetition } from '../../src/config/watched-petition.ts';
import { mainAlerts, type Alert } from '../../src/domain/alerts.ts';
import { dueInstant } from '../../src/domain/cadence.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { factOf } from '../../src/domain/flapping.ts';
import type { Observation } from '../../src/domain/observation.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { alertMessage, messageBody } from '../../src/notifications/alert-message.ts';
import { maxOutboxBytes } from '../../src/notifications/waiting-alerts.ts';
import type { QuietHours } from '../../src/notifications/quiet-hours.ts';
import { ClockCheck } from '../../src/polling/clock-check.ts';
import { pollFromList, pollPetition, type PollStrategy } from '../../src/polling/poll-petition.ts';
import { processPetition, type ProcessDeps } from '../../src/polling/process-petition.ts';
import { ApiKeyCache } from '../../src/sources/api-keys.ts';
import { CircuitBreaker } from '../../src/sources/circuit-breaker.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { parseDueKey } from '../../src/storage/due-buckets.ts';
import {
  newLoadedPetition,
  parsePetitionItem,
  petitionItem,
  type LoadedPetition,
  type StoredPetition,
} from '../../src/storage/petition-item.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { at, rules } from '../domain/story.ts';

const start = at('2026-03-10T08:00:00Z');
/** An hour before a storm of so many hours ends, the quiet hours are over: what is told every hour waits no more. */
function quietHoursIn(hours: number): QuietHours {
  const clock = (before: number): string =>
    start
      .add({ hours: hours - before })
      .toString()
      .slice(11, 16);
  return { from: clock(10), to: clock(1), timeZone: 'Etc/UTC' };
}
const calmMinutes = 150;
/** A count that has fallen while a verdict hangs on it is believed after a day: until then the petition is not calm. */
const calmMinutesAfterFall = 28 * 60;
const name = 'us-we-the-people/1';
/** What DynamoDB takes. */
const maxItemBytes = 400 * 1024;
/** Ten minutes after all is well, nothing may wait. */
const leadsOutWithin = 10;

/** A field of the platform's answer: it takes its values in turn, each for so many minutes; 0: the first for ever. */
interface Flip<Value> {
  readonly every: number;
  readonly first: Value;
  readonly others: readonly Value[];
}

const paces = fc.oneof(
  fc.constant(0),
  fc.constantFrom(1, 2, 3, 7, 10, 20, 31, 59, 61, 240),
  fc.integer({ min: 1, max: 90 }),
);
const flip = <Value>(...values: Value[]): fc.Arbitrary<Flip<Value>> =>
  fc.tuple(paces, fc.constantFrom(...values), fc.subarray(values)).map(([every, first, others]) => {
    return { every, first, others };
  });

const shownAt = <Value>({ every, first, others }: Flip<Value>, minute: number): Value => {
  const index = every === 0 ? 0 : Math.floor(minute / every) % (others.length + 1);
  return index === 0 ? first : (others[index - 1] ?? first);
};

const near = start.add({ hours: 25 });
export interface Storm {
  readonly shows: {
    readonly signatures: Flip<number>;
    readonly title: Flip<string>;
    readonly deadline: Flip<Instant>;
    readonly open: Flip<boolean>;
    readonly stamp: Flip<'not shown' | 'null' | 'an hour ago'>;
    readonly needed: Flip<number>;
    readonly answered: Flip<boolean>;
    readonly gone: Flip<boolean>;
    readonly failing: Flip<boolean>;
  };
  readonly sns: Flip<'up' | 'refuses some' | 'down' | 'loses its answer'>;
  readonly quietHours: QuietHours | undefined;
  readonly settings: Pick<WatchSettings, 'confirms' | 'forecasts' | 'remindEvery' | 'warnBefore'> & {
    readonly retractable: boolean;
  };
  /** Polled every minute, however its own due time is. */
  readonly everyMinute: boolean;
}

const stormsOf = (hours: number): fc.Arbitrary<Storm> =>
  fc.record({
    shows: fc.record({
      signatures: flip(50, 99, 100, 150, 1_200),
      title: flip('Title', 'ö'.repeat(300), 'x'.repeat(300)),
      deadline: flip(near, near.add({ minutes: 10 }), start.subtract({ hours: 2 }), start.add({ hours: 24 * 40 })),
      open: flip(true, false),
      stamp: flip<'not shown' | 'null' | 'an hour ago'>('not shown', 'null', 'an hour ago'),
      needed: flip(100, 120, 40),
      answered: flip(false, false, true),
      gone: flip(false, false, true),
      failing: flip(false, false, true),
    }),
    sns: flip<'up' | 'refuses some' | 'down' | 'loses its answer'>('up', 'refuses some', 'down', 'loses its answer'),
    quietHours: fc.constantFrom(undefined, quietHoursIn(hours)),
    settings: fc.record({
      confirms: fc.boolean(),
      forecasts: fc.boolean(),
      remindEvery: fc.constantFrom(undefined, 'PT1H', 'P1D'),
      warnBefore: fc.constant(['P3D', 'P1D', 'PT1H']),
      retractable: fc.boolean(),
    }),
    everyMinute: fc.boolean(),
  });

/** What is seen at a minute; undefined: the poll fails. */
function seenAt({ shows }: Storm, minute: number): Observation | undefined {
  if (shownAt(shows.failing, minute)) return undefined;
  if (shownAt(shows.gone, minute)) return { kind: 'gone', final: true };
  const stamp = shownAt(shows.stamp, minute);
  return {
    kind: 'reading',
    signatures: shownAt(shows.signatures, minute),
    title: shownAt(shows.title, minute),
    opened: start.subtract({ hours: 24 }),
    deadline: shownAt(shows.deadline, minute),
    signing: { open: shownAt(shows.open, minute) },
    needed: { response: shownAt(shows.needed, minute) },
    answer: shownAt(shows.answered, minute) ? {} : null,
    ...(stamp !== 'not shown' && {
      stamps: { response: stamp === 'null' ? null : start.subtract({ hours: 1 }) },
    }),
  };
}

/** The platform answers again, and shows what it showed last. */
const calmAfter = (storm: Storm): Storm => ({
  ...storm,
  shows: { ...storm.shows, failing: { every: 0, first: false, others: [] } },
});

/** A table in memory, with the limit of DynamoDB. */
class MemoryRepository extends PetitionRepository {
  #loaded: LoadedPetition = { ...newLoadedPetition(name), dueKey: { bucket: '1', sortKey: '0000' } };
  largest = 0;

  override load(): Promise<LoadedPetition> {
    return Promise.resolve(this.#loaded);
  }

  override save(next: StoredPetition, loadedVersion: number): Promise<LoadedPetition | undefined> {
    const { petition } = next;
    // Its older counts are elsewhere.
    const item = petitionItem(
      { ...next, petition: { ...petition, counts: petition.counts.slice(-12) } },
      loadedVersion + 1,
    );
    const bytes = Buffer.byteLength(JSON.stringify(item));
    if (bytes > maxItemBytes) return Promise.reject(new Error(`an item of ${bytes} bytes`));
    this.largest = Math.max(this.largest, bytes);
    this.#loaded = parsePetitionItem(name, item);
    return this.load();
  }
}

class MemoryLog extends AlertLog {
  readonly logged: Alert[] = [];

  override record(alerts: readonly Alert[]): Promise<void> {
    this.logged.push(...alerts);
    return Promise.resolve();
  }
}

/** What came of a storm. */
export interface Aftermath {
  /** Every alert that was published, in order, with the minute. */
  readonly published: readonly { readonly minute: number; readonly alert: Alert }[];
  /** The most alerts that were made within an hour, with those that were replaced while they waited. */
  readonly mostInAnHour: number;
  readonly largestItem: number;
  /** Every alert that was committed. */
  readonly logged: readonly Alert[];
  /** The outbox ten minutes after all was well. */
  readonly waiting: readonly Alert[];
  /** Of each fact, the last alert that the platform's record made due, and the last one that was published. */
  readonly lastDue: ReadonlyMap<string, Alert>;
  readonly lastTold: ReadonlyMap<string, Alert>;
  readonly stored: LoadedPetition;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined, count: () => undefined };
const noHttp = (): Promise<never> => Promise.reject(new Error('nothing is asked here'));
const http = { userAgent: 'storm', get: noHttp, getIfChanged: noHttp, post: noHttp };

export async function livesThrough(storm: Storm, stormMinutes: number): Promise<Aftermath> {
  let minute = 0;
  const now = (): Instant => start.add({ minutes: minute });
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const petitionRepository = new MemoryRepository(client, 'storm');
  const published: { minute: number; alert: Alert }[] = [];
  const alertLog = new MemoryLog(client, 'storm');
  const made: number[] = [];
  const lastDue = new Map<string, Alert>();
  const lastTold = new Map<string, Alert>();
  const watched = watchedPetition(storm.settings);
  const frozenAt = stormMinutes - 1;
  let numbered = 0;

  const publish = (alert: Alert): Promise<void> => {
    checkMessage(alert);
    const sns = minute >= stormMinutes ? 'up' : shownAt(storm.sns, minute);
    const refuses = sns === 'down' || (sns === 'refuses some' && Number(alert.id.split('#')[1]) % 3 === 0);
    if (refuses) return Promise.reject(new Error('SNS does not accept it'));
    published.push({ minute, alert });
    lastTold.set(factOf(alert), alert);
    return sns === 'loses its answer' ? Promise.reject(new Error('no answer')) : Promise.resolve();
  };
  const poll: PollStrategy = async (one, previous, pollDeps) => {
    const isCalm = minute >= stormMinutes;
    const seen = seenAt(isCalm ? calmAfter(storm) : storm, Math.min(minute, frozenAt));
    if (seen === undefined) return pollPetition(one, previous, pollDeps);
    const { alerts } = evaluate(previous.petition, seen, now(), one.settings);
    for (const alert of alerts) lastDue.set(factOf(alert), alert);
    const result = await pollFromList(seen, undefined)(one, previous, pollDeps);
    made.push(...result.alerts.map(() => minute));
    numbered += result.alerts.length;
    return result;
  };
  const deps = (): ProcessDeps => ({
    petitionRepository,
    alertLog,
    publish,
    quietHours: storm.quietHours,
    unsavedPolls: new Map(),
    http,
    breaker: new CircuitBreaker(),
    keys: new ApiKeyCache(now, noHttp),
    now,
    ends: now().add({ seconds: 50 }),
    latestTurn: now,
    publishing: { isBehind: false },
    accepted: new AcceptedTopics(),
    telemetry: silent,
    clock: new ClockCheck(),
  });
  const tick = async (): Promise<void> => {
    const due = (await petitionRepository.load()).dueKey;
    const isDue =
      due !== undefined && !isAfter(dueInstant(name, parseDueKey(due), now().subtract({ minutes: 1 })), now());
    if (isDue || (storm.everyMinute && minute < stormMinutes)) await processPetition(watched, deps(), { poll });
  };

  let waiting: readonly Alert[] = [];
  let ends = stormMinutes + calmMinutes;
  for (; minute < ends; minute++) {
    await tick();
    const { outbox, petition } = await petitionRepository.load();
    if (minute === stormMinutes + leadsOutWithin) waiting = outbox;
    if (minute === ends - 1 && petition.doubted !== undefined) ends = stormMinutes + calmMinutesAfterFall;
  }
  client.destroy();
  const stored = await petitionRepository.load();
  if (stored.petition.alerts !== numbered) throw new Error(`${stored.petition.alerts} alerts, not ${numbered}`);
  const { largest: largestItem } = petitionRepository;
  const { logged } = alertLog;
  return { published, mostInAnHour: mostWithin(60, made), largestItem, waiting, lastDue, lastTold, stored, logged };
}

/** A watched petition as a config makes it, with these settings. */
function watchedPetition({ retractable, ...settings }: Storm['settings']): WatchedPetition {
  const [watched] = namedPetitions(checkConfig({ watch: [{ source: 'us-we-the-people', petition: '1' }] }, 'storm'));
  if (watched === undefined) throw new Error('nothing is watched');
  const thresholds = [
    { name: 'response', signatures: 100, responseWindow: 'PT12H' },
    { name: 'debate', signatures: 1_000 },
  ];
  const history = rules({ retractable, thresholds, signingWindow: undefined });
  return { ...watched, settings: { ...settings, history, announceStart: true } };
}

/** SNS takes messages of less than 256 kB, with a subject in ASCII. */
function checkMessage(alert: Alert): void {
  const message = alertMessage(alert);
  expect(message.subject).toMatch(/^[\x21-\x7e][\x20-\x7e]{0,98}$/);
  expect(Buffer.byteLength(messageBody(message))).toBeLessThan(256 * 1024);
}

/** The most of these minutes within so many. */
const mostWithin = (span: number, minutes: readonly number[]): number =>
  Math.max(0, ...minutes.map((first) => minutes.filter((one) => one >= first && one < first + span).length));

const main: ReadonlySet<string> = new Set(mainAlerts);

/** A platform with few things that alerts are about: two thresholds, of which one awaits a response. */
const mostAnHour = 12;

/** What holds after so many random storms. */
export async function stormsAreDamped(runs: number, hours = 24): Promise<void> {
  await fc.assert(
    fc.asyncProperty(stormsOf(hours), async (storm) => {
      const { mostInAnHour, largestItem, waiting, lastDue, lastTold, published, stored, logged } = await livesThrough(
        storm,
        hours * 60,
      );
      expect(mostInAnHour).toBeLessThanOrEqual(mostAnHour);
      expect(largestItem).toBeLessThan(maxOutboxBytes);
      expect(waiting).toEqual([]);
      expect(stored.outbox).toEqual([]);
      // Nothing flaps any longer, and the last verdicts are what subscribers were told last.
      expect(Object.values(stored.petition.recent ?? {}).filter(({ flapping }) => flapping !== undefined)).toEqual([]);
      for (const [fact, { alert, threshold }] of lastDue) {
        if (main.has(alert))
          expect(`${fact}: ${lastTold.get(fact)?.alert} ${threshold}`).toBe(`${fact}: ${alert} ${threshold}`);
      }
      const ids = new Set(published.map(({ alert }) => alert.id));
      expect(logged.filter(({ id, alert }) => main.has(alert) && !ids.has(id)).map(({ id }) => id)).toEqual([]);
      const { deadline = null } = lastTold.get('deadline-changed') ?? lastTold.get('watch-started') ?? {};
      expect(String(deadline)).toBe(String(stored.petition.deadline?.at ?? null));
      const copies = new Map<string, string>();
      for (const { alert } of published) {
        const text = messageBody(alertMessage(alert));
        expect(copies.get(alert.id) ?? text).toBe(text);
        copies.set(alert.id, text);
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
}
