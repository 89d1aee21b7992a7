/**
 * Flapping: of a platform that shows now this and now that, every change would be an alert. What has changed three times
 * in an hour is told once more, as flapping. It is told again when it has been the same for an hour. Pure.
 *
 * A fact is what an alert is about: the verdict on a threshold, the response to one, the signing deadline, and so on. Each
 * is damped by itself: one that flaps does not hide another.
 */
import type { Alert, AlertName } from './alerts.ts';
import type { Evaluation } from './evaluate.ts';
import type { Flapping, Petition, RecentFact } from './petition.ts';
import { earliest, isAfter, type Instant } from './time.ts';

/** How long something must be the same to be told again. Changes further apart do not count together. */
const steadyTime = { hours: 1 };

/** So many changes in an hour are told one by one. The next makes it flapping. */
const maxChanges = 2;

/** So many alerts in an hour about other things than verdicts and responses: then each is told once an hour. */
const maxMinor = 6;

/** Of the other alerts, each name is a fact of its own. */
const factNames: Partial<Record<AlertName, 'verdict' | 'response'>> = {
  'threshold-met': 'verdict',
  'threshold-missed': 'verdict',
  'threshold-retracted': 'verdict',
  'response-met': 'response',
  'response-missed': 'response',
  'response-late': 'response',
};

/** At least an hour apart, and sent once: nothing of them can flap. */
const steadyAlerts: readonly AlertName[] = ['response-overdue', 'watch-started'];

/** Two alerts about one fact say different things about it, or the same again. */
export const factOf = ({ alert, threshold }: Pick<Alert, 'alert' | 'threshold'>): string =>
  `${factNames[alert] ?? alert} ${threshold ?? ''}`.trim();

/** The newer of two alerts about one fact, told in place of both: it moved from where it was before the older one. */
export function withEarlierFrom(older: Alert, newer: Alert): Alert {
  if (older.alert !== newer.alert || isTakenBack(older, newer)) return newer;
  const { previousDeadline, previousNeeded } = older;
  return {
    ...newer,
    ...(previousDeadline && { previousDeadline }),
    ...(newer.alert === 'threshold-changed' && { previousNeeded }),
  };
}

/** Whether things are again as they were before the older of two alerts of one kind. */
export function isTakenBack(older: Alert, { deadline, needed, forecast }: Alert): boolean {
  switch (older.alert) {
    case 'deadline-changed':
      return deadline !== null && older.previousDeadline?.equals(deadline) === true;
    case 'threshold-changed':
      return older.previousNeeded === needed;
    case 'forecast-changed':
      return older.forecast?.likely !== forecast?.likely;
    default:
      return false;
  }
}

/** When something that flaps may be told again: the petition must be polled then. */
export const steadyTimes = ({ recent = {} }: Petition): Instant[] =>
  Object.values(recent).flatMap(({ flapping }) => (flapping ? [flapping.changedAt.add(steadyTime)] : []));

/** The evaluation of a poll at `now`, with those of its alerts that are to be told. `previous` is the petition before. */
export function dampened(previous: Petition, { petition, alerts }: Evaluation, now: Instant): Evaluation {
  const { recent: before = {}, alerts: number } = previous;
  // What waits for a second reading may be the next change.
  const { last, gone, unconfirmed } = petition;
  const isObserved = gone !== undefined || (last?.at.equals(now) === true && unconfirmed === undefined);
  const flaps = Object.values(before).some(({ flapping }) => flapping !== undefined);
  // What is old is left out when something is written anyway.
  const isWritten = petition.counts !== previous.counts && previous.recent !== undefined;
  if (alerts.length === 0 && !isWritten && !(flaps && isObserved)) return { petition, alerts };

  const facts = new Map(Object.entries(before).filter(([, fact]) => isRecent(fact, now)));
  const told: Alert[] = [];
  let minor = [...facts].flatMap(([name, fact]) => (isMinorFact(name) ? lately(fact, now) : [])).length;
  for (const alert of alerts) {
    if (steadyAlerts.includes(alert.alert)) {
      told.push(alert);
      continue;
    }
    const name = factOf(alert);
    const others = [...facts].some(([other, { flapping }]) => other !== name && flapping !== undefined);
    const { next, tell } = changed(facts.get(name) ?? { told: [] }, alert, others || minor >= maxMinor, now);
    if (factNames[alert.alert] === undefined) minor += tell.length;
    facts.set(name, next);
    told.push(...tell);
  }
  for (const [name, { flapping }] of facts) {
    if (!isObserved || flapping === undefined || flapping.changedAt.equals(now)) continue;
    const { next, tell } = unchanged(flapping, petition, now);
    facts.set(name, next);
    told.push(...tell);
  }
  const numbered = told.map((alert, index) => ({ ...alert, id: `${petition.petition}#${number + index + 1}` }));
  const recent = facts.size === 0 ? undefined : Object.fromEntries(facts);
  return { petition: { ...petition, recent, alerts: number + numbered.length }, alerts: numbered };
}

interface Damped {
  readonly next: RecentFact;
  readonly tell: readonly Alert[];
}

/** When it was told within the last hour. */
const lately = ({ told }: Pick<RecentFact, 'told'>, now: Instant): Instant[] =>
  told.filter((at) => isAfter(at.add(steadyTime), now));

const isRecent = (fact: RecentFact, now: Instant): boolean =>
  fact.flapping !== undefined || lately(fact, now).length > 0;

/** Neither a verdict nor a response. */
const isMinorFact = (name: string): boolean => !/^(?:verdict|response) /.test(name);

/**
 * A poll made an alert about this fact. While another fact flaps, or after many alerts, subscribers know that the platform keeps changing what it
 * shows: they need not be told of each fact, unless it is what they wait for.
 */
function changed({ told, flapping }: RecentFact, alert: Alert, isRestrained: boolean, now: Instant): Damped {
  if (flapping !== undefined) {
    const { isTold, alert: last, changes } = flapping;
    const newest = isTold ? alert : withEarlierFrom(last, alert);
    const next = { ...flapping, alert: newest, isTold: false, holds: true, changes: changes + 1, changedAt: now };
    return { next: { told: [], flapping: next }, tell: [] };
  }
  const all = [...lately({ told }, now), now];
  const since = earliest(now, ...all);
  const isMinor = isRestrained && factNames[alert.alert] === undefined;
  if (all.length <= (isMinor ? maxChanges - 1 : maxChanges)) return { next: { told: all }, tell: [alert] };
  const next: Flapping = { alert, isTold: !isMinor, holds: true, since, changes: all.length, changedAt: now };
  return { next: { told: [], flapping: next }, tell: isMinor ? [] : [withFlapping(next, 'started')] };
}

/** No alert was made about a fact that flaps: it may have gone back without one, or have been the same for an hour. */
function unchanged(flapping: Flapping, petition: Petition, now: Instant): Damped {
  const { alert, changes, changedAt } = flapping;
  const holds = stillHolds(alert, petition);
  if (holds !== flapping.holds) {
    return { next: { told: [], flapping: { ...flapping, holds, changes: changes + 1, changedAt: now } }, tell: [] };
  }
  if (isAfter(changedAt.add(steadyTime), now)) return { next: { told: [], flapping }, tell: [] };
  const { last } = petition;
  const ended = { ...withFlapping(flapping, holds ? 'settled' : 'withdrawn'), detectedAt: now };
  const isNoUse = !holds && isAboutTime(alert);
  return {
    next: { told: [now] },
    tell: isNoUse ? [] : [{ ...ended, signatures: last?.signatures ?? alert.signatures }],
  };
}

const withFlapping = ({ alert, since, changes }: Flapping, state: NonNullable<Alert['flapping']>['state']): Alert => ({
  ...alert,
  flapping: { state, since, changes },
});

/** Warnings and forecasts: when they no longer hold, there is nothing to take back. */
const isAboutTime = ({ alert }: Alert): boolean =>
  ['closing-soon', 'response-due-soon', 'forecast-changed'].includes(alert);

/** Whether what an alert said is true of the petition now. Some verdicts are taken back without an alert. */
function stillHolds({ alert, threshold: name, needed, deadline, forecast }: Alert, petition: Petition): boolean {
  const threshold = name === null ? undefined : petition.thresholds[name];
  const { verdict, response, prospect } = threshold ?? {};
  const isThen = (at: Instant | undefined): boolean => deadline !== null && at?.equals(deadline) === true;
  switch (alert) {
    case 'threshold-met':
      return verdict === 'met';
    case 'threshold-missed':
      return verdict === 'missed';
    case 'threshold-retracted':
      return verdict !== 'met';
    case 'response-met':
      return response?.verdict === 'met';
    case 'response-missed':
      return response?.verdict === 'missed';
    case 'response-late':
      return response?.verdict === 'late';
    case 'response-due-soon':
      return response?.verdict === 'due' && isThen(response.deadline);
    case 'deadline-changed':
      return isThen(name === null ? petition.deadline?.at : response?.deadline);
    case 'threshold-changed':
      return threshold?.needed === needed;
    case 'closing-soon':
      return verdict === 'open' && petition.closed === undefined && isThen(petition.deadline?.at);
    case 'closed-early':
      return petition.closed?.early === true;
    case 'petition-gone':
      return petition.gone?.told === true;
    case 'forecast-changed':
      return verdict === 'open' && prospect?.likely === forecast?.likely;
    case 'response-overdue':
    case 'watch-started':
      return true;
  }
}
