/**
 * The health of the sources: which hosts have not answered for how long, and the notices that operators get about it.
 * Pure. There is one notice when a host has failed for long enough, and one when it answers again.
 */
import * as z from 'zod/mini';
import { isFarFuture } from './clock.ts';
import { deadlineAfter, instant, isAfter, type Instant } from './time.ts';

/**
 * A host that has not answered since `since`, and the first reason; `told` when operators were notified. A problem of the
 * monitor itself (monitor-health.ts) also has when it was last seen.
 */
const trouble = z.object({ since: instant, reason: z.string(), told: z.boolean(), seen: z.optional(instant) });

/** The hosts in trouble, and the problems. */
export const healthSchema = z.record(z.string(), trouble);
export type SourceHealth = z.output<typeof healthSchema>;

/** What operators are notified of. */
export const noticeNames = [
  'source-failing',
  'source-recovered',
  'monitor-failing',
  'monitor-recovered',
  'channel-failing',
  'channel-recovered',
  'channel-dropped',
] as const;

export const noticeSchema = z.object({
  /** The same in every copy of one notice, and in no other. */
  id: z.string(),
  notice: z.enum(noticeNames),
  /** The host, or `monitor`, or the channel. */
  source: z.string(),
  /** What is wrong with the monitor; only on its own notices. */
  problem: z.optional(z.string()),
  /** When it first did not answer, or when the problem was first seen. */
  since: instant,
  /** When the monitor noticed. */
  at: instant,
  /** How many watched petitions are on it, or how many the problem concerned when the notice was made; 0 for a channel. */
  petitions: z.int(),
  /** Of a channel: how many alerts wait for it, or were dropped. */
  alerts: z.optional(z.int()),
  /** The reason of the last failed poll; or what is wrong; only on the failing ones. */
  reason: z.optional(z.string()),
});
export type Notice = z.output<typeof noticeSchema>;

/** A watched host, and the result of this tick's polls: an answer, or the reason why there was no answer. */
export interface HostStatus {
  readonly host: string;
  readonly petitions: number;
  /** Absent: it was not polled. */
  readonly poll?: { readonly answered: true } | { readonly answered: false; readonly reason: string };
}

export interface HealthEvaluation {
  readonly health: SourceHealth;
  readonly notices: readonly Notice[];
}

/**
 * The health of all watched hosts after a tick at `now`. A host that fails is polled more and more rarely, but its
 * notice comes in time. `failingAfter` is an ISO duration, such as `PT30M`. There are at most `room` notices; the others are
 * made at a later tick.
 */
export function evaluateHealth(
  previous: SourceHealth,
  hosts: readonly HostStatus[],
  now: Instant,
  failingAfter: string,
  room = Infinity,
): HealthEvaluation {
  const notices: Notice[] = [];
  const troubles = hosts.flatMap(({ host, petitions, poll }): [string, SourceHealth[string]][] => {
    const stored = previous[host];
    // What began in the future began while this machine's clock was ahead.
    const before = stored && isFarFuture(stored.since, now) ? { ...stored, since: now } : stored;
    const trouble = before ?? (poll?.answered === false ? { since: now, reason: poll.reason, told: false } : undefined);
    if (trouble === undefined) return [];
    const { since, told } = trouble;
    const about = { source: host, since, at: now, petitions };
    if (poll?.answered === true) {
      if (told && notices.length >= room) return [[host, trouble]];
      if (told) notices.push({ id: noticeId(host, 'recovered', since), notice: 'source-recovered', ...about });
      return [];
    }
    const hasRoom = notices.length < room;
    const isDue = hasRoom && !told && !isAfter(deadlineAfter(since, failingAfter, 'UTC', 'same-time'), now);
    const reason = poll?.reason ?? trouble.reason;
    if (isDue) notices.push({ id: noticeId(host, 'failing', since), notice: 'source-failing', ...about, reason });
    return [[host, { ...trouble, told: told || isDue }]];
  });
  return { health: Object.fromEntries(troubles), notices };
}

const noticeId = (host: string, notice: string, since: Instant): string => `${host}#${notice}#${since.toString()}`;
