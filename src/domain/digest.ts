/**
 * A digest: the alerts of a time span, what is overdue, what comes next, and the status of the petitions. This shape is
 * committed, published to machines, and written out in mails.
 */
import * as z from 'zod/mini';
import { alertNames } from './alerts.ts';
import { nextFields, overdueFields, statusFields } from './status-fields.ts';
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

const { url, signatures, readAt, deadline, closedAt, goneSince, failures } = statusFields;
const latest = { url, signatures, readAt, deadline, closedAt, goneSince };
const petitionStatus = z.object({ ...about, ...latest, next: z.nullable(z.object(nextFields)), failures });

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
  overdue: z.array(z.object(overdueFields)),
  /** Of the next seven days, in order. */
  deadlines: z.array(upcoming),
  /** The status of the petitions: overdue responses first, then by what comes next. */
  petitions: z.array(petitionStatus),
  /** Stored items that could not be read, and are missing here. */
  unreadable: z.array(z.string()),
});

export type Digest = z.output<typeof digestSchema>;
