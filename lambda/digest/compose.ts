/** Composes a digest from the status of petitions, the alerts of its span, and a moment. Pure. */
import { alertWording } from '../../src/notifications/alert-wording.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { sortByTime, overdueResponses, responsesWith } from '../../src/status/overdue.ts';
import {
  petitionStatuses,
  type StatusInput,
  type RulesLookup,
  type PetitionStatus,
} from '../../src/status/petition-status.ts';
import { clip, oneLine } from '../../src/text.ts';
import type { Digest } from '../../src/domain/digest.ts';

export interface DigestInput {
  /** The name of the list, and the zone of its times. */
  readonly name: string;
  readonly timeZone: string;
  readonly from: Instant;
  readonly until: Instant;
  readonly now: Instant;
  readonly lastTick: Instant | undefined;
  readonly petitions: readonly StatusInput[];
  readonly rulesOf: RulesLookup;
  /** The alerts that were detected in the span, oldest first. */
  readonly alerts: readonly Alert[];
  readonly unreadable: readonly string[];
}

/** How far ahead dates are named. */
const lookAhead = { days: 7 };

/** The most entries of each kind; shorter lists where a message would be too long. */
const maxNamedSteps = [100, 50, 25, 10, 5, 2, 1, 0] as const;

/** The digest with as many entries as `fits`, at most a hundred of each kind. */
export function composeDigest(facts: DigestInput, fits: (digest: Digest) => boolean): Digest {
  const whole = wholeOf(facts);
  for (const most of maxNamedSteps) {
    const digest = shortened(whole, most);
    if (fits(digest)) return digest;
  }
  return shortened(whole, 0);
}

function wholeOf(facts: DigestInput): Digest {
  const { name, timeZone, from, until, now, lastTick, petitions, rulesOf, alerts, unreadable } = facts;
  const known = petitionStatuses(petitions, now, rulesOf);
  const parts = {
    alerts: alerts.map((alert) => digestAlert(alert, timeZone)),
    overdue: overdueResponses(petitions, known, rulesOf, now, timeZone).map((one) => ({
      ...one,
      title: cleanTitle(one.title),
    })),
    deadlines: sortByTime(
      known.flatMap((one) => deadlinesOf(one, now, timeZone)),
      ({ at }) => at,
    ),
    petitions: known.map(digestPetition),
    unreadable: unreadable.map((reason) => clip(oneLine(reason), 300)),
  };
  return {
    id: `digest/${name}#${until.toString()}`,
    digest: name,
    timeZone,
    from,
    until,
    at: now,
    lastTick: lastTick ?? null,
    count: {
      alerts: parts.alerts.length,
      overdue: parts.overdue.length,
      deadlines: parts.deadlines.length,
      petitions: parts.petitions.length,
      unreadable: parts.unreadable.length,
    },
    ...parts,
  };
}

const shortened = (digest: Digest, most: number): Digest => ({
  ...digest,
  alerts: digest.alerts.slice(0, most),
  overdue: digest.overdue.slice(0, most),
  deadlines: digest.deadlines.slice(0, most),
  petitions: digest.petitions.slice(0, most),
  unreadable: digest.unreadable.slice(0, most),
});

/** Its days are in the zone of the digest. */
const digestAlert = (alert: Alert, timeZone: string): Digest['alerts'][number] => ({
  id: alert.id,
  alert: alert.alert,
  petition: alert.petition,
  title: cleanTitle(alert.title),
  threshold: alert.threshold,
  signatures: alert.signatures,
  detectedAt: alert.detectedAt,
  headline: alertWording({ ...alert, timeZone }).headline,
});

function deadlinesOf(one: PetitionStatus, now: Instant, timeZone: string): Digest['deadlines'] {
  const { petition, title, next, deadline, closedAt, goneSince, thresholds } = one;
  const horizon = now.toZonedDateTimeISO(timeZone).add(lookAhead).toInstant();
  const isNear = (at: Instant): boolean => isAfter(at, now) && !isAfter(at, horizon);
  const about = { petition, title: cleanTitle(title) };
  const answers = responsesWith(thresholds, 'due')
    .filter((line) => isNear(line.deadline))
    .map(({ threshold, needed, deadline: at }) => {
      return { ...about, deadline: 'response' as const, at, threshold, needed, missing: 0 };
    });
  if (next === null || deadline === null || closedAt !== null || goneSince !== null || !isNear(deadline))
    return answers;
  const { threshold, needed, missing } = next;
  return [{ ...about, deadline: 'signing', at: deadline, threshold, needed, missing }, ...answers];
}

const digestPetition = (one: PetitionStatus): Digest['petitions'][number] => ({
  petition: one.petition,
  title: cleanTitle(one.title),
  url: one.url,
  signatures: one.signatures,
  readAt: one.readAt,
  deadline: one.deadline,
  closedAt: one.closedAt,
  goneSince: one.goneSince,
  next: one.next,
  failures: one.failures,
});

const cleanTitle = (title: string | null): string | null => (title === null ? null : clip(oneLine(title), 200));
