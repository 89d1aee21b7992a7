/** The status of petitions as a table: one row per threshold. */
import { formatChance, formatDay, formatMoment, formatNumber, pluralize } from '../src/format.ts';
import { isAfter, type Instant } from '../src/domain/time.ts';
import { commitmentTo } from '../src/domain/rules.ts';
import { conventionMark, owedBy, responseState, type Commitment } from '../src/notifications/response-wording.ts';
import {
  builtInRules,
  type PetitionStatus,
  type RulesLookup,
  type ThresholdStatus,
} from '../src/status/petition-status.ts';
import { oneLine } from '../src/text.ts';
import { durationText } from './duration-text.ts';
import { fittingTable, type Column } from './fitting-table.ts';

const columns: readonly Column[] = [
  { head: 'petition' },
  { head: 'title', width: 34 },
  { head: 'signatures', align: 'right' },
  { head: 'signing until' },
  { head: 'threshold' },
  { head: 'needs', align: 'right' },
  { head: 'per day', align: 'right' },
  { head: 'chance', align: 'right' },
  { head: 'verdict' },
  { head: 'response' },
];

/**
 * `width` is that of the terminal, if not given: where the table is wider, each petition is a block. Without `rulesOf`, a response is
 * worded by the built-in rules of its platform.
 */
export const statusTable = (
  statuses: readonly PetitionStatus[],
  now: Instant,
  { rulesOf = builtInRules, width }: { readonly rulesOf?: RulesLookup; readonly width?: number } = {},
): string => fittingTable({ columns, groups: statuses.map((status) => rowsOf(status, rulesOf, now)) }, width);

function rowsOf(status: PetitionStatus, rulesOf: RulesLookup, now: Instant): string[][] {
  const { petition, title, signatures, thresholds, next, forecast, timeZone } = status;
  const [first = emptyCells, ...others] = thresholds.map((threshold) => {
    const isNext = threshold.threshold === next?.threshold;
    const chance = isNext ? (forecast?.chance ?? undefined) : undefined;
    return [
      threshold.threshold,
      formatNumber(threshold.needed),
      isNext && next.aDay !== null ? formatNumber(next.aDay) : '',
      chance === undefined ? '' : formatChance(chance),
      `${threshold.verdict}${threshold.certain ? '' : ' (not certain)'}`,
      responseText(threshold, timeZone, commitmentTo(rulesOf(status), threshold.threshold), now),
    ];
  });
  const count = signatures === null ? 'not read' : formatNumber(signatures);
  return [
    [petition, oneLine(title ?? ''), count, signingText(status, now), ...first],
    ...others.map((cells) => ['', '', '', '', ...cells]),
  ];
}

/** Of a petition that was not read yet: no threshold is known. */
const emptyCells: readonly string[] = ['', '', '', '', '', ''];

function responseText(
  { response, responseDeadline: deadline, responseLaterIf: laterIf }: ThresholdStatus,
  zone: string,
  commitment: Commitment | undefined,
  now: Instant,
): string {
  if (response === 'none') return '';
  const state = responseState(response, commitment);
  if (deadline === null || (response !== 'due' && response !== 'missed')) return state;
  const day = formatDay(deadline, zone);
  const on = response === 'due' ? owedBy(commitment, day, laterIf) : `${state}:\n${day}${conventionMark(commitment)}`;
  if (isAfter(deadline, now)) return `${on},\n${durationText(now, deadline, zone)} left`;
  return `${on},\n${durationText(deadline, now, zone)} ago`;
}

function signingText(status: PetitionStatus, now: Instant): string {
  const { signatures, deadline, closedAt, closedEarly, goneSince, timeZone } = status;
  // The platform never showed it: perhaps nobody ever started a petition with this id.
  if (goneSince !== null && signatures === null) return 'not found: check the id';
  if (goneSince !== null) return `gone since ${formatDay(goneSince, timeZone)}`;
  if (closedAt !== null && closedEarly) return `closed early, ${formatDay(closedAt, timeZone)}`;
  if (deadline === null) return '';
  if (closedAt !== null || !isAfter(deadline, now)) return formatDay(deadline, timeZone);
  return `${formatMoment(deadline, timeZone)},\n${durationText(now, deadline, timeZone)} left`;
}

/** What the table has no column for: one remark per line. */
export const statusRemarks = (statuses: readonly PetitionStatus[]): string[] =>
  statuses.flatMap(({ petition, failures, unpublished }) => [
    ...(failures === 0 ? [] : [`${petition}: ${pluralize(failures, 'check')} in a row without a reading`]),
    ...(unpublished === 0 ? [] : [`${petition}: ${pluralize(unpublished, 'alert')} not sent yet`]),
  ]);
