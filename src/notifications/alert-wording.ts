/**
 * What each alert says to people: a headline for subjects and SMS, what happened, and what comes next. One entry an
 * alert. Times are told in the platform's zone; what was owed is told by what it is worth.
 */
import type { Alert, AlertName } from '../domain/alerts.ts';
import {
  responseDueSentence,
  responseAfterClockSentence,
  responseWasDueClause,
  clockEventText,
} from './response-wording.ts';
import {
  partsTooFew,
  partsUnpublished,
  partsHeadline,
  partsMetClause,
  partsMissingClause,
  partsRequiredClause,
} from './parts-wording.ts';
import { pluralize, formatMoment, formatNumber, formatDay, capitalize } from '../format.ts';

export interface AlertWording {
  /** A few words, without the title: "Threshold met: 100,412 of 100,000 signatures". */
  readonly headline: string;
  readonly happened: string;
  /** What comes next and by when, if anything does. */
  readonly next?: string;
}

export const alertWording = (alert: Alert): AlertWording => wordings[alert.alert](alert);

const wordings: Record<AlertName, (alert: Alert) => AlertWording> = {
  'threshold-met': (alert) => ({
    headline: `${partsUnpublished(alert) ? 'Count reached' : 'Threshold met'}${again(alert)}: ${ofNeeded(alert)}${partsHeadline(alert)}`,
    happened: partsUnpublished(alert)
      ? `The petition has reached ${needed(alert)} signatures. ${partsRequiredClause(alert)}, and whether that is reached is not published: so it is not certain that the threshold is met. It stands at ${formatNumber(alert.signatures)}.`
      : alert.certain
        ? `The petition has reached ${threshold(alert)}${again(alert)}. It stands at ${formatNumber(alert.signatures)}${partsMetClause(alert)}.`
        : `The petition has reached ${threshold(alert)}, but perhaps not in time: signing ended on ${deadline(alert)}, between two readings, and the platform does not say which came first. It stands at ${formatNumber(alert.signatures)}.`,
    next: alert.answered
      ? 'It has been answered already.'
      : join(
          alert.consequence && `At ${needed(alert)} signatures ${alert.consequence}.`,
          alert.responseDeadline && responseDueSentence(alert, alert.responseDeadline),
          alert.responseWindow && responseAfterClockSentence(alert, alert.responseWindow),
        ),
  }),
  'threshold-missed': (alert) => ({
    headline: `Threshold missed: ${ofNeeded(alert)}${partsHeadline(alert)}`,
    happened: partsTooFew(alert)
      ? `Signing is over. ${partsMissingClause(alert)}.`
      : alert.reason === 'closed-early'
        ? `The petition was closed early, before it reached ${threshold(alert)}. It has ${formatNumber(alert.signatures)}: ${missing(alert)} too few.`
        : `Signing ended on ${deadline(alert)}, and the petition has not reached ${threshold(alert)}. It has ${formatNumber(alert.signatures)}: ${missing(alert)} too few.`,
  }),
  'response-met': (alert) => ({
    headline: `Answered${alert.early ? ' before the threshold' : ''}, at ${signed(alert)}`,
    happened: alert.early
      ? `${capitalize(alert.authority)} has answered the petition before it reached ${threshold(alert)}. It stands at ${formatNumber(alert.signatures)}.`
      : alert.deadline === null && alert.clock !== undefined
        ? `${capitalize(alert.authority)} has answered the petition before it had to: the time for an answer is counted from ${clockEventText(alert.clock)}, which was still to come.`
        : `${capitalize(alert.authority)} has answered the petition, ${alert.certain ? 'in time' : 'perhaps in time: we saw the answer only after that'}. ${responseWasDueClause(alert)}.`,
    next: alert.answerUrl && `The answer: ${alert.answerUrl}`,
  }),
  'response-missed': (alert) => ({
    headline: `No answer to ${signed(alert)} by ${deadlineDay(alert)}`,
    happened: `${responseWasDueClause(alert)}, and none has come.${alert.certain ? '' : ' It is not certain, though, that the threshold was met in time.'}`,
    next: 'If an answer comes after all, we tell how late it is.',
  }),
  'threshold-retracted': (alert) => ({
    headline: `${alert.between === null ? 'Not met' : 'No longer met'}: ${ofNeeded(alert)}${partsHeadline(alert)}`,
    happened: partsTooFew(alert)
      ? `${partsMissingClause(alert)}: it is not met.`
      : `Signatures were removed, and the petition is below ${threshold(alert)} again. It stands at ${formatNumber(alert.signatures)}.`,
    next: 'If the threshold is met once more, we tell.',
  }),
  'response-late': (alert) => ({
    headline: `Answered ${late(alert)}, at ${signed(alert)}`,
    happened: `${capitalize(alert.authority)} has answered the petition, ${late(alert)}. ${responseWasDueClause(alert)}.`,
    next: alert.answerUrl && `The answer: ${alert.answerUrl}`,
  }),
  'deadline-changed': (alert) => ({
    headline: `Signing now ends on ${deadlineDay(alert)}; ${signed(alert)}`,
    happened: `The signing deadline has moved${alert.previousDeadline ? ` from ${formatMoment(alert.previousDeadline, alert.timeZone)}` : ''} to ${deadline(alert)}.`,
    next: 'Every verdict on this petition is worked out again from the new deadline.',
  }),
  'closed-early': (alert) => ({
    headline: `Closed early, at ${signed(alert)}`,
    happened: `The platform has closed the petition${alert.reason ? ` (${alert.reason})` : ''}, ${alert.deadline ? `before its deadline of ${deadline(alert)}` : 'for which it had named no deadline'}. It has ${signed(alert)}.`,
  }),
  'petition-gone': (alert) => ({
    headline: `Gone from its platform, last at ${signed(alert)}`,
    happened: `The platform does not show this petition any more. When it was last read it had ${signed(alert)}.`,
    next: 'What is known of it is kept, and we go on looking.',
  }),
  'closing-soon': (alert) => ({
    headline: `Signing ends on ${deadlineDay(alert)}: ${ofNeeded(alert)}${partsHeadline(alert)}`,
    happened: partsTooFew(alert)
      ? `Signing ends on ${deadline(alert)}. ${partsMissingClause(alert)}.`
      : `Signing ends on ${deadline(alert)}. The petition has ${signed(alert)} and needs ${missing(alert)} more to reach ${threshold(alert)}.`,
  }),
  'response-due-soon': (alert) => ({
    headline: `Answer to ${signed(alert)} awaited by ${deadlineDay(alert)}`,
    happened: `There is no answer so far. ${responseDueSentence(alert, alert.deadline ?? alert.detectedAt)}`,
  }),
  'response-overdue': (alert) => ({
    headline: `Still no answer to ${signed(alert)}, ${overdue(alert)}`,
    happened: `${responseWasDueClause(alert)}, and none has come: it is ${overdue(alert)}.`,
  }),
  'forecast-changed': (alert) => ({
    headline: `${alert.forecast?.likely ? 'Likely' : 'Unlikely'} to reach ${needed(alert)}, at ${signed(alert)}`,
    happened: `By the recent pace the petition is now ${alert.forecast?.likely ? 'likely' : 'unlikely'} to reach ${threshold(alert)} before signing ends on ${deadline(alert)}: the chance is ${chance(alert)}. It stands at ${formatNumber(alert.signatures)}.`,
    next:
      alert.forecast &&
      `By then it is expected to have ${formatNumber(alert.forecast.median)}; with a chance of four in five, ${formatNumber(alert.forecast.low)} to ${formatNumber(alert.forecast.high)}. Bursts come unforeseen.`,
  }),
  'watch-started': (alert) => ({
    headline: `Watching from ${signed(alert)}`,
    happened: `This petition is now being watched. It stands at ${signed(alert)}.`,
    next: join(
      alert.deadline && `Signing ends on ${deadline(alert)}.`,
      ...(alert.standings ?? []).map(standing(alert)),
    ),
  }),
};

const needed = (alert: Alert): string => formatNumber(alert.needed ?? 0);
const missing = (alert: Alert): string => formatNumber(Math.max((alert.needed ?? 0) - alert.signatures, 0));
const signed = (alert: Alert): string => pluralize(alert.signatures, 'signature');
const ofNeeded = (alert: Alert): string => `${formatNumber(alert.signatures)} of ${needed(alert)} signatures`;
const threshold = (alert: Alert): string => `the ${alert.threshold ?? ''} threshold of ${needed(alert)} signatures`;
const again = ({ occurrence = 1 }: Alert): string => (occurrence > 1 ? ' again' : '');
const deadline = (alert: Alert): string =>
  alert.deadline ? formatMoment(alert.deadline, alert.timeZone) : 'an unknown day';
const deadlineDay = (alert: Alert): string =>
  alert.deadline ? formatDay(alert.deadline, alert.timeZone) : 'an unknown day';

const chance = ({ forecast }: Alert): string => `about ${formatNumber(Math.round((forecast?.chance ?? 0) * 100))} %`;

const overdue = ({ daysLate = 0 }: Alert): string =>
  daysLate === 1 ? 'a day overdue' : `${formatNumber(daysLate)} days overdue`;

function late({ daysLate = 0 }: Alert): string {
  if (daysLate === 0) return 'less than a day late';
  return daysLate === 1 ? 'a day late' : `${formatNumber(daysLate)} days late`;
}

const standing =
  ({ timeZone }: Alert) =>
  (one: NonNullable<Alert['standings']>[number]): string => {
    const by = one.responseDeadline ? ` by ${formatDay(one.responseDeadline, timeZone)}` : '';
    const answer = one.response === 'none' ? '' : `, answer ${one.response}${by}`;
    return `${capitalize(one.threshold)} at ${formatNumber(one.needed)}: ${one.verdict}${answer}.`;
  };

const join = (...parts: (string | null | undefined)[]): string | undefined =>
  parts.filter(Boolean).join(' ') || undefined;
