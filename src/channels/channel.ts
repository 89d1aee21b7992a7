/**
 * What a channel is: a kind of subscriber that SNS cannot reach, such as a chat. An adapter turns news into one HTTP
 * request, and does nothing else: lambda/deliver/ sends it, and src/domain/deliveries.ts decides when.
 */
import * as z from 'zod/mini';
import type { Alert } from '../domain/alerts.ts';
import type { Delivered } from '../domain/deliveries.ts';
import { strictObject } from '../domain/strict-object.ts';
import type { Instant } from '../domain/time.ts';
import { toAscii } from '../notifications/charsets.ts';
import { clip } from '../text.ts';

/** What is told in one message. The id is the same in every copy of it. */
export type News =
  | {
      readonly kind: 'alert';
      readonly id: string;
      readonly alert: Alert;
      /** A sample of `send-test`. Its title says so, too. */
      readonly test?: boolean;
      /** Its page on the status site. */
      readonly page?: string;
    }
  | {
      readonly kind: 'summary';
      readonly id: string;
      /** The oldest first. */
      readonly alerts: readonly Alert[];
      /** The page of each on the status site, in the same order. */
      readonly pages?: readonly string[];
      /** How many others there were, for which there was no room. */
      readonly more: number;
      /** The status site. */
      readonly site?: string;
    };

/** Whom to send to. */
export interface Target<Settings> {
  /** What petitions.json says, without the parameter. */
  readonly settings: Settings;
  /** What the parameter holds; empty where petitions.json names none. */
  readonly secret: string;
  /** For signatures that have a time. */
  readonly now: Instant;
  /** What the login gave; empty where there is no login. */
  readonly session: string;
}

/** One HTTP request by POST. Redirects are not followed. */
export interface ChannelRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What came back. */
export interface ChannelAnswer {
  readonly status: number;
  /** At most 64 kB. */
  readonly body: string;
  /** From the header `Retry-After`. */
  readonly retryAfterSeconds?: number;
}

export interface ChannelAdapter<Shape extends z.core.$ZodShape> {
  /** The fields in petitions.json, beside `parameter`. A text that begins with http(s): must be a public address. */
  readonly fields: Shape;
  /** A good value of them, for errors. */
  readonly example: z.output<z.ZodMiniObject<Shape>>;
  /** Hosts of the platform: none of them can be a webhook of SNS, and whoever tries is told of this channel. */
  readonly hosts?: RegExp;
  /** Whether petitions.json must name a parameter. */
  readonly needsSecret: boolean;
  /** What the parameter holds, such as `the bot's token, such as "123456:ABC..."`. */
  readonly secretIs: string;
  /** What can be the secret. Its error never repeats it. */
  readonly secret: z.ZodMiniType<string>;
  /** At least so many milliseconds lie between two messages, by the platform's own limit. */
  readonly everyMs: number;
  /** For programs: each alert is sent alone, however many wait. Without it, a summary replaces more than five. */
  readonly eachAlone?: true;
  /** Pure. */
  readonly request: (news: News, target: Target<z.output<z.ZodMiniObject<Shape>>>) => ChannelRequest;
  /** Where a session must be begun first. @throws from `session` when the answer has none. */
  readonly login?: {
    readonly request: (target: Target<z.output<z.ZodMiniObject<Shape>>>) => ChannelRequest;
    readonly session: (body: string) => string;
  };
  /** Where an answer says more than its status. Undefined: by the common rule. */
  readonly verdict?: (answer: ChannelAnswer) => Delivered | undefined;
}

/** An adapter whose settings are checked inside, so that a list can hold all of them. */
export interface Channel extends Pick<
  ChannelAdapter<z.core.$ZodShape>,
  'fields' | 'hosts' | 'needsSecret' | 'secretIs' | 'secret' | 'everyMs' | 'eachAlone'
> {
  readonly example: object;
  readonly request: (news: News, target: Target<unknown>) => ChannelRequest;
  readonly login?: {
    readonly request: (target: Target<unknown>) => ChannelRequest;
    readonly session: (body: string) => string;
  };
  readonly verdictOf: (answer: ChannelAnswer) => Delivered;
}

export function channel<Shape extends z.core.$ZodShape>(
  adapter: ChannelAdapter<Shape>,
): Omit<Channel, 'fields'> & { readonly fields: Shape } {
  const { request, login, verdict, ...same } = adapter;
  const settingsSchema = strictObject(adapter.fields);
  const typed = (target: Target<unknown>) => ({ ...target, settings: z.parse(settingsSchema, target.settings) });
  return {
    ...same,
    request: (news, target) => request(news, typed(target)),
    ...(login && { login: { ...login, request: (target) => login.request(typed(target)) } }),
    verdictOf: (answer) => verdict?.(answer) ?? commonVerdict(answer),
  };
}

/** What a status means where the platform does not say otherwise. */
export function commonVerdict({ status, retryAfterSeconds }: ChannelAnswer): Delivered {
  const reason = `answered ${status}`;
  if (status >= 200 && status < 300) return { kind: 'sent' };
  // A redirect is not followed: the address in petitions.json or in the parameter has to change.
  if ((status >= 300 && status < 400) || [401, 403, 404, 410].includes(status)) return { kind: 'gone', reason };
  if (status < 200 || status >= 500 || [408, 425, 429].includes(status)) {
    return { kind: 'later', reason, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
  }
  return { kind: 'refused', reason };
}

/** Any web address as a field. That it is public is checked for the whole config. */
export function channelAddress(good: string): z.ZodMiniType<string> {
  const error = `must be an http(s) address, such as "${good}"`;
  return z
    .string({ error })
    .check(z.refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), { error }));
}

/** A text that matches, for a secret or a field. The error names a good one. */
export const textLike = (pattern: RegExp, error: string): z.ZodMiniType<string> =>
  z.string({ error }).check(z.regex(pattern, { error }));

/** The same news after a platform refused it: short, in ASCII, without links. */
export const plainNews = (news: News): News =>
  news.kind === 'alert'
    ? { kind: news.kind, id: news.id, alert: plainAlert(news.alert), ...(news.test === true && { test: true }) }
    : { kind: news.kind, id: news.id, alerts: news.alerts.map(plainAlert), more: news.more };

function plainAlert(alert: Alert): Alert {
  const { title, authority, consequence, reason } = alert;
  const plain = (text: string): string => clip(toAscii(text), 80, '...');
  return {
    ...alert,
    title: plain(title),
    authority: plain(authority),
    url: null,
    answerUrl: undefined,
    consequence: consequence && plain(consequence),
    reason: reason && plain(reason),
  };
}
