/** Where petitions stand, as a table for a terminal: a line a threshold. */
import Table from 'cli-table3';
import { day, moment, number } from '../src/format.ts';
import { isAfter, type Instant } from '../src/domain/time.ts';
import type { Line, Standing } from '../src/status/petition-status.ts';
import { oneLine } from '../src/text.ts';
import { timeBetween } from './duration-text.ts';

export function tableOf(standings: readonly Standing[], now: Instant): string {
  const table = new Table({
    head: [
      'petition',
      'title',
      'signatures',
      'threshold',
      'needed',
      'a day',
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
    const cells = (line: Line | undefined): string[] => [
      line?.threshold ?? '',
      line ? number(line.needed) : '',
      next?.threshold === line?.threshold && typeof next?.aDay === 'number' ? number(next.aDay) : '',
      next?.threshold === line?.threshold && chance !== undefined ? `${number(Math.round(chance * 100))} %` : '',
      line ? `${line.verdict}${line.certain ? '' : ' (not certain)'}` : '',
      line ? responseText(line, standing.timeZone, now) : '',
    ];
    const read = signatures === null ? 'not read' : number(signatures);
    table.push([petition, oneLine(title ?? ''), read, ...cells(first), signingText(standing, now)]);
    for (const line of others) table.push(['', '', '', ...cells(line), '']);
  }
  return table.toString();
}

function responseText({ response, responseDeadline: deadline }: Line, zone: string, now: Instant): string {
  if (response === 'none') return '';
  if (deadline === null || (response !== 'due' && response !== 'missed')) return response;
  const on = `${response === 'due' ? 'due by' : 'missed,\nwas due'} ${day(deadline, zone)}`;
  if (isAfter(deadline, now)) return `${on},\n${timeBetween(now, deadline, zone)} left`;
  return `${on},\n${timeBetween(deadline, now, zone)} ago`;
}

function signingText({ deadline, closedAt, closedEarly, goneSince, timeZone }: Standing, now: Instant): string {
  if (goneSince !== null) return `gone since ${day(goneSince, timeZone)}`;
  if (closedAt !== null && closedEarly) return `closed early, ${day(closedAt, timeZone)}`;
  if (deadline === null) return '';
  if (closedAt !== null || !isAfter(deadline, now)) return day(deadline, timeZone);
  return `${moment(deadline, timeZone)},\n${timeBetween(now, deadline, timeZone)} left`;
}

/** What else there is to say of petitions: one a line. */
export function remarksOn(standings: readonly Standing[]): string[] {
  return standings.flatMap(({ petition, failures, unpublished }) => [
    ...(failures === 0 ? [] : [`${petition}: looks in a row that gave no reading: ${number(failures)}`]),
    ...(unpublished === 0 ? [] : [`${petition}: alerts that wait to be published: ${number(unpublished)}`]),
  ]);
}
