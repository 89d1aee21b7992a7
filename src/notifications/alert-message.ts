/**
 * An alert as SNS carries it: one message with a text for each kind of subscription. Machines get a CloudEvents 1.0
 * document, e-mail a readable text, SMS a single part; filter policies select by the attributes.
 */
import * as z from 'zod/mini';
import { alertSchema, type Alert, type AlertName } from '../domain/alerts.ts';
import { sourceOf } from '../domain/source-of.ts';
import { clip, oneLine } from '../text.ts';
import { cloudEvent } from './cloud-event.ts';
import { clipGsm7, gsm7Length, plainName, plainTitle, toAscii, toGsm7 } from './charsets.ts';
import { formatMoment } from '../format.ts';
import { alertWording } from './alert-wording.ts';
import { smsPlaces, unicodeSmsPlaces } from './sms-part.ts';

export interface SnsMessage {
  /** Under 100 characters of ASCII, as SNS asks. */
  readonly subject: string;
  readonly email: string;
  /**
   * One part, with the name that SNS puts before it: of the basic GSM alphabet, or fewer places of any for a title that it
   * has no form of.
   */
  readonly sms: string;
  /** CloudEvents 1.0, as JSON. */
  readonly event: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of a summary: the values of the attribute `petition`. A filter policy that names one of them lets it through. */
  readonly petitions?: readonly string[];
}

/** The text of each kind of subscription; kinds that are not named (webhooks, queues, functions) get the default. */
export const messageBody = ({ event, email, sms }: SnsMessage): string =>
  JSON.stringify({ default: event, email, sms });

/** Addresses in a message. */
export interface MessageLinks {
  /** Where recipients change what they receive, or learn who sends this. */
  readonly contact?: string | undefined;
  /** The alert on the page of its petition, with its evidence. */
  readonly page?: string | undefined;
  /** The same page by a short address, for SMS. */
  readonly short?: string | undefined;
}

export function alertMessage(alert: Alert, links: MessageLinks = {}): SnsMessage {
  const source = sourceOf(alert.petition);
  const attributes = { alert: alert.alert, source, petition: alert.petition };
  return {
    subject: alertSubject(alert),
    email: alertEmail(alert, links),
    sms: unicodeSms(alert) ?? linkedSms(alert, links.short) ?? alertSms(alert),
    event: cloudEvent({
      id: alert.id,
      type: `petition.${alert.alert}`,
      subject: alert.petition,
      time: alert.detectedAt,
      data: z.encode(alertSchema, alert),
    }),
    attributes: alert.threshold === null ? attributes : { ...attributes, threshold: alert.threshold },
  };
}

/** SNS takes fewer than 100 characters; the first must be a letter, number or punctuation mark. */
function alertSubject(alert: Alert): string {
  const title = plainTitle(alert.title, toAscii) || plainName(alert.petition, toAscii);
  return clip(`${toAscii(alertWording(alert).headline)} - ${title}`, 99, '...');
}

function alertEmail(alert: Alert, { contact, page }: MessageLinks): string {
  const { happened, next } = alertWording(alert);
  const parts = [
    clip(oneLine(alert.title), 300),
    oneLine(join(' ', happened, next)),
    join('\n', oneLine(alert.petition), oneLine(alert.url ?? '')),
    join('\n', evidenceText(alert), page && `The evidence: ${page}`),
    contact && `Who sends this, and how to change what you receive: ${contact}`,
  ];
  return `${join('\n\n', ...parts)}\n`;
}

/** How an alert is known, one sentence a line. */
export function evidenceText({ alert, detectedAt, occurredAt, between, timeZone, id }: Alert): string {
  const at = (when: Alert['detectedAt']): string => formatMoment(when, timeZone);
  return join(
    '\n',
    occurredAt && `The platform's own timestamp: ${at(occurredAt)}.`,
    between?.[0] &&
      `${provesAbsence.has(alert) ? 'Confirmed by' : 'It happened between'} our checks of ${at(between[0])} and ${at(between[1])}.`,
    `Detected on ${at(detectedAt)}. Alert ${id}.`,
  );
}

/** Nothing happened between the two readings: a deadline passed, to the minute, and the second reading confirms it. */
const provesAbsence: ReadonlySet<AlertName> = new Set(['threshold-missed', 'response-missed']);

const join = (separator: string, ...parts: (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(separator);

/** The beginning of a title in Hangul or Thai tells readers more than an id. Undefined for others. */
function unicodeSms({ title, ...alert }: Alert): string | undefined {
  if (!/\p{L}/u.test(title) || plainTitle(title, toGsm7) !== '') return undefined;
  const headline = toGsm7(alertWording({ title, ...alert }).headline);
  const room = unicodeSmsPlaces - headline.length - ' - '.length;
  return room < 8 ? undefined : join(' - ', headline, clip(oneLine(title), room));
}

/** So much of a title is left beside a link, or all of it. */
const titlePlacesBesideLink = 24;

/** With the page of the petition, which names it. Undefined where the headline and a title leave no room for the link. */
function linkedSms(alert: Alert, link: string | undefined): string | undefined {
  const title = plainTitle(alert.title, toGsm7).replace(/[.!?]+$/, '') || plainName(alert.petition, toGsm7);
  if (link === undefined || gsm7Length(link) === undefined) return undefined;
  const headline = toGsm7(alertWording(alert).headline);
  const room = smsPlaces - places(headline) - ' - '.length - ' '.length - places(link);
  if (room < Math.min(titlePlacesBesideLink, places(title))) return undefined;
  return `${headline} - ${clipGsm7(title, room)} ${link}`;
}

/** What happened, the number, and which petition: the title is shortened first, and left out where none can be read. */
function alertSms(alert: Alert): string {
  const headline = toGsm7(alertWording(alert).headline);
  const petition = clipGsm7(plainName(alert.petition, toGsm7), smsPlaces - places(headline) - 2);
  const room = smsPlaces - places(headline) - places(petition) - 5;
  const title = room < 8 ? '' : clipGsm7(plainTitle(alert.title, toGsm7).replace(/[.!?]+$/, ''), room);
  return `${join(' - ', headline, title)}. ${petition}`;
}

const places = (text: string): number => gsm7Length(text) ?? text.length;
