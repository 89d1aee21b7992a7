/** The record of one petition: its counts, and its verdicts with their evidence. Pure; `history` shows it. */
import { formatMoment, formatNumber } from '../../src/format.ts';
import { hashSentence } from '../../src/status/citation.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Count } from '../../src/domain/count-series.ts';
import type { Evidence, Petition, Threshold } from '../../src/domain/petition.ts';
import type { Instant } from '../../src/domain/time.ts';
import { commitmentTo } from '../../src/domain/rules.ts';
import { owedBy, responseState, type Commitment } from '../../src/notifications/response-wording.ts';
import { builtInRules, platformTimeZone } from '../../src/status/petition-status.ts';
import { oneLine } from '../../src/text.ts';

/** For people: times in the platform's zone. */
export function historyText(petition: Petition, alerts: readonly Alert[], readings: readonly Count[]): string {
  const zone = platformTimeZone(petition);
  const when = (at: Instant): string => formatMoment(at, zone);
  const { petition: name, title, url, thresholds } = petition;
  // An alert has the commitment of the config that made it; without one the built-in rules decide.
  const commitmentOf = (threshold: string): Commitment | undefined =>
    alerts.at(-1)?.commitment ?? commitmentTo(builtInRules(petition), threshold);
  return [
    title === undefined ? name : `${name}: ${oneLine(title)}`,
    ...(url === undefined ? [] : [url]),
    ...windowLines(petition, when),
    ...Object.entries(thresholds).flatMap(([threshold, one]) => [
      '',
      ...thresholdLines(threshold, one, commitmentOf(threshold), when),
    ]),
    ...debateLines(petition),
    ...answerLines(petition, when),
    ...alertLines(alerts, when),
    '',
    ...readingLines(readings, when),
    '',
  ].join('\n');
}

type FormatTime = (at: Instant) => string;

function windowLines({ opened, deadline, closed, gone, last }: Petition, when: FormatTime): string[] {
  const reason = closed?.reason === undefined ? '' : ` (${oneLine(closed.reason)})`;
  return [
    ...(opened === undefined ? [] : [`Opened ${when(opened)}`]),
    ...(deadline === undefined ? [] : [`Signing until ${when(deadline.at)}, by the ${deadline.by}`]),
    ...(closed === undefined ? [] : [`Closed${closed.early ? ' early' : ''}${reason}`, ...evidenceLines(closed, when)]),
    ...(gone === undefined ? [] : [goneText(gone.since, last, when)]),
  ];
}

/** A petition that the platform never showed may not exist. */
const goneText = (since: Instant, last: Petition['last'], when: FormatTime): string =>
  last === undefined
    ? `Not found on its platform since ${when(since)}: check the id`
    : `Gone from its platform since ${when(since)}`;

function thresholdLines(
  name: string,
  threshold: Threshold,
  commitment: Commitment | undefined,
  when: FormatTime,
): string[] {
  const { verdict, needed, certain, reason, met, takenBack, below, metBefore, response } = threshold;
  const remarks = [
    certain ? '' : 'not certain',
    reason ?? '',
    metBefore === true ? (verdict === 'met' ? 'again' : 'met before') : '',
  ];
  const judged = [verdict, ...remarks.filter((remark) => remark !== '')].join(', ');
  return [
    `Threshold ${name}, ${formatNumber(needed)} signatures: ${judged}`,
    ...(met === undefined ? [] : evidenceLines(met, when)),
    ...(takenBack === true ? ['  the platform has removed its timestamp'] : []),
    ...(below === undefined ? [] : [`  below the threshold again ${bracketText(below, when)}`]),
    ...(response.verdict === 'none' ? [] : [`  response: ${responseText(response, commitment, when)}`]),
  ];
}

function responseText(
  { verdict, deadline, laterIf }: Threshold['response'],
  commitment: Commitment | undefined,
  when: FormatTime,
): string {
  const state = verdict === 'none' ? verdict : responseState(verdict, commitment);
  if (deadline === undefined) return state;
  const owed = owedBy(commitment, when(deadline), laterIf);
  return verdict === 'due' ? owed : `${state}; was ${owed}`;
}

function debateLines({ debate }: Petition): string[] {
  if (debate === undefined) return [];
  const { state, on, url } = debate;
  return ['', `Debate ${state}${on === undefined ? '' : `, ${on}`}`, ...(url === undefined ? [] : [`  ${url}`])];
}

function answerLines({ answer }: Petition, when: FormatTime): string[] {
  if (answer === undefined) return [];
  return ['', 'Answered', ...evidenceLines(answer, when), ...(answer.url === undefined ? [] : [`  ${answer.url}`])];
}

function alertLines(alerts: readonly Alert[], when: FormatTime): string[] {
  if (alerts.length === 0) return [];
  const lines = alerts.flatMap((alert) => [
    `  ${when(alert.detectedAt)}  ${alertWording(alert).headline}`,
    `    ${hashSentence(alert)}`,
  ]);
  return ['', 'Alerts', ...lines];
}

/** What shows that it happened. */
function evidenceLines({ stamp, between }: Evidence, when: FormatTime): string[] {
  const readings = `  seen ${bracketText(between, when)}`;
  return stamp === undefined ? [readings] : [`  the platform's own timestamp: ${when(stamp)}`, readings];
}

const bracketText = ([from, to]: Evidence['between'], when: FormatTime): string =>
  from === null ? `by our first reading, ${when(to)}` : `between our checks of ${when(from)} and ${when(to)}`;

function readingLines(readings: readonly Count[], when: FormatTime): string[] {
  if (readings.length === 0) return ['No reading yet'];
  const rows = readings.map(({ at, signatures }, index) => {
    const before = readings[index - 1]?.signatures ?? signatures;
    const change = signatures - before;
    return [
      when(at),
      formatNumber(signatures),
      change > 0 ? `+${formatNumber(change)}` : change < 0 ? `-${formatNumber(-change)}` : '',
    ];
  });
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [times, counts, changes] = [width(0), width(1), width(2)];
  return rows.map(([at = '', count = '', change = '']) =>
    `${at.padEnd(times)}  ${count.padStart(counts)}  ${change.padStart(changes)}`.trimEnd(),
  );
}
