/**
 * A digest: the alerts of a time span, what is overdue, what comes next, and the status of the petitions. This shape is
 * committed, published to machines, and written out in mails.
 */
import * as z from 'zod/mini';
import { alertNames } from './alerts.ts';
import { commitments } from './response-terms.ts';
import { instant } from './time.ts';

const about = {
  /** `source/id` */
  petition: z.string(),
  title: z.nullable(z.string()),
};

const digestAlert = z.object({
  /** The id of the alert: `source/id#n`. */
  id: z.string(),
  alert: z.enum(alertNames),
  ...about,
  threshold: z.nullable(z.string()),
  signatures: z.int(),
  detectedAt: instant,
  /** The alert in a few words. */
  headline: z.string(),
});

const overdue = z.object({
  ...about,
  threshold: z.string(),
  needed: z.int(),
  /** The deadline of the response. */
  deadline: instant,
  daysLate: z.int(),
  authority: z.string(),
  commitment: z.enum(commitments),
});

const upcoming = z.object({
  ...about,
  /** What ends: the time for signing, or for the response. */
  deadline: z.enum(['signing', 'response']),
  at: instant,
  threshold: z.string(),
  needed: z.int(),
  /** Signatures that are missing; 0 for a response. */
  missing: z.int(),
});

const petitionStatus = z.object({
  ...about,
  url: z.nullable(z.string()),
  /** The last count read, and when; null before the first. */
  signatures: z.nullable(z.int()),
  readAt: z.nullable(instant),
  /** The signing deadline. */
  deadline: z.nullable(instant),
  closedAt: z.nullable(instant),
  /** Since when the platform does not show it. */
  goneSince: z.nullable(instant),
  /** The nearest open threshold, and how many signatures it needs: in all, and per day until the deadline. */
  next: z.nullable(z.object({ threshold: z.string(), needed: z.int(), missing: z.int(), aDay: z.nullable(z.int()) })),
  /** Polls in a row that gave no reading. */
  failures: z.int(),
});

export const digestSchema = z.object({
  /** The same in every copy, and in no other digest: `digest/name#until`. */
  id: z.string(),
  /** The name of the list. */
  digest: z.string(),
  timeZone: z.string(),
  /** What was detected after `from` and by `until`. */
  from: instant,
  until: instant,
  /** When it was composed: the petitions' status is as of then. */
  at: instant,
  /** The last finished tick; null before the first. Later events are not in the digest. */
  lastTick: z.nullable(instant),
  /** How many there are; the lists below may hold fewer. */
  count: z.object({
    alerts: z.int(),
    overdue: z.int(),
    deadlines: z.int(),
    petitions: z.int(),
    unreadable: z.int(),
  }),
  /** Oldest first. */
  alerts: z.array(digestAlert),
  /** Overdue responses, oldest first. */
  overdue: z.array(overdue),
  /** Of the next seven days, in order. */
  deadlines: z.array(upcoming),
  /** The status of the petitions: overdue responses first, then by what comes next. */
  petitions: z.array(petitionStatus),
  /** Stored items that could not be read, and are missing here. */
  unreadable: z.array(z.string()),
});

export type Digest = z.output<typeof digestSchema>;
