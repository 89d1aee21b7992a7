/**
 * A summary as SNS carries it: many alerts of one kind, source and threshold in one message for people, so that the filter
 * policies of all hold for it. Machines get each alert by itself.
 */
import { createHash } from 'node:crypto';
import type { Alert, AlertName } from '../domain/alerts.ts';
import { sourceOf } from '../domain/source-of.ts';
import { isAfter } from '../domain/time.ts';
import { formatMoment, formatNumber } from '../format.ts';
import { clip, oneLine } from '../text.ts';
import type { SnsMessage } from './alert-message.ts';
import { alertWording } from './alert-wording.ts';
import { gsm7Length, toAscii, toGsm7 } from './charsets.ts';
import { cloudEvent } from './cloud-event.ts';
import { partsUnpublished } from './parts-wording.ts';
import { conventionMark, owedVerb, responseDateName } from './response-wording.ts';
import { smsPlaces } from './sms-part.ts';

/** Alerts of one kind: at least one. */
export type Summarized = readonly [Alert, ...Alert[]];

const of = ({ threshold }: Alert): string => `the ${threshold ?? ''} threshold`;

/** What happened to petitions, after their number. */
const clauses: Record<AlertName, (alert: Alert) => string> = {
  'threshold-met': (alert) => {
    if (partsUnpublished(alert)) return `reached the count of ${of(alert)}`;
    if (alert.certain) return `met ${of(alert)}`;
    return alert.verifiedBy === undefined
      ? `met ${of(alert)}, possibly not in time`
      : `met ${of(alert)}, provisionally`;
  },
  'threshold-missed': (alert) => `missed ${of(alert)}`,
  'response-met': () => 'were answered',
  'response-missed': ({ commitment }) => `had no response by ${responseDateName(commitment)}`,
  'threshold-retracted': (alert) => `do not meet ${of(alert)}${alert.between === null ? '' : ' any more'}`,
  'response-late': ({ commitment }) => `were answered after ${responseDateName(commitment)}`,
  'deadline-changed': () => 'have another signing deadline',
  'threshold-changed': (alert) => `need another number of signatures for ${of(alert)}`,
  'closed-early': () => 'were closed early',
  'petition-gone': () => 'are gone from their platform',
  'closing-soon': () => 'close soon',
  'response-due-soon': ({ commitment }) =>
    `have no response yet, which is ${owedVerb(commitment)} soon${conventionMark(commitment)}`,
  'response-overdue': ({ commitment }) => `still have no response, after ${responseDateName(commitment)}`,
  'forecast-changed': (alert) =>
    `are now ${alert.forecast?.likely === true ? 'likely' : 'unlikely'} to meet ${of(alert)}`,
  'watch-started': () => 'are now watched',
};

const flappingWords = { started: 'Keeps changing: ', settled: 'Settled: ', withdrawn: 'No longer so: ' } as const;

const clauseOf = (alert: Alert): string => clauses[alert.alert](alert);

/** Alerts with the same are told in one summary: filter policies cannot tell them apart, but by their petitions. */
export const summaryKind = (alert: Alert): string =>
  JSON.stringify([alert.alert, sourceOf(alert.petition), alert.threshold, alert.flapping?.state, clauseOf(alert)]);

const headlineOf = ([first, ...others]: Summarized): string =>
  `${first.flapping === undefined ? '' : flappingWords[first.flapping.state]}${formatNumber(others.length + 1)} petitions of ${sourceOf(first.petition)} ${clauseOf(first)}`;

/** The same for the same alerts, whatever their order. */
export const summaryId = (alerts: readonly Alert[]): string =>
  `summary/${createHash('sha256')
    .update(
      alerts
        .map(({ id }) => id)
        .sort()
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16)}`;

/** Most signatures first, and the same for the same alerts. */
const inOrder = ([...alerts]: Summarized): Alert[] =>
  alerts.sort((a, b) => b.signatures - a.signatures || (a.id < b.id ? -1 : 1));

/** A longer address is left out of a summary. */
const maxPage = 200;

function entryOf(alert: Alert, page = ''): string {
  const text = [
    clip(oneLine(alert.title), 300),
    oneLine(alertWording(alert).happened),
    oneLine(alert.url ?? ''),
    `Alert ${alert.id}`,
    page === '' || page.length > maxPage ? '' : `The evidence: ${page}`,
  ];
  return text.filter((line) => line !== '').join('\n');
}

/** SNS takes 256 kB of a message with its attributes: some is for the event, the attributes, and what JSON escapes. */
const maxEntryBytes = 150_000;

/** In parts of which each is a message that SNS takes, so that every alert is named. */
export function inSummaries(alerts: readonly Alert[]): Summarized[] {
  const summaries: [Alert, ...Alert[]][] = [];
  let bytes = 0;
  for (const alert of alerts) {
    const more = Buffer.byteLength(JSON.stringify(entryOf(alert, 'x'.repeat(maxPage))));
    const last = summaries.at(-1);
    bytes = last === undefined || bytes + more > maxEntryBytes ? more : bytes + more;
    if (last === undefined || bytes === more) summaries.push([alert]);
    else last.push(alert);
  }
  return summaries;
}

/** `contact` is where recipients change what they receive, or learn who sends this; `pageOf` the place of an alert on the site. */
export function summaryMessage(
  alerts: Summarized,
  contact?: string,
  pageOf: (alert: Alert) => string | undefined = () => undefined,
): SnsMessage {
  const [{ alert, threshold, timeZone }] = alerts;
  const source = sourceOf(alerts[0].petition);
  const id = summaryId(alerts);
  const sorted = inOrder(alerts);
  const detectedAt = alerts.map((one) => one.detectedAt).reduce((a, b) => (isAfter(a, b) ? a : b));
  const attributes = { alert, source };
  return {
    subject: clip(toAscii(headlineOf(alerts)), 99, '...'),
    email: `${[
      `${headlineOf(alerts)}.`,
      'So many alerts at once are sent as one message. Each is below, with what happened and where to read more.',
      ...sorted.map((one) => entryOf(one, pageOf(one))),
      `Detected by ${formatMoment(detectedAt, timeZone)}. Message ${id}.`,
      ...(contact === undefined ? [] : [`Who sends this, and how to change what you receive: ${contact}`]),
    ].join('\n\n')}\n`,
    sms: summarySms(toGsm7(headlineOf(alerts)), sorted),
    event: cloudEvent({
      id,
      type: 'petitions.summary',
      subject: source,
      time: detectedAt,
      data: { id, of: alert, source, threshold, count: alerts.length, alerts: sorted.map((one) => one.id) },
    }),
    attributes: threshold === null ? attributes : { ...attributes, threshold },
    petitions: sorted.map(({ petition }) => petition),
  };
}

/** The number, and as many petitions as one part has room for. */
function summarySms(headline: string, alerts: readonly Alert[]): string {
  const ids = alerts.map(({ petition }) => toGsm7(petition.slice(petition.indexOf('/') + 1)));
  const textOf = (named: number): string => {
    if (named === 0) return `${headline}.`;
    const rest = ids.length - named;
    return `${headline}: ${ids.slice(0, named).join(', ')}${rest === 0 ? '' : ` and ${formatNumber(rest)} more`}.`;
  };
  let named = ids.length;
  while (named > 0 && (gsm7Length(textOf(named)) ?? smsPlaces + 1) > smsPlaces) named -= 1;
  return clip(textOf(named), smsPlaces, '..');
}
