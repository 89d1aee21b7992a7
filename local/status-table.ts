/** The status of petitions as a table for a terminal: a row a threshold. */
import Table from 'cli-table3';
import { formatChance, formatDay, formatMoment, formatNumber } from '../src/format.ts';
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

/** Without `rulesOf`, a response is worded by the built-in rules of its platform. */
export function statusTable(
  standings: readonly PetitionStatus[],
  now: Instant,
  rulesOf: RulesLookup = builtInRules,
): string {
  const table = new Table({
    head: [
      'petition',
      'title',
      'signatures',
      'threshold',
      'needed',
      'per day',
      'chance',
      'verdict',
      'response',
      'signing until',
    ],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'left', 'right', 'right', 'right', 'left', 'left', 'left'],
    colWidths: [null, 34],
    wordWrap: false,
  });
  for (const standing of standings) {
    const { petition, title, signatures, thresholds, next, forecast } = standing;
    const chance = forecast?.chance ?? undefined;
    const [first, ...others] = thresholds;
    const cells = (line: ThresholdStatus | undefined): string[] => [
      line?.threshold ?? '',
      line ? formatNumber(line.needed) : '',
      next?.threshold === line?.threshold && typeof next?.aDay === 'number' ? formatNumber(next.aDay) : '',
      next?.threshold === line?.threshold && chance !== undefined ? formatChance(chance) : '',
      line ? `${line.verdict}${line.certain ? '' : ' (not certain)'}` : '',
      line ? responseText(line, standing, commitmentTo(rulesOf(standing), line.threshold), now) : '',
    ];
    const read = signatures === null ? 'not read' : formatNumber(signatures);
    table.push([petition, oneLine(title ?? ''), read, ...cells(first), signingText(standing, now)]);
    for (const line of others) table.push(['', '', '', ...cells(line), '']);
  }
  return table.toString();
}

function responseText(
  { response, responseDeadline: deadline }: ThresholdStatus,
  { timeZone: zone }: PetitionStatus,
  commitment: Commitment | undefined,
  now: Instant,
): string {
  if (response === 'none') return '';
  const state = responseState(response, commitment);
  if (deadline === null || (response !== 'due' && response !== 'missed')) return state;
  const day = formatDay(deadline, zone);
  const on = response === 'due' ? owedBy(commitment, day) : `${state}:\n${day}${conventionMark(commitment)}`;
  if (isAfter(deadline, now)) return `${on},\n${durationText(now, deadline, zone)} left`;
  return `${on},\n${durationText(deadline, now, zone)} ago`;
}

function signingText({ deadline, closedAt, closedEarly, goneSince, timeZone }: PetitionStatus, now: Instant): string {
  if (goneSince !== null) return `gone since ${formatDay(goneSince, timeZone)}`;
  if (closedAt !== null && closedEarly) return `closed early, ${formatDay(closedAt, timeZone)}`;
  if (deadline === null) return '';
  if (closedAt !== null || !isAfter(deadline, now)) return formatDay(deadline, timeZone);
  return `${formatMoment(deadline, timeZone)},\n${durationText(now, deadline, timeZone)} left`;
}

/** Remarks about petitions, one a line. */
export function statusRemarks(standings: readonly PetitionStatus[]): string[] {
  return standings.flatMap(({ petition, failures, unpublished }) => [
    ...(failures === 0 ? [] : [`${petition}: failed checks in a row: ${formatNumber(failures)}`]),
    ...(unpublished === 0 ? [] : [`${petition}: alerts waiting to be published: ${formatNumber(unpublished)}`]),
  ]);
}
