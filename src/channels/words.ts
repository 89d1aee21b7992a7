/** The words of a message to a channel, before the channel gives them its form. Strangers' text is on one line. */
import type { Alert } from '../domain/alerts.ts';
import { pluralize } from '../format.ts';
import { evidenceText } from '../notifications/alert-message.ts';
import { alertWording } from '../notifications/alert-wording.ts';
import { clip, oneLine } from '../text.ts';
import type { News } from './channel.ts';

/** What happened to one petition. */
export interface NewsItem {
  /** The title of the petition. */
  readonly title: string;
  /** Its page on the status site, or on its platform. */
  readonly link: string | undefined;
  /** "Threshold met: 100,412 of 100,000 signatures" */
  readonly headline: string;
}

export interface Words extends NewsItem {
  /** What happened, and what comes next. Each is a line of its own; empty in a summary. */
  readonly lines: readonly string[];
  /** How far it is to the number that the alert is about: `████████░░ 82%`. */
  readonly bar: string | undefined;
  /** How it is known, one sentence a line. */
  readonly proof: readonly string[];
  /** The alerts of a summary; empty otherwise. */
  readonly items: readonly NewsItem[];
  /** How many alerts of a summary are not among the items. */
  readonly more: number;
}

/** What is longer would leave no room for the rest. An address that is longer is of no use in a message. */
const maxTitle = 200;
const maxLine = 800;
const maxLink = 1_000;

export function wordsOf(news: News): Words {
  if (news.kind === 'alert') {
    const { alert, page } = news;
    const { happened, next } = alertWording(alert);
    return {
      ...itemOf(alert, page),
      lines: [happened, next].flatMap((line) =>
        line === undefined || line === '' ? [] : [clip(oneLine(line), maxLine)],
      ),
      bar: barOf(alert),
      proof: evidenceText(alert).split('\n').map(oneLine),
      items: [],
      more: 0,
    };
  }
  const { alerts, pages = [], more, site } = news;
  return {
    title: pluralize(alerts.length + more, 'alert'),
    link: site,
    headline: 'They are in one message because so many came at once.',
    lines: [],
    bar: undefined,
    proof: [],
    items: alerts.map((alert, place) => itemOf(alert, pages[place])),
    more,
  };
}

function itemOf(alert: Alert, page?: string): NewsItem {
  const link = page ?? alert.url ?? '';
  return {
    title: clip(oneLine(alert.title), maxTitle) || alert.petition,
    link: link !== '' && link.length <= maxLink ? link : undefined,
    headline: clip(oneLine(alertWording(alert).headline), maxTitle),
  };
}

const places = 10;

/** Full only when the number is reached. */
function barOf({ signatures, needed }: Alert): string | undefined {
  if (needed === null || needed <= 0) return undefined;
  const share = signatures / needed;
  const full = Math.min(places, Math.floor(share * places));
  return `${'█'.repeat(full)}${'░'.repeat(places - full)} ${Math.floor(share * 100)}%`;
}

/**
 * Each item in the form of the channel, as far as there is room, and a line for those that are left out. `room` and
 * `lengthOf` have the unit of the platform.
 */
export function itemsIn<Form>(
  { items, more }: Words,
  formOf: (item: NewsItem) => Form,
  lineOf: (text: string) => Form,
  room: number,
  lengthOf: (form: Form) => number,
): Form[] {
  const forms: Form[] = [];
  let used = 0;
  for (const form of items.map(formOf)) {
    used += lengthOf(form) + 1;
    if (used > room) break;
    forms.push(form);
  }
  const left = items.length - forms.length + more;
  return left === 0 ? forms : [...forms, lineOf(`And ${left} more.`)];
}

/** The same for channels that write lines. */
export const itemLines = (
  words: Words,
  lineOf: (item: NewsItem) => string,
  room: number,
  lengthOf = (line: string): number => line.length,
): string[] => itemsIn(words, lineOf, (text) => text, room, lengthOf);

export const byteLength = (text: string): number => Buffer.byteLength(text);

/** What an alert means to those who wait for it: for colours and marks. */
export function toneOf(news: News): 'good' | 'bad' | 'neutral' {
  if (news.kind === 'summary') return 'neutral';
  const { alert } = news.alert;
  if (alert === 'threshold-met' || alert === 'response-met') return 'good';
  return /missed|late|overdue|retracted|gone/.test(alert) ? 'bad' : 'neutral';
}
