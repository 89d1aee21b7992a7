/** What runs cost, from what they were measured to consume. What is not measured is said here, with its reason. */
import type { Tick } from './drive.ts';
import { batchQueueSettings, petitionsInMessage } from '../../lambda/poll/batch-limits.ts';
import { gbSeconds, roundTripsOfTick, stretched, waitingOfLooks, waits } from '../lambda.ts';
import { beyondFree, listPrice, timesInLondon, type Priced } from '../prices.ts';

/** Amounts of what is paid for. */
export type Bill = ReadonlyMap<Priced, number>;

export const minutesAMonth = (365 / 12) * 24 * 60;

/** One line of counts when something was looked at: reckoned. Of a run that succeeds Lambda logs nothing of its own. */
const logGbARun = 0.5e-6;

/** What one run takes: of the table in request units, of Lambda in milliseconds. */
export interface Run {
  readonly read: number;
  readonly write: number;
  readonly index: number;
  readonly milliseconds: number;
  /** How many of the runs log something. */
  readonly logged: number;
}

export const billOf = ({ read, write, index, milliseconds, logged }: Run): Bill =>
  new Map<Priced, number>([
    ['readUnit', read],
    ['writeUnit', write + index],
    ['invocation', 1],
    ['computing', gbSeconds(milliseconds)],
    ['schedule', 1],
    ['logs', logged * logGbARun],
  ]);

/** How long a tick takes in Lambda. Its own write is a round trip of it; the pages of a list come one after the other. */
export const millisecondsOf = ({ cpu, looks, pages, write }: Pick<Tick, 'cpu' | 'looks' | 'pages' | 'write'>): number =>
  stretched(cpu) +
  roundTripsOfTick * waits.aws +
  pages * (waits.aws + waits.platform) +
  waitingOfLooks(looks, Math.max(0, write - 1));

export const times = (bill: Bill, many: number): Bill =>
  new Map([...bill].map(([what, amount]) => [what, amount * many]));

export function together(...bills: readonly Bill[]): Bill {
  const sum = new Map<Priced, number>();
  for (const bill of bills) for (const [what, amount] of bill) sum.set(what, (sum.get(what) ?? 0) + amount);
  return sum;
}

export const dollars = (bill: Bill, ...only: readonly Priced[]): number =>
  [...bill].reduce((sum, [what, amount]) => sum + (isIn(only, what) ? listPrice(what, amount) : 0), 0);

/** Beyond the free tiers, in an account that has nothing else in it. */
export const dollarsBeyondFree = (bill: Bill): number =>
  [...bill].reduce((sum, [what, amount]) => sum + beyondFree(what, amount), 0);

const isIn = (some: readonly Priced[], what: Priced): boolean => some.length === 0 || some.includes(what);

/** By the template (test/lib counts them): one alarm on one metric, one more of the queue. No metric of ours without trouble. */
export const alarms = (hasQueue: boolean): Bill => new Map([['alarm', hasQueue ? 2 : 1]]);

/** By the templates of the examples: metrics of alarms, and whether the idle queue is there (test/lib/watchdog.test.ts). */
export const exampleAlarms = { newsroom: { metrics: 4, hasQueue: false }, parliament: { metrics: 2, hasQueue: true } };

/** The same in London. */
export const inLondon = (bill: Bill): Bill =>
  new Map([...bill].map(([what, amount]) => [what, amount * (timesInLondon[what] ?? 1)]));

/**
 * The look for recipients, of a month: once a day a request to SNS for each topic, up to a hundred subscriptions, and a
 * write (test/poll/recipients.test.ts counts them). The processor was not measured: as much as a tick is assumed.
 */
export const recipientChecks = (topics: number, milliseconds: number): Bill =>
  times(
    new Map([
      ['publication', topics],
      ['writeUnit', 1],
      ['computing', gbSeconds(milliseconds + topics * waits.aws)],
    ]),
    minutesAMonth / (24 * 60),
  );

/** Messages in a request to the queue. */
const inRequest = 10;

/**
 * Lambda asks an idle queue by two readers, each of which waits up to twenty seconds. It would be five if the most of them were set: docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html, 2026-11-25.
 */
const asksAMinute = 2 * 3;

/** What a look takes, beyond its tick. */
export interface PerLook {
  readonly read: number;
  readonly write: number;
  readonly index: number;
  readonly cpu: number;
}

/**
 * Reckoned: what a minute takes when its looks are handed over to the queue. A run of it takes the processor as much as an idle
 * tick and what its looks take; the tick itself as much as two idle ones.
 */
export function handedOver(looks: number, look: PerLook, idle: PerLook): { bill: Bill; milliseconds: number } {
  const inRun = petitionsInMessage * batchQueueSettings.batchSize;
  const runs = looks / inRun;
  const ticking = stretched(2 * idle.cpu) + (roundTripsOfTick + runs) * waits.aws;
  const consuming = stretched(idle.cpu + inRun * look.cpu) + waitingOfLooks(inRun, inRun * look.write);
  const tick = billOf({ ...idle, milliseconds: ticking, logged: 0 });
  const looked = new Map<Priced, number>([
    ['readUnit', looks * look.read],
    ['writeUnit', looks * (look.write + look.index)],
    ['invocation', runs],
    ['computing', runs * gbSeconds(consuming)],
    ['logs', runs * logGbARun],
    // To send, to take, to delete.
    ['queue', 2 * runs + (runs * batchQueueSettings.batchSize) / inRequest + asksAMinute],
  ]);
  return { bill: together(tick, looked), milliseconds: consuming };
}

/** What an empty queue costs that a function reads. */
export const idleQueue: Bill = new Map([['queue', asksAMinute * minutesAMonth]]);
