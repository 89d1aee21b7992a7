/** The dates of a petition for a calendar: when signing ends, and by when a response is owed. Pure. */
import {
  responseDueSentence,
  responseAfterClockSentence,
  responseLabel,
  responseWasDueSentence,
  commitmentNotes,
  type Obligation,
} from '../../../src/notifications/response-wording.ts';
import { pluralize, formatMoment, formatNumber } from '../../../src/format.ts';
import { clockFields, clockStart } from '../../../src/domain/response-clock.ts';
import type { Petition } from '../../../src/domain/petition.ts';
import { inWorkingDays } from '../../../src/domain/rules.ts';
import { isAfter, type Instant } from '../../../src/domain/time.ts';
import type { ThresholdStatus, PetitionStatus } from '../../../src/status/petition-status.ts';
import { clip, oneLine } from '../../../src/text.ts';
import type { PetitionView } from '../view-model.ts';

export interface CalendarDeadline {
  /** The same for as long as it is the same deadline, wherever it moves. */
  readonly name: string;
  readonly petition: string;
  /** What ends: the time for signing, or for the response. */
  readonly kind: 'signing' | 'response';
  readonly at: Instant;
  /** Nothing ends then: signing was closed before. */
  readonly cancelled: boolean;
  /** The date has passed, and no response has arrived. */
  readonly overdue: boolean;
  /** From when it is past: the date, or an answer that came later. */
  readonly settled: Instant;
  readonly summary: string;
  /** One or two sentences per line. */
  readonly description: readonly string[];
}

export const calendarDeadlines = (view: PetitionView): CalendarDeadline[] => [
  ...signingDeadlines(view),
  ...view.status.thresholds.flatMap((one) => responseDeadlines(view, one)),
];

function signingDeadlines({ petition, status, rules }: PetitionView): CalendarDeadline[] {
  const { deadline, deadlineBy, timeZone, signatures, next } = status;
  if (deadline === null) return [];
  const { state, over, cancelled } = signingOutcome(petition, status);
  const threshold = next ?? nearestMissed(status);
  const rule = rules?.thresholds.find(({ name }) => name === next?.threshold);
  const owed = rules && { ...rules, deadline: null, ...(rule?.clock && { clock: rule.clock }) };
  return [
    {
      name: `${petition.petition} signing`,
      petition: petition.petition,
      kind: 'signing',
      at: deadline,
      cancelled,
      overdue: false,
      settled: deadline,
      summary: `${state}: ${titleOf(status)}, ${countOf(signatures, threshold)}`,
      description: [
        `${over ? 'The signing deadline was' : 'Signing ends on'} ${formatMoment(deadline, timeZone)}, ${deadlineBy === 'platform' ? 'set by the platform' : 'calculated from the rules of the platform'}.`,
        ...(next === null || over
          ? []
          : [
              `The ${next.threshold} threshold of ${pluralize(next.needed, 'signature')} needs ${formatNumber(next.missing)} more.`,
            ]),
        ...(rule?.consequence === undefined || over
          ? []
          : [`At ${pluralize(rule.signatures, 'signature')} ${rule.consequence}.`]),
        ...(rule?.responseWindow === undefined || owed === undefined || over
          ? []
          : [
              `${responseAfterClockSentence({ ...owed, workingDays: inWorkingDays(rule) }, rule.responseWindow)} ${commitmentNotes[owed.commitment]}`,
            ]),
      ],
    },
  ];
}

function signingOutcome({ closed, gone }: Petition, { deadline, readAt }: PetitionStatus) {
  if (closed?.early === true) return { state: 'Closed early', over: true, cancelled: true };
  if (gone?.told === true) return { state: 'Gone from its platform', over: true, cancelled: true };
  const over = closed !== undefined || (deadline !== null && readAt !== null && isAfter(readAt, deadline));
  return { state: over ? 'Signing ended' : 'Signing ends', over, cancelled: false };
}

function responseDeadlines(view: PetitionView, one: ThresholdStatus): CalendarDeadline[] {
  const { petition, status } = view;
  const { threshold, needed, response, responseDeadline: deadline, certain } = one;
  const owed = obligationOf(view, one);
  if (deadline === null || response === 'none') return [];
  const answer = response === 'met' || response === 'late' ? petition.answer : undefined;
  const answered = answer?.by ?? deadline;
  return [
    {
      name: `${petition.petition} response ${threshold}`,
      petition: petition.petition,
      kind: 'response',
      at: deadline,
      cancelled: false,
      overdue: response === 'missed',
      settled: isAfter(answered, deadline) ? answered : deadline,
      summary: `${responseLabel(response, owed.commitment)}: ${titleOf(status)} (${pluralize(needed, 'signature')})`,
      description: [
        response === 'due'
          ? responseDueSentence(owed, deadline)
          : `${responseWasDueSentence(owed)}${response === 'missed' ? ' None has arrived.' : ''}`,
        commitmentNotes[owed.commitment],
        ...(answer === undefined
          ? []
          : [`It was answered ${answer.stamp ? 'on' : 'by'} ${formatMoment(answer.by, status.timeZone)}.`]),
        ...(answer?.url === undefined ? [] : [`The answer: ${answer.url}`]),
        ...(certain ? [] : ['It is not certain that the threshold was met in time.']),
      ],
    },
  ];
}

function obligationOf(
  { petition, status, rules }: PetitionView,
  { threshold, responseDeadline: deadline, responseLaterIf: laterIf }: ThresholdStatus,
): Obligation {
  const rule = rules?.thresholds.find(({ name }) => name === threshold);
  const now = status.readAt ?? deadline;
  const start = rule && now && clockStart(rule, petition.thresholds[threshold]?.met, petition, { now, lagMinutes: 0 });
  return {
    authority: petition.authority ?? rules?.authority ?? 'the authority',
    commitment: rules?.commitment ?? 'promise',
    timeZone: status.timeZone,
    deadline,
    laterIf,
    ...(rule && clockFields(rule, start ?? undefined)),
  };
}

/** For a petition without an open threshold: the lowest one that was not reached. */
const nearestMissed = ({ thresholds }: PetitionStatus): ThresholdStatus | undefined =>
  thresholds.filter(({ verdict }) => verdict === 'missed').sort((a, b) => a.needed - b.needed)[0];

const countOf = (signatures: number | null, threshold: { readonly needed: number } | undefined): string =>
  threshold === undefined
    ? pluralize(signatures ?? 0, 'signature')
    : `${formatNumber(signatures ?? 0)} of ${formatNumber(threshold.needed)}`;

/** Short, as calendars show one or two lines of it. */
export const titleOf = ({ title, petition }: PetitionStatus): string => clip(oneLine(title ?? ''), 200) || petition;
