/**
 * The health of the monitor itself: problems that its runs see, and the notices that operators get about them. Pure.
 * There is one notice when a problem has lasted long enough, and one when it has not been seen for a while.
 */
import { Temporal } from 'temporal-polyfill';
import { isFarFuture } from './clock.ts';
import { isAfter, minutesBetween, type Instant } from './time.ts';
import type { Notice, SourceHealth } from './source-health.ts';

export const problemNames = [
  'polling-behind',
  'petitions-unreadable',
  'alerts-unpublished',
  'petitions-set-aside',
] as const;
export type ProblemName = (typeof problemNames)[number];

/** A problem as one run saw it. */
export interface ObservedProblem {
  readonly problem: ProblemName;
  /** How many petitions it concerns. */
  readonly petitions: number;
  readonly reason: string;
  /** The host that it concerns, if it is one: a host that operators were notified about is no second problem. */
  readonly host?: string;
}

/** For how long a problem must last before operators are notified, and not be seen before it counts as over. */
const patience: Record<ProblemName, { readonly notifyAfter: string; readonly overAfter: string }> = {
  // Seen in three ticks.
  'polling-behind': { notifyAfter: 'PT2M', overAfter: 'PT10M' },
  'alerts-unpublished': { notifyAfter: 'PT2M', overAfter: 'PT10M' },
  // A petition that cannot be read is retried at least once an hour.
  'petitions-unreadable': { notifyAfter: 'PT2H', overAfter: 'PT75M' },
  // A petition that was set aside is due again within a day.
  'petitions-set-aside': { notifyAfter: 'PT0S', overAfter: 'PT25H' },
};

/** To note each minute when a problem was last seen would be a write each minute. */
const notedEveryMinutes = 5;

/** Names of hosts have no slash: none of these keys is one. */
const keyOf = (problem: ProblemName): string => `monitor/${problem}`;

/** `hosts` is the health of the hosts after the same run. Returns the problems that go beside it. */
export function evaluateProblems(
  previous: SourceHealth,
  hosts: SourceHealth,
  observed: readonly ObservedProblem[],
  now: Instant,
): { readonly health: SourceHealth; readonly notices: readonly Notice[] } {
  const notices: Notice[] = [];
  const news = observed.filter(({ host }) => host === undefined || hosts[host]?.told !== true);
  const health = problemNames.flatMap((problem): [string, SourceHealth[string]][] => {
    const stored = asOfNow(previous[keyOf(problem)], now);
    const seen = news.filter((one) => one.problem === problem);
    const petitions = seen.reduce((sum, one) => sum + one.petitions, 0);
    const notify = (notice: 'monitor-failing' | 'monitor-recovered', since: Instant, reason?: string): void => {
      const id = `monitor#${problem}#${notice.slice('monitor-'.length)}#${since.toString()}`;
      const about = { source: 'monitor', problem, since, at: now, petitions };
      notices.push({ id, notice, ...about, ...(reason !== undefined && { reason }) });
    };
    const isOver = stored !== undefined && isAfter(now, plus(stored.seen ?? stored.since, patience[problem].overAfter));
    if (isOver && stored.told) notify('monitor-recovered', stored.since);
    const before = isOver ? undefined : stored;
    const [first] = seen;
    if (first === undefined) return before === undefined ? [] : [[keyOf(problem), before]];
    const { since, told } = before ?? { since: now, told: false };
    const isDue = !told && !isAfter(plus(since, patience[problem].notifyAfter), now);
    if (isDue) notify('monitor-failing', since, first.reason);
    const isNoted = before?.seen !== undefined && minutesBetween(before.seen, now) < notedEveryMinutes;
    const reason = before?.reason ?? first.reason;
    return [[keyOf(problem), { since, reason, told: told || isDue, seen: isNoted ? before.seen : now }]];
  });
  return { health: Object.fromEntries(health), notices };
}

/** What was seen in the future was seen while this machine's clock was ahead. */
function asOfNow(stored: SourceHealth[string] | undefined, now: Instant): SourceHealth[string] | undefined {
  if (stored === undefined) return undefined;
  const past = (at: Instant): Instant => (isFarFuture(at, now) ? now : at);
  return { ...stored, since: past(stored.since), seen: past(stored.seen ?? stored.since) };
}

const plus = (start: Instant, length: string): Instant => start.add(Temporal.Duration.from(length));
