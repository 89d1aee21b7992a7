/** Rules in words: for `check`, for `rules`, and for the page of the docs that is made of them. */
import { eventOf } from '../../src/notifications/response-wording.ts';
import { length, number } from '../../src/format.ts';
import type { Rules, ThresholdRule } from '../../src/domain/rules.ts';

export const cut = (cutoff: Rules['cutoff']): string =>
  cutoff === 'end-of-day' ? 'to the end of the day' : 'to the same time of day';

/** `1,000,000 signatures, and the minimum in 7 member states` */
export const takes = ({ signatures, parts }: ThresholdRule): string =>
  `${number(signatures)} signatures${parts ? `, and the minimum in ${number(parts.atLeast)} ${parts.of}` : ''}`;

/** `within 21 days of meeting it`; undefined where nobody is obliged to answer. */
export function owes({ responseWindow, clock = 'met' }: ThresholdRule): string | undefined {
  if (responseWindow === undefined) return undefined;
  return `within ${length(responseWindow)} of ${clock === 'met' ? 'meeting it' : eventOf(clock)}`;
}

/** `6 months, to the end of the day in Europe/London` */
export const signing = ({ signingWindow, cutoff, timeZone }: Rules): string =>
  signingWindow === undefined ? 'without end' : `${length(signingWindow)}, ${cut(cutoff)} in ${timeZone}`;

/** `1 in each`, or `DE 69,120, MT 4,320`; undefined where the rule asks for no parts. */
export function minimumOf({ parts }: ThresholdRule): string | undefined {
  if (parts === undefined) return undefined;
  const { minimum } = parts;
  if (typeof minimum === 'number') return `${number(minimum)} in each`;
  const each = Object.entries(minimum).sort(([a], [b]) => a.localeCompare(b));
  return each.map(([part, least]) => `${part} ${number(least)}`).join(', ');
}
