/** Ways of polling, each asked for one line over one history: how many requests, and how long until it was known. */
import { Temporal } from 'temporal-polyfill';
import { replay } from '../../cli/backtest/replay.ts';
import { firstReached, interpolator, type Interpolation } from '../../cli/backtest/interpolate.ts';
import type { RecordedHistory } from '../../cli/backtest/recorded-history.ts';
import type { Instant } from '../../src/domain/time.ts';
import { undatedHistory } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';

/** One line over one history. */
export interface Case {
  readonly history: RecordedHistory;
  readonly needed: number;
  readonly between: Interpolation;
  /** Tells cases apart, so that they do not all poll at the same minutes. */
  readonly number: number;
}

export interface Outcome {
  readonly requests: number;
  /** From the count being shown to the poll that saw it: seconds. */
  readonly delay: number;
}

export type Poller = (one: Case) => Outcome;

const minute = 60_000;

/** The cadence of the monitor itself, through its core. */
export const adaptive: Poller = ({ history, needed, between, number }) => {
  const run = replay({
    petition: `bench/${number}`,
    history,
    opened: history[0].at,
    watch: {
      history: undatedHistory(
        rulesSchema.parse({ timeZone: 'UTC', thresholds: [{ name: 'line', signatures: needed }] }),
      ),
      warnBefore: [],
      announceStart: true,
    },
    polling: 'adaptive',
    between,
  });
  let met: Instant | undefined;
  for (;;) {
    const next = run.next();
    if (next.done === true) return { requests: next.value.polls, delay: delayOf(history, needed, between, met) };
    if (next.value.alert === 'threshold-met') met ??= next.value.detectedAt;
  }
};

function delayOf(history: RecordedHistory, needed: number, between: Interpolation, seen: Instant | undefined): number {
  const shown = firstReached(history, needed, between);
  if (shown === undefined || seen === undefined) return Number.NaN;
  return (seen.epochMilliseconds - shown.epochMilliseconds) / 1000;
}

/** Every so many minutes, whatever is seen. */
export const every =
  (minutes: number): Poller =>
  ({ history, needed, between, number }) => {
    const wait = minutes * minute;
    const first = history[0].at.epochMilliseconds + ((number * 7) % minutes) * minute;
    const shown = firstReached(history, needed, between)?.epochMilliseconds ?? Number.NaN;
    const last = (history.at(-1) ?? history[0]).at.epochMilliseconds;
    const seen = first + Math.max(0, Math.ceil((shown - first) / wait)) * wait;
    return { requests: Math.floor((last - first) / wait) + 1, delay: (seen - shown) / 1000 };
  };

/** Twice as long after a poll that saw nothing new, half as long after one that did: between a minute and an hour. */
export const doubling: Poller = (one) => {
  let [wait, before] = [1, Number.NaN];
  return walk(one, (count) => {
    wait = count === before ? Math.min(60, wait * 2) : Math.max(1, wait / 2);
    before = count ?? before;
    return Math.round(wait);
  });
};

/**
 * Every hour until an hour brings three times as many as the hours before, and then every minute for ever. Nobody who polls
 * hourly at first knows sooner of a burst that nothing announces.
 */
export const fromFirstSign: Poller = (one) => {
  let [polls, first, before] = [0, Number.NaN, Number.NaN];
  let sign = false;
  return walk(one, (count = before) => {
    if (polls > 1) sign ||= count - before > 2 + (3 * (before - first)) / (polls - 1);
    if (polls === 0) first = count;
    before = count;
    polls += 1;
    return sign ? 1 : 60;
  });
};

/** The gaps that somebody's hourly job really had, one after the other: minutes. */
export const gapsOf =
  (gaps: readonly number[]): Poller =>
  (one) => {
    let turn = one.number;
    return walk(one, () => Math.max(1, Math.round(gaps[turn++ % gaps.length] ?? 60)));
  };

function walk({ history, needed, between, number }: Case, next: (count: number | undefined) => number): Outcome {
  const last = (history.at(-1) ?? history[0]).at.epochMilliseconds;
  const shown = interpolator(history, between);
  let requests = 0;
  let met: Instant | undefined;
  // Not all on the first minute of the hour.
  const begins = history[0].at.epochMilliseconds + ((number * 7) % 60) * minute;
  for (let now = begins; now <= last || met === undefined;) {
    requests += now <= last ? 1 : 0;
    const at = Temporal.Instant.fromEpochMilliseconds(now);
    const count = shown(at);
    if ((count ?? 0) >= needed) met ??= at;
    now += next(count) * minute;
  }
  return { requests, delay: delayOf(history, needed, between, met) };
}
