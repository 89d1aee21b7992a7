/**
 * What each alert says to people: a headline for subjects and SMS, what happened, and what comes next. One entry an
 * alert. Times are in the platform's zone; what is owed is worded by what it is worth.
 */
import type { Alert, AlertName } from '../domain/alerts.ts';
import {
  clockEventText,
  owedBy,
  responseDateName,
  pastDate,
  responseAfterClockSentence,
  responseDateText,
  responseDueSentence,
  responseStatusSentence,
  responseWasDueSentence,
} from './response-wording.ts';
import {
  partsTooFew,
  partsUnpublished,
  partsHeadline,
  partsMetClause,
  partsMissingClause,
  partsRequiredClause,
} from './parts-wording.ts';
import { isAfter } from '../domain/time.ts';
import {
  pluralize,
  formatMoment,
  formatNumber,
  formatDay,
  formatIsoDuration,
  capitalize,
  formatChance,
} from '../format.ts';
import { forecastNumber, roundForecast } from '../rounding.ts';

export interface AlertWording {
  /** A few words, without the title: "Threshold met: 100,412 of 100,000 signatures". */
  readonly headline: string;
  readonly happened: string;
  /** What comes next and by when, if anything does. */
  readonly next?: string;
}

export function alertWording(alert: Alert): AlertWording {
  const wording = wordings[alert.alert](alert);
  const { flapping, timeZone } = alert;
  if (flapping === undefined) return wording;
  const { headline, happened } = wording;
  const often = `${flapping.changes} changes since ${formatMoment(flapping.since, timeZone)}`;
  switch (flapping.state) {
    case 'started':
      return {
        ...wording,
        headline: `Keeps changing: ${headline}`,
        happened: `${happened} The platform keeps changing this, with ${often}. You will get no other alert about it until it has been the same for an hour.`,
      };
    case 'settled':
      return {
        ...wording,
        headline: `Settled: ${headline}`,
        happened: `${happened} This has been the same for an hour, after ${often}.`,
      };
    case 'withdrawn':
      return {
        headline: `No longer so: ${headline}`,
        happened: `The platform showed something for a time, and has not shown it for an hour, after ${often}. It was: ${happened}`,
      };
  }
}

const wordings: Record<AlertName, (alert: Alert) => AlertWording> = {
  'threshold-met': (alert) => ({
    headline: `${partsUnpublished(alert) ? 'Count reached' : 'Threshold met'}${again(alert)}: ${ofNeeded(alert)}${before(alert)}${partsHeadline(alert)}`,
    happened: partsUnpublished(alert)
      ? `The petition has reached ${needed(alert)} signatures. ${partsRequiredClause(alert)}. The platform does not publish whether that is reached, so it is not certain that the threshold is met. It stands at ${formatNumber(alert.signatures)}.`
      : alert.certain || alert.verifiedBy
        ? `${numberChanged(alert)}The petition has reached ${threshold(alert)}${again(alert)}${provisional(alert)}. It stands at ${formatNumber(alert.signatures)}${partsMetClause(alert)}.`
        : `The petition has reached ${threshold(alert)}, but possibly not in time. Signing ended on ${deadline(alert)}, between two readings, and the platform does not say which came first. It stands at ${formatNumber(alert.signatures)}.`,
    next: alert.answered
      ? 'It has already been answered.'
      : join(
          alert.consequence && `At ${needed(alert)} signatures ${alert.consequence}.`,
          alert.responseDeadline && responseDue(alert, alert.responseDeadline),
          alert.responseWindow && responseAfterClockSentence(alert, alert.responseWindow),
        ),
  }),
  'threshold-missed': (alert) => ({
    headline: `Threshold missed${afterVerification(alert)}: ${ofNeeded(alert)}${partsHeadline(alert)}`,
    happened: isRefused(alert)
      ? refusedSentences(alert)
      : partsTooFew(alert)
        ? `Signing is over. ${partsMissingClause(alert)}.`
        : alert.reason === 'closed-early'
          ? `The petition was closed early, before it reached ${threshold(alert)}. It has ${signed(alert)}, ${missing(alert)} too few.`
          : `Signing ended on ${deadline(alert)}, and the petition has not reached ${threshold(alert)}. It has ${signed(alert)}, ${missing(alert)} too few.`,
  }),
  'response-met': (alert) => ({
    headline: `Answered${alert.early ? ' before the threshold' : ''}, at ${signed(alert)}`,
    happened: `The petition has been answered by ${alert.authority}${answeredWhen(alert)}.`,
    next: theAnswer(alert),
  }),
  'response-missed': (alert) => ({
    headline: `No response by ${responseDateName(alert.commitment)}, ${deadlineDay(alert)}: ${signed(alert)}`,
    happened: `${responseWasDueSentence(alert)} None has arrived.${alert.certain ? '' : ' It is not certain, however, that the threshold was met in time.'}`,
    next: 'If a response still arrives, you will get another alert.',
  }),
  'threshold-retracted': (alert) => ({
    headline: `${alert.between === null ? 'Not met' : 'No longer met'}${afterVerification(alert)}: ${ofNeeded(alert)}${before(alert)}${partsHeadline(alert)}`,
    happened: isRefused(alert)
      ? refusedSentences(alert)
      : partsTooFew(alert)
        ? `${partsMissingClause(alert)}. The threshold is not met.`
        : alert.previousNeeded !== undefined
          ? `${numberChanged(alert)}The petition is below that. It stands at ${formatNumber(alert.signatures)}.`
          : `Signatures were removed, and the petition is below ${threshold(alert)} again. It stands at ${formatNumber(alert.signatures)}.`,
    ...(!isRefused(alert) && { next: 'You will get another alert if it is met again.' }),
  }),
  'response-late': (alert) => ({
    headline: `Answered ${dayCount(alert)} ${pastDate(alert.commitment, 'late')}, at ${signed(alert)}`,
    happened: `The petition has been answered by ${alert.authority}, ${dayCount(alert)} after ${responseDateText(alert)}.`,
    next: theAnswer(alert),
  }),
  'deadline-changed': (alert) => (alert.threshold === null ? signingMoved(alert) : responseMoved(alert)),
  'threshold-changed': (alert) => ({
    headline: `Now ${needed(alert)} signatures are needed${before(alert)}: ${signed(alert)}`,
    happened: `${numberChanged(alert)}The petition stands at ${formatNumber(alert.signatures)}.`,
  }),
  'closed-early': (alert) => ({
    headline: `Closed early, at ${signed(alert)}`,
    happened: `The platform has closed the petition${alert.reason && alert.reason !== 'closed' ? ` (${alert.reason})` : ''}${alert.deadline ? ` before its deadline, ${deadline(alert)}` : '. The platform had set no deadline'}. The petition has ${signed(alert)}.`,
  }),
  'petition-gone': (alert) => ({
    headline: `Gone from its platform, last at ${signed(alert)}`,
    happened: `The platform no longer shows this petition. It had ${signed(alert)} when it was last read.`,
    next: 'Its record is kept, and we keep checking.',
  }),
  'closing-soon': (alert) => ({
    headline: `Signing ends on ${deadlineDay(alert)}: ${alert.threshold === null ? signed(alert) : ofNeeded(alert)}${partsHeadline(alert)}`,
    happened: `Signing ends on ${deadline(alert)}. ${stillMissing(alert)}`,
  }),
  'response-due-soon': (alert) => ({
    headline: `No response yet, ${owedBy(alert.commitment, deadlineDay(alert), alert.laterIf)}: ${signed(alert)}`,
    happened: `There is no response yet.${alert.askedWithin === undefined ? '' : ` It was asked for within ${formatIsoDuration(alert.askedWithin)}.`} ${responseDue(alert, alert.deadline ?? alert.detectedAt)}`,
  }),
  'response-overdue': (alert) => ({
    headline: `Still no response to ${signed(alert)}, ${dayCount(alert)} ${pastDate(alert.commitment, 'overdue')}`,
    happened: `${responseWasDueSentence(alert)} That was ${dayCount(alert)} ago, and none has arrived.`,
  }),
  'forecast-changed': (alert) => ({
    headline: `${alert.forecast?.likely ? 'Likely' : 'Unlikely'} to reach ${needed(alert)}, at ${signed(alert)}`,
    happened: `At its recent pace the petition is now ${alert.forecast?.likely ? 'likely' : 'unlikely'} to reach ${threshold(alert)} before signing ends on ${deadline(alert)}. The chance is estimated at ${formatChance(alert.forecast?.chance ?? 0)}. It stands at ${formatNumber(alert.signatures)}.`,
    next: alert.forecast && forecastText(alert.forecast, alert.signatures),
  }),
  'watch-started': (alert) => ({
    headline: `Watching from ${signed(alert)}`,
    happened: `This petition is now being watched. It stands at ${signed(alert)}.`,
    next: join(
      alert.deadline && `Signing ${ends(alert)} on ${deadline(alert)}.`,
      ...(alert.standings ?? []).map(standing(alert)),
    ),
  }),
};

/** The signing deadline has moved. */
const signingMoved = (alert: Alert): AlertWording => ({
  headline: `Signing ${isAhead(alert, alert.deadline) ? 'now ends' : 'ended'} on ${deadlineDay(alert)}: ${signed(alert)}`,
  happened: `The signing deadline has moved${alert.previousDeadline ? ` from ${formatMoment(alert.previousDeadline, alert.timeZone)}` : ''} to ${deadline(alert)}.`,
  next: 'All verdicts are re-evaluated against the new deadline.',
});

/** The platform names another day for the response, or one that was missed is due by another day. */
const responseMoved = (alert: Alert): AlertWording => ({
  headline: `Response now ${owedBy(alert.commitment, deadlineDay(alert))}: ${signed(alert)}`,
  happened: `There is another day for the response: ${deadline(alert)}. Before, it was ${alert.previousDeadline ? formatMoment(alert.previousDeadline, alert.timeZone) : 'not known'}.`,
  ...(alert.deadline && { next: responseDue(alert, alert.deadline) }),
});

/** What a petition still lacks shortly before signing ends. */
const stillMissing = (alert: Alert): string => {
  if (partsTooFew(alert)) return `${partsMissingClause(alert)}.`;
  return alert.threshold === null
    ? `The petition has ${signed(alert)}.`
    : `The petition has ${signed(alert)} and needs ${missing(alert)} more to reach ${threshold(alert)}.`;
};

const provisional = ({ verifiedBy }: Alert): string =>
  verifiedBy === undefined ? '' : `, provisionally: ${verifiedBy} will verify the signatures`;
const isRefused = ({ reason }: Alert): boolean => reason === 'not-verified';
const afterVerification = (alert: Alert): string => (isRefused(alert) ? ' after verification' : '');
const refusedSentences = (alert: Alert): string =>
  `The petition has not passed the verification of its signatures. ${alert.verified === undefined ? 'Too few' : `Only ${formatNumber(alert.verified)}`} are valid, and ${threshold(alert)} is not met. ${signed(alert)} were collected.`;
const needed = (alert: Alert): string => formatNumber(alert.needed ?? 0);
const missing = (alert: Alert): string => formatNumber(Math.max((alert.needed ?? 0) - alert.signatures, 0));
/** How it begins, in the authority's own words, and where it is. */
const theAnswer = ({ answerText, answerUrl }: Alert): string | undefined =>
  join(answerText && `It begins: “${answerText}”`, answerUrl && `The answer: ${answerUrl}`);
const signed = (alert: Alert): string => pluralize(alert.signatures, 'signature');
const ofNeeded = (alert: Alert): string =>
  `${formatNumber(alert.verified ?? alert.signatures)} of ${needed(alert)} ${isRefused(alert) && alert.verified === undefined ? 'signatures collected' : 'signatures'}`;
const threshold = (alert: Alert): string => `the ${alert.threshold ?? ''} threshold of ${needed(alert)} signatures`;
/** The platform's number before, where it has changed it. */
const before = ({ previousNeeded: number }: Alert): string =>
  number === undefined ? '' : ` (before: ${formatNumber(number)})`;
const numberChanged = (alert: Alert): string =>
  alert.previousNeeded === undefined
    ? ''
    : `The platform has changed the ${alert.threshold ?? ''} threshold from ${formatNumber(alert.previousNeeded)} to ${needed(alert)} signatures. `;
const again = ({ occurrence = 1, metBefore }: Alert): string =>
  metBefore === true ? ' again' : occurrence > 1 ? ' after all' : '';
/** Whether an instant lies ahead of the alert: the tense of what is said of it. */
const isAhead = ({ detectedAt }: Alert, at: Alert['deadline']): boolean => at !== null && isAfter(at, detectedAt);
const ends = (alert: Alert): string => (isAhead(alert, alert.deadline) ? 'ends' : 'ended');
const responseDue = (alert: Alert, by: Alert['detectedAt']): string =>
  isAhead(alert, by) ? responseDueSentence(alert, by) : responseWasDueSentence({ ...alert, deadline: by });
const deadline = (alert: Alert): string =>
  alert.deadline ? formatMoment(alert.deadline, alert.timeZone) : 'an unknown day';
const deadlineDay = (alert: Alert): string =>
  alert.deadline ? formatDay(alert.deadline, alert.timeZone) : 'an unknown day';

function forecastText(forecast: NonNullable<Alert['forecast']>, signatures: number): string {
  const { low, median, high } = roundForecast(forecast, signatures);
  const about = (value: number): string => forecastNumber(value, formatNumber);
  return `It is expected to have about ${about(median)} signatures by then. 80% likely range: about ${about(low)} to ${about(high)}. Sudden surges cannot be predicted.`;
}

function answeredWhen(alert: Alert): string {
  if (alert.early) return ` before it reached ${threshold(alert)}. It stands at ${formatNumber(alert.signatures)}`;
  if (alert.deadline === null && alert.clock === undefined) return '';
  if (alert.deadline === null && alert.clock !== undefined)
    return ` early. The time for a response is counted from ${clockEventText(alert.clock)}, which has not happened yet`;
  if (alert.laterIf !== undefined && !alert.certain)
    return `, after ${responseDateText(alert)}. The answer is in time if ${alert.laterIf}`;
  return alert.certain
    ? ` before ${responseDateText(alert)}`
    : `, possibly in time. We first saw the answer after ${responseDateText(alert)}`;
}

function dayCount({ daysLate = 0 }: Alert): string {
  if (daysLate === 0) return 'less than a day';
  return daysLate === 1 ? 'a day' : `${formatNumber(daysLate)} days`;
}

const standing =
  ({ commitment, timeZone }: Alert) =>
  ({
    threshold: name,
    needed: least,
    verdict,
    response,
    responseDeadline: by,
    responseLaterIf: laterIf,
  }: Standing): string =>
    `${capitalize(name)} (${pluralize(least, 'signature')}): ${join(`${verdict}.`, responseStatusSentence(response, { commitment, timeZone, deadline: by, laterIf })) ?? ''}`;

type Standing = NonNullable<Alert['standings']>[number];

const join = (...parts: (string | null | undefined)[]): string | undefined =>
  parts.filter(Boolean).join(' ') || undefined;
