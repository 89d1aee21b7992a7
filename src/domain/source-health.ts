/**
 * How the sources are: which hosts have given no answer for how long, and what those who run the monitor are to be told
 * of it. Pure; a host is told of once when it has failed for long enough, and once when it answers again.
 */
import * as z from 'zod/mini';
import { deadlineAfter, instant, isAfter, type Instant } from './time.ts';

/** A host from which nothing was had since `since`, and why not at first; `told` when the operators know. */
const trouble = z.object({ since: instant, reason: z.string(), told: z.boolean() });

/** The hosts in trouble. */
export const healthSchema = z.record(z.string(), trouble);
export type SourceHealth = z.output<typeof healthSchema>;

export const noticeSchema = z.object({
  /** The same in every copy of one notice, and in no other. */
  id: z.string(),
  notice: z.enum(['source-failing', 'source-recovered']),
  /** The host. */
  source: z.string(),
  /** When it first gave no answer. */
  since: instant,
  /** When this was noticed. */
  at: instant,
  /** How many watched petitions are read from it. */
  petitions: z.int(),
  /** What the last failed look said; only on `source-failing`. */
  reason: z.optional(z.string()),
});
export type Notice = z.output<typeof noticeSchema>;

/** A host that is watched, and what this tick had of it: an answer, or the reason why there was none. */
export interface HostStatus {
  readonly host: string;
  readonly petitions: number;
  /** Absent: it was not asked. */
  readonly poll?: { readonly answered: true } | { readonly answered: false; readonly reason: string };
}

export interface HealthEvaluation {
  readonly health: SourceHealth;
  readonly notices: readonly Notice[];
}

/**
 * The health after a tick at `now`, of the hosts that are watched: all of them. One that fails is asked ever more rarely,
 * and is told of in time all the same. `failingAfter` is an ISO duration, such as `PT30M`.
 */
export function evaluateHealth(
  known: SourceHealth,
  hosts: readonly HostStatus[],
  now: Instant,
  failingAfter: string,
): HealthEvaluation {
  const notices: Notice[] = [];
  const troubles = hosts.flatMap(({ host, petitions, poll }): [string, SourceHealth[string]][] => {
    const before = known[host];
    const trouble = before ?? (poll?.answered === false ? { since: now, reason: poll.reason, told: false } : undefined);
    if (trouble === undefined) return [];
    const { since, told } = trouble;
    const about = { source: host, since, at: now, petitions };
    if (poll?.answered === true) {
      if (told) notices.push({ id: noticeId(host, 'recovered', since), notice: 'source-recovered', ...about });
      return [];
    }
    const isDue = !told && !isAfter(deadlineAfter(since, failingAfter, 'UTC', 'same-time'), now);
    const reason = poll?.reason ?? trouble.reason;
    if (isDue) notices.push({ id: noticeId(host, 'failing', since), notice: 'source-failing', ...about, reason });
    return [[host, { ...trouble, told: told || isDue }]];
  });
  return { health: Object.fromEntries(troubles), notices };
}

const noticeId = (host: string, notice: string, since: Instant): string => `${host}#${notice}#${since.toString()}`;
