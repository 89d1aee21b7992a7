/** The deadlines of a petition as a calendar tells them: when signing ends, and by when an answer is owed. Pure. */
import {
  answerComes,
  answerToCome,
  answerWas,
  worth,
  type Obligation,
} from '../../../src/notifications/response-wording.ts';
import { counted, moment, number } from '../../../src/format.ts';
import { clockTold, startOfClock } from '../../../src/domain/response-clock.ts';
import type { Petition } from '../../../src/domain/petition.ts';
import { isAfter, type Instant } from '../../../src/domain/time.ts';
import type { Line, Standing } from '../../../src/status/petition-status.ts';
import { clip, oneLine } from '../../../src/text.ts';
import type { Shown } from '../view-model.ts';

export interface Deadline {
  /** The same for as long as it is the same deadline, wherever it moves. */
  readonly name: string;
  readonly petition: string;
  /** What ends: the time for signing, or for answering. */
  readonly kind: 'signing' | 'response';
  readonly at: Instant;
  /** Nothing ends then any more: signing has been closed before. */
  readonly cancelled: boolean;
  /** An answer that is owed and has not come in time. */
  readonly overdue: boolean;
  /** From when it is of the past: the deadline, or an answer that came later. */
  readonly settled: Instant;
  readonly summary: string;
  /** A sentence or two a line. */
  readonly description: readonly string[];
}

export const deadlinesOf = (shown: Shown): Deadline[] => [
  ...signingOf(shown),
  ...shown.standing.thresholds.flatMap((line) => answerOf(shown, line)),
];

function signingOf({ petition, standing, rules }: Shown): Deadline[] {
  const { deadline, deadlineBy, timeZone, signatures, next } = standing;
  if (deadline === null) return [];
  const { state, over, cancelled } = courseOf(petition, standing);
  const line = next ?? nearestMissed(standing);
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
      summary: `${state}: ${titleOf(standing)}, ${countOf(signatures, line)}`,
      description: [
        `${over ? 'The signing deadline was' : 'Signing ends on'} ${moment(deadline, timeZone)}, ${deadlineBy === 'platform' ? 'as the platform says' : 'by the rules of the platform'}.`,
        ...(next === null || over
          ? []
          : [
              `${number(next.missing)} more are needed for the ${next.threshold} threshold of ${counted(next.needed, 'signature')}.`,
            ]),
        ...(rule?.consequence === undefined || over
          ? []
          : [`At ${counted(rule.signatures, 'signature')} ${rule.consequence}.`]),
        ...(rule?.responseWindow === undefined || owed === undefined || over
          ? []
          : [`${answerToCome(owed, rule.responseWindow)} ${worth[owed.commitment]}`]),
      ],
    },
  ];
}

function courseOf({ closed, gone }: Petition, { deadline, readAt }: Standing) {
  if (closed?.early === true) return { state: 'Closed early', over: true, cancelled: true };
  if (gone?.told === true) return { state: 'Gone from its platform', over: true, cancelled: true };
  const over = closed !== undefined || (deadline !== null && readAt !== null && isAfter(readAt, deadline));
  return { state: over ? 'Signing ended' : 'Signing ends', over, cancelled: false };
}

function answerOf(shown: Shown, line: Line): Deadline[] {
  const { petition, standing } = shown;
  const { threshold, needed, response, responseDeadline: deadline, certain } = line;
  const owed = obligationOf(shown, line);
  if (deadline === null) return [];
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
      summary: `${states[response] ?? ahead[owed.commitment]}: ${titleOf(standing)} (${counted(needed, 'signature')})`,
      description: [
        response === 'due' ? answerComes(owed, deadline) : `${answerWas(owed)}${unanswered[response] ?? ''}.`,
        worth[owed.commitment],
        ...(answer === undefined
          ? []
          : [`It was answered ${answer.stamp ? 'on' : 'by'} ${moment(answer.by, standing.timeZone)}.`]),
        ...(answer?.url === undefined ? [] : [`The answer: ${answer.url}`]),
        ...(certain ? [] : ['It is not certain that the threshold was met in time.']),
      ],
    },
  ];
}

const ahead = { statute: 'Answer due', promise: 'Answer promised', convention: 'Answer expected' } as const;
const states: Partial<Record<Line['response'], string>> = {
  met: 'Answered',
  late: 'Answered late',
  missed: 'Answer overdue',
};
const unanswered: Partial<Record<Line['response'], string>> = { missed: ', and none has come: it is overdue' };

function obligationOf({ petition, standing, rules }: Shown, line: Line): Obligation {
  const { threshold, responseDeadline: deadline } = line;
  const rule = rules?.thresholds.find(({ name }) => name === threshold);
  const now = standing.readAt ?? deadline;
  const start =
    rule && now && startOfClock(rule, petition.thresholds[threshold]?.met, petition, { now, lagMinutes: 0 });
  return {
    authority: rules?.authority ?? 'the authority',
    commitment: rules?.commitment ?? 'promise',
    timeZone: standing.timeZone,
    deadline,
    ...(rule && clockTold(rule, start ?? undefined)),
  };
}

/** Where nothing is open any more: the lowest line that was not reached. */
const nearestMissed = ({ thresholds }: Standing): Line | undefined =>
  thresholds.filter(({ verdict }) => verdict === 'missed').sort((a, b) => a.needed - b.needed)[0];

const countOf = (signatures: number | null, line: { readonly needed: number } | undefined): string =>
  line === undefined ? counted(signatures ?? 0, 'signature') : `${number(signatures ?? 0)} of ${number(line.needed)}`;

/** Calendars show a line or two of it. */
const titleOf = ({ title, petition }: Standing): string => clip(oneLine(title ?? ''), 200) || petition;
