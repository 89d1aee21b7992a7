/** Words rules for `check`, for `rules` and for docs/rules.md. */
import { clockEventText, orLater, windowText } from '../../src/notifications/response-wording.ts';
import { formatIsoDuration, formatNumber, pluralize } from '../../src/format.ts';
import { inWorkingDays, type Rules, type ThresholdRule } from '../../src/domain/rules.ts';

export const cutoffText = (cutoff: Rules['cutoff']): string =>
  cutoff === 'end-of-day' ? 'to the end of the day' : 'to the same time of day';

/** `1,000,000 signatures, and the minimum in 7 member states` */
export const requirementText = ({ signatures, parts }: ThresholdRule): string =>
  `${pluralize(signatures, 'signature')}${parts ? `, and the minimum in ${formatNumber(parts.atLeast)} ${parts.of}` : ''}`;

/** `within 21 days of reaching it`; undefined where no response has a date. */
export function obligationText(rule: ThresholdRule): string | undefined {
  const { responseWindow, responseTerm: { sittingDays, laterIf, askedWithin, before = [] } = {}, clock = 'met' } = rule;
  if (responseWindow === undefined) return rule.answerDue === true ? 'by the day that the platform names' : undefined;
  return [
    `within ${windowText(responseWindow, inWorkingDays(rule))} of ${clock === 'met' ? 'reaching it' : clockEventText(clock)}`,
    ...(askedWithin === undefined ? [] : [`asked for within ${formatIsoDuration(askedWithin)}`]),
    ...(sittingDays === undefined ? [] : ['or on the next sitting day']),
    ...(laterIf === undefined ? [] : [`or later if ${laterIf}`]),
    ...before.map(
      (one) => `within ${formatIsoDuration(one.responseWindow)} where that was before ${one.day}${orLater(one)}`,
    ),
  ].join(', ');
}

/**
 * `6 months, to the end of the day in Europe/London`; without a window the platform names the deadline, if there is
 * one.
 */
export function signingRuleText({ signingWindow, cutoff, timeZone, stopsAtDeadline }: Rules): string {
  if (signingWindow !== undefined) return `${formatIsoDuration(signingWindow)}, ${cutoffText(cutoff)} in ${timeZone}`;
  return stopsAtDeadline ? 'until the deadline that the platform names' : 'no time limit';
}

/** `1 in each`, or `DE 69,120, MT 4,320`; undefined where the rule requires no parts. */
export function minimumText({ parts }: ThresholdRule): string | undefined {
  if (parts === undefined) return undefined;
  const { minimum } = parts;
  if (typeof minimum === 'number') return `${formatNumber(minimum)} in each`;
  const each = Object.entries(minimum).sort(([a], [b]) => a.localeCompare(b));
  return each.map(([part, least]) => `${part} ${formatNumber(least)}`).join(', ');
}

/** An early end for want of signatures, where the rules have one. */
export const lapseText = ({ lapse }: Rules): string[] =>
  lapse === undefined
    ? []
    : [`It ends after ${formatIsoDuration(lapse.within)} where fewer than ${formatNumber(lapse.atLeast)} have signed.`];

/** How far the days that count are known: beyond that, a response is never called late. */
export function calendarText({ responseTerm: { sittingDays, workingDays } = {} }: ThresholdRule): string[] {
  const calendar = sittingDays ?? workingDays;
  if (calendar === undefined) return [];
  const name = sittingDays ? 'sitting days' : 'working days';
  const known = calendar.published.map(({ from, until, source }) => `from ${from} to ${until} (${source})`).join(', ');
  return [
    `The ${name} ${known === '' ? 'are not entered' : `are entered ${known}`}. Where they are not, the response may be due later, and is never called late.`,
  ];
}
