/**
 * The clock of this machine, which may be wrong: how to find that out, and how to go on from what was stored meanwhile.
 * Pure.
 */
import { newPetition, type Petition, type Threshold } from './petition.ts';
import { isAfter, minutesBetween, type Instant } from './time.ts';

/** Clocks that are set by a network differ by less. */
const toleranceMinutes = 5;

/** The clocks of two servers agree to within this, if both are right. */
const agreementMinutes = 1;

/**
 * A server alone may be off by so much for ever, because it calls the time of its zone GMT, or because of a cache. It
 * must not stop the monitor for ever after a gap.
 */
const serverMistakeMinutes = 24 * 60;

/** From when on an instant is one of the future. */
export const futureFrom = (now: Instant): Instant => now.add({ minutes: toleranceMinutes });

/** Whether an instant is so far ahead that the clock was wrong when it was stored, or is wrong now. */
export const isFuture = (at: Instant | undefined, now: Instant): boolean =>
  at !== undefined && isAfter(at, futureFrom(now));

/** Our clock may also be behind now. Where no server confirms it, only an instant of after a day is certainly a fault. */
const unconfirmedLimit = { hours: 24 };

/** Whether an instant is of the future, whatever may be wrong now. */
export const isFarFuture = (at: Instant | undefined, now: Instant): boolean => isFuture(at, now.add(unconfirmedLimit));

/** What is known of the time, besides our own clock. */
export interface ClockEvidence {
  /** By how many minutes our clock is ahead of the server's, by host; negative where it is behind. */
  readonly ahead: ReadonlyMap<string, number>;
  /** The same for earlier answers, when our clock was right: a server may always be wrong. */
  readonly usual: ReadonlyMap<string, number>;
  /** An instant that has been the time here: that of the last finished tick. */
  readonly known: Instant | undefined;
}

/**
 * By how many minutes our clock is wrong: ahead, or behind if negative. Undefined if it is right, as far as that can be
 * known. One server that confirms it is enough. Against it, two witnesses must agree: two servers, or one server and the
 * last tick. A server alone may be wrong.
 */
export function clockError({ ahead, usual, known }: ClockEvidence, now: Instant): number | undefined {
  const all = [...ahead];
  if (all.some(([, minutes]) => Math.abs(minutes) <= toleranceMinutes)) return undefined;
  const agreed = all.find(([host, minutes]) =>
    all.some(([other, others]) => other !== host && Math.abs(minutes - others) <= agreementMinutes),
  );
  const against = agreed ?? all.find(([host, minutes]) => !isUsual(usual.get(host), minutes) && isConfirmed(minutes));
  return against?.[1];

  /** Whether the server's time continues that of the last tick, and ours does not. */
  function isConfirmed(minutes: number): boolean {
    if (known === undefined || minutesBetween(known, now) - minutes < -toleranceMinutes) return false;
    return minutes > serverMistakeMinutes || isFuture(known, now);
  }
}

/** Whether a server was off by about as much before. */
export const isUsual = (before: number | undefined, minutes: number): boolean =>
  before !== undefined && Math.abs(before - minutes) <= toleranceMinutes;

/** Whether a server's clock is off, and not only by what clocks differ. */
export const isServerOff = (minutes: number): boolean => Math.abs(minutes) > toleranceMinutes;

/**
 * The petition without what was stored while our clock was ahead. `isConfirmed` is whether a server confirms it now.
 * What the platform showed then stays. When it was shown is not known: the last count before that is the last that has a
 * time. If there is none, the next poll is the first.
 */
export function withoutFuture(petition: Petition, now: Instant, isConfirmed: boolean): Petition {
  const isSpoilt = isConfirmed ? isFuture : isFarFuture;
  if (!isSpoilt(petition.last?.at, now) && !isSpoilt(petition.gone?.since, now)) return petition;
  const counts = petition.counts.filter(({ at }) => !isFuture(at, now));
  const last = counts.at(-1);
  if (last === undefined) return { ...newPetition(petition.petition), alerts: petition.alerts };
  const thresholds = Object.entries(petition.thresholds).map(
    ([name, one]) => [name, thresholdBefore(one, now)] as const,
  );
  return {
    ...petition,
    counts,
    last,
    thresholds: Object.fromEntries(thresholds),
    warned: past(petition.warned, now),
    gone: undefined,
    doubted: undefined,
    unconfirmed: undefined,
    recent: undefined,
    paces: undefined,
    allowance: undefined,
  };
}

/** A response that is due in the future is not missed. A missed threshold is evaluated again by its own rule. */
function thresholdBefore({ response, below, prospect, ...verdict }: Threshold, now: Instant): Threshold {
  const isEarly = response.verdict === 'missed' && isFuture(response.deadline, now);
  return {
    ...verdict,
    below: isFuture(below?.[1], now) ? undefined : below,
    prospect: isFuture(prospect?.at, now) ? undefined : prospect,
    response: {
      ...response,
      verdict: isEarly ? 'due' : response.verdict,
      warned: past(response.warned, now),
      reminded: past(response.reminded, now),
    },
  };
}

const past = (at: Instant | undefined, now: Instant): Instant | undefined => (isFuture(at, now) ? undefined : at);
