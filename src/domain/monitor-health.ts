/**
 * The health of the monitor itself: problems that its runs see, and the notices that operators get about them. Pure.
 * There is one notice when a problem has lasted long enough, and one when it has not been seen for a while.
 */
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { isFarFuture, isFuture } from './clock.ts';
import { instant, isAfter, minutesBetween, type Instant } from './time.ts';
import type { Notice, SourceHealth } from './source-health.ts';

export const problemNames = [
  'polling-behind',
  'petitions-unreadable',
  'alerts-unpublished',
  'petitions-set-aside',
  'recipients-missing',
  'recipients-pending',
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

interface Patience {
  /** For how long a problem must last before operators are notified. */
  readonly notifyAfter: string;
  /** For how long it must not be seen before it counts as over. Absent: it is over when a check does not see it. */
  readonly overAfter?: string;
  /** Whether operators are notified again when the reason is another. */
  readonly byReason?: true;
}

const patience: Record<ProblemName, Patience> = {
  // Seen in three ticks.
  'polling-behind': { notifyAfter: 'PT2M', overAfter: 'PT10M' },
  'alerts-unpublished': { notifyAfter: 'PT2M', overAfter: 'PT10M' },
  // A petition that cannot be read is retried at least once an hour.
  'petitions-unreadable': { notifyAfter: 'PT2H', overAfter: 'PT75M' },
  // A petition that was set aside is due again within a day.
  'petitions-set-aside': { notifyAfter: 'PT0S', overAfter: 'PT25H' },
  // Seen twice: the list of SNS may lag behind a deploy. The reason says how many, so whoever is lost later is news.
  'recipients-missing': { notifyAfter: 'PT30M', byReason: true },
  // A confirmation lapses after two days. Of these, a day is for the recipient, and a day for the operators.
  'recipients-pending': { notifyAfter: 'PT23H' },
};

/** The problems of recipients. */
const absences = ['recipients-missing', 'recipients-pending'] as const satisfies readonly ProblemName[];

/** Recipients are looked for once a day, and once an hour while somebody is missing. */
const betweenChecks = { usual: 'PT24H', whileAbsent: 'PT1H' };

/** When recipients were last looked for, and a hash of whom petitions.json named then. */
export const recipientCheckSchema = z.object({ at: instant, named: z.string() });
export type RecipientCheck = z.output<typeof recipientCheckSchema>;

/** Whether it is time to look for the recipients. Others than before are looked for at once. */
export function isRecipientCheckDue(
  stored: SourceHealth,
  last: RecipientCheck | undefined,
  named: string,
  now: Instant,
): boolean {
  if (last === undefined || last.named !== named || isFuture(last.at, now)) return true;
  const isAbsent = absences.some((name) => stored[keyOf(name)] !== undefined);
  const wait = isAbsent ? betweenChecks.whileAbsent : betweenChecks.usual;
  return !isAfter(plus(last.at, wait), now);
}

/** To note each minute when a problem was last seen would be a write each minute. */
const notedEveryMinutes = 5;

/** Names of hosts have no slash: none of these keys is one. */
const keyOf = (problem: ProblemName): string => `monitor/${problem}`;

/**
 * `hosts` is the health of the hosts after the same run, `checked` whether the run looked for the recipients. Returns the
 * problems that go beside the hosts.
 */
export function evaluateProblems(
  previous: SourceHealth,
  hosts: SourceHealth,
  observed: readonly ObservedProblem[],
  now: Instant,
  checked = false,
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
    const { notifyAfter, overAfter, byReason } = patience[problem];
    const isOver =
      overAfter === undefined
        ? checked && seen.length === 0
        : stored !== undefined && isAfter(now, plus(stored.seen, overAfter));
    if (isOver && stored?.told === true) notify('monitor-recovered', stored.since);
    const before = isOver ? undefined : stored;
    const [first] = seen;
    if (first === undefined) return before === undefined ? [] : [[keyOf(problem), before]];
    const isNews = byReason === true && before?.told === true && before.reason !== first.reason;
    const { since, told } = before === undefined || isNews ? { since: now, told: isNews } : before;
    const isDue = isNews || (!told && !isAfter(plus(since, notifyAfter), now));
    if (isDue) notify('monitor-failing', since, first.reason);
    const isNoted = before !== undefined && minutesBetween(before.seen, now) < notedEveryMinutes;
    const reason = byReason === true ? first.reason : (before?.reason ?? first.reason);
    return [[keyOf(problem), { since, reason, told: told || isDue, seen: isNoted ? before.seen : now }]];
  });
  return { health: Object.fromEntries(health), notices };
}

type Trouble = SourceHealth[string];

/** What was seen in the future was seen while this machine's clock was ahead. */
function asOfNow(stored: Trouble | undefined, now: Instant): (Trouble & { readonly seen: Instant }) | undefined {
  if (stored === undefined) return undefined;
  const past = (at: Instant): Instant => (isFarFuture(at, now) ? now : at);
  return { ...stored, since: past(stored.since), seen: past(stored.seen ?? stored.since) };
}

const plus = (start: Instant, length: string): Instant => start.add(Temporal.Duration.from(length));
