/**
 * A digest: what was told in a stretch of time, what is overdue and what comes next, and where the petitions stand. This is
 * the shape that is committed, published to machines, and written out in mails.
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

const told = z.object({
  /** Of the alert: `source/id#n`. */
  id: z.string(),
  alert: z.enum(alertNames),
  ...about,
  threshold: z.nullable(z.string()),
  signatures: z.int(),
  detectedAt: instant,
  /** What it says, in a few words. */
  headline: z.string(),
});

const overdue = z.object({
  ...about,
  threshold: z.string(),
  needed: z.int(),
  /** The date of the response; `commitment` says what it is worth. */
  deadline: instant,
  daysLate: z.int(),
  authority: z.string(),
  commitment: z.enum(commitments),
});

const ahead = z.object({
  ...about,
  /** What ends: the time for signing, or for answering. */
  deadline: z.enum(['signing', 'response']),
  at: instant,
  threshold: z.string(),
  needed: z.int(),
  /** Signatures that are missing; of a response, none. */
  missing: z.int(),
});

const standing = z.object({
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
  /** The nearest open threshold, and how many signatures it takes: in all, and a day until the deadline. */
  next: z.nullable(z.object({ threshold: z.string(), needed: z.int(), missing: z.int(), aDay: z.nullable(z.int()) })),
  /** Looks in a row that gave no reading. */
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
  /** When it was put together: as of when petitions stand. */
  at: instant,
  /** The last finished tick; null before the first. What happened after it is not known here. */
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
  alerts: z.array(told),
  /** Responses past their date, oldest first. */
  overdue: z.array(overdue),
  /** Of the next seven days, in their order. */
  deadlines: z.array(ahead),
  /** Where the petitions stand: overdue answers first, then by what comes next. */
  petitions: z.array(standing),
  /** What is stored and could not be read: so it is not in here. */
  unreadable: z.array(z.string()),
});

export type Digest = z.output<typeof digestSchema>;
