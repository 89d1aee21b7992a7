/** The result of a probe, for people and for programs. */
import { formatMoment, formatNumber } from '../../src/format.ts';
import type { Threshold } from '../../src/domain/petition.ts';
import { undatedFrom, type Edition, type Rules } from '../../src/domain/rules.ts';
import type { Instant } from '../../src/domain/time.ts';
import { obligationText, signingRuleText as signingOf, requirementText } from '../rules/wording.ts';
import { orLater } from '../../src/notifications/response-wording.ts';
import { durationText } from '../../local/duration-text.ts';
import type { RecordedRequest } from './recording-http.ts';
import type { ProbeResult } from './probe.ts';

/** One line per fact: first what the platform says, then what the rules make of it. */
export function probeText(probed: ProbeResult): string {
  const { watched, at, reading, petition, edition, next, sourceState, requests } = probed;
  const { timeZone } = edition.rules;
  const when = (instant: Instant): string => formatMoment(instant, timeZone);
  const { deadline } = petition;
  const entries: [string, string | undefined][] = [
    ['title', reading.title],
    ['page', reading.url],
    ['signatures', `${formatNumber(reading.signatures)}${reading.signatures === 0 ? zeroHint : ''}`],
    ['state', stateText(probed)],
    ['opened', reading.opened && when(reading.opened)],
    ['registered', reading.registered && when(reading.registered)],
    ['deadline', deadline === undefined ? 'none known' : `${when(deadline.at)}, ${by[deadline.by]}`],
    ...Object.entries(petition.thresholds).map(([name, one]): [string, string] => [
      'threshold',
      `${name}: ${thresholdText(name, one, probed, when)}`,
    ]),
    ['clock', clockText(probed, when)],
    ['parts', partsText(probed, when)],
    ['response', responseText(probed, when)],
    ['rules', `${sinceText(edition)}: ${signingOf(edition.rules)}; ${rulesText(edition.rules)}`],
    [
      'next poll',
      next === undefined ? 'never: nothing can change' : `${when(next)}, in ${durationText(at, next, timeZone)}`,
    ],
    ...probed.unreadable.map(({ path, message }): [string, string] => ['not read', `${path} ${message}`]),
    ['fresh', freshText(requests)],
    ['remembers', sourceState === undefined ? 'nothing: the next poll is unconditional' : JSON.stringify(sourceState)],
  ];
  const lines = entries.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(10)} ${text}`]));
  return [`${watched.petition} at ${watched.baseUrl}, ${when(at)}`, ...lines, ...requestLines(requests)].join('\n');
}

/** A page may show 0 until a script has filled in the count (petities.eu, issue 290). */
const zeroHint = ' (compare it with the page: a script may fill in the count)';

const by = { platform: 'set by the platform', rules: 'by the rules' } as const;

export const requestLines = (requests: readonly RecordedRequest[]): string[] =>
  requests.map(
    ({ method, url, came, size }) =>
      `  ${'request'.padEnd(10)} ${method} ${url}: ${came}${size === null ? '' : `, ${formatNumber(size)} characters`}`,
  );

type When = (instant: Instant) => string;

/** Whether signing is open, and how it ended. */
export function stateText({ reading: { signing }, petition: { closed }, edition }: ProbeResult): string {
  if (signing === undefined) return 'the platform does not say whether it is open';
  if (signing.open) return 'open';
  const { at, reason } = signing;
  const how = [
    at && formatMoment(at, edition.rules.timeZone),
    reason,
    closed?.early === true ? 'early' : undefined,
  ].filter((part) => part !== undefined);
  return ['closed', ...how].join(', ');
}

function thresholdText(
  name: string,
  { needed, verdict, certain, met, response }: Threshold,
  { reading }: ProbeResult,
  when: When,
): string {
  const stamp = reading.stamps?.[name];
  return [
    `${formatNumber(needed)}${reading.needed?.[name] === undefined ? '' : ", the platform's own number"}`,
    `${verdict}${certain ? '' : ' (not certain)'}`,
    ...(stamp === undefined ? [] : [stamp === null ? 'no timestamp' : `timestamp ${when(stamp)}`]),
    ...(reading.met?.includes(name) === true ? ['met by the status that the platform shows'] : []),
    ...(met !== undefined && stamp === undefined && reading.met === undefined ? ['met by the count'] : []),
    ...(response.verdict === 'none' ? [] : [`response ${response.verdict}`]),
    ...(response.deadline === undefined ? [] : [`by ${when(response.deadline)}${orLater(response)}`]),
  ].join(', ');
}

function clockText({ reading: { clockStarted } }: ProbeResult, when: When): string | undefined {
  if (clockStarted === undefined) return undefined;
  if (clockStarted === null) return 'of the response has not started';
  return clockStarted === true
    ? 'of the response has started, at an unknown time'
    : `of the response started ${when(clockStarted)}`;
}

function partsText({ reading: { parts, partsAt } }: ProbeResult, when: When): string | undefined {
  if (parts === undefined) return undefined;
  const each = Object.entries(parts).map(([part, count]) => `${part} ${formatNumber(count)}`);
  return `${each.join(', ') || 'none'}${partsAt === undefined ? '' : `, as of ${when(partsAt)}`}`;
}

function responseText({ reading: { answer } }: ProbeResult, when: When): string {
  if (answer === undefined) return 'the platform does not say';
  if (answer === null) return 'none';
  return [
    answer.at === undefined ? 'given, at an unknown time' : `given ${when(answer.at)}`,
    ...(answer.url ? [answer.url] : []),
  ].join(', ');
}

/** Custom rules have no first day. */
const sinceText = ({ from }: Edition): string => (from === undatedFrom ? 'those of the entry' : `those since ${from}`);

function rulesText({ thresholds }: Rules): string {
  if (thresholds.length === 0) return 'no threshold';
  return thresholds
    .map((rule) =>
      [`${rule.name} at ${requirementText(rule)}`, obligationText(rule)].filter(Boolean).join(', a response '),
    )
    .join('; ');
}

function freshText(requests: readonly RecordedRequest[]): string {
  const ages = requests.flatMap(({ maxAge }) => maxAge ?? []);
  return ages.length === 0
    ? 'the server does not say for how long'
    : `for ${Math.max(...ages)} seconds, as the server says (max-age)`;
}

/** The same as data: instants are ISO 8601 in UTC, and null is unknown. */
export function probeData({
  watched,
  at,
  reading,
  petition,
  edition,
  next,
  sourceState,
  requests,
  unreadable,
}: ProbeResult): object {
  const { signing, stamps = {}, needed = {}, met = [], answer, clockStarted } = reading;
  const ages = requests.flatMap(({ maxAge }) => maxAge ?? []);
  return {
    petition: watched.petition,
    baseUrl: watched.baseUrl,
    at,
    title: reading.title ?? null,
    url: reading.url ?? null,
    signatures: reading.signatures,
    open: signing?.open ?? null,
    closedAt: signing?.open === false ? (signing.at ?? null) : null,
    closedReason: signing?.open === false ? (signing.reason ?? null) : null,
    closedEarly: petition.closed?.early ?? false,
    opened: reading.opened ?? null,
    registered: reading.registered ?? null,
    deadline: petition.deadline?.at ?? null,
    deadlineBy: petition.deadline?.by ?? null,
    thresholds: Object.entries(petition.thresholds).map(([threshold, one]) => ({
      threshold,
      needed: one.needed,
      neededBy: threshold in needed ? 'platform' : 'rules',
      verdict: one.verdict,
      certain: one.certain,
      stamp: stamps[threshold] ?? null,
      metByStatus: met.includes(threshold),
      response: one.response.verdict,
      responseDeadline: one.response.deadline ?? null,
      ...(one.response.laterIf !== undefined && { responseLaterIf: one.response.laterIf }),
    })),
    clockStarted: clockStarted ?? null,
    answerDue: reading.answerDue ?? null,
    parts: reading.parts ?? null,
    answered: answer === undefined ? null : answer !== null,
    answeredAt: answer?.at ?? null,
    answerUrl: answer?.url ?? null,
    timeZone: edition.rules.timeZone,
    rulesFrom: edition.from,
    nextLook: next ?? null,
    maxAge: ages.length === 0 ? null : Math.max(...ages),
    memory: sourceState ?? null,
    requests,
    unreadable: unreadable.map(({ path, message }) => `${path} ${message}`),
  };
}
