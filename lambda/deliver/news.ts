/** From SNS to the queue of a channel, and from there to what an adapter writes. */
import * as z from 'zod/mini';
import { plainNews, type News } from '../../src/channels/channel.ts';
import { alertSchema, type Alert } from '../../src/domain/alerts.ts';
import type { Message, WaitingAlert } from '../../src/domain/deliveries.ts';
import { parse, parseJson } from '../../src/validation.ts';

/** What invokes the function: SNS with a message, or the schedule. */
const snsEvent = z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) });
const typed = z.object({ type: z.optional(z.string()) });
const cloudEvent = z.object({ data: alertSchema });
const marked = z.object({ data: z.object({ test: z.optional(z.boolean()) }) });

/** The messages of an event; none where it is not one of SNS. */
export function messagesOf(event: unknown): string[] {
  const { data } = z.safeParse(snsEvent, event);
  return (data?.Records ?? []).map(({ Sns }) => Sns.Message);
}

/**
 * Undefined for a summary: each of its alerts comes by the topic for machines. @throws {BadInput} for a message that is no
 * alert: somebody else publishes to the topic.
 */
export function alertIn(message: string): WaitingAlert | undefined {
  const event: unknown = parseJson(z.unknown(), message, 'message from SNS');
  if (z.safeParse(typed, event).data?.type === 'petitions.summary') return undefined;
  const { data: alert } = parse(cloudEvent, event, 'message from SNS');
  return z.safeParse(marked, event).data?.data.test === true ? { alert, test: true } : { alert };
}

/** `site` is the address of the status site, and `pageOf` the place of a petition in it. */
export function newsOf(
  { kind, alerts, more, plain }: Message,
  site: string | undefined,
  pageOf: (alert: Alert) => string,
): News {
  const [first] = alerts;
  const told = alerts.map(asTold);
  const [alert] = told;
  if (first === undefined || alert === undefined) throw new Error('a message has an alert');
  const news: News =
    kind === 'alert'
      ? {
          ...{ kind, id: alert.id, alert },
          ...(first.test === true && { test: true }),
          ...(site !== undefined && { page: site + pageOf(alert) }),
        }
      : {
          ...{ kind, id: `summary/${alert.id}/${told.at(-1)?.id ?? ''}`, alerts: told, more },
          ...(site !== undefined && { site, pages: told.map((one) => site + pageOf(one)) }),
        };
  return plain ? plainNews(news) : news;
}

const asTold = ({ alert, test }: WaitingAlert): Alert =>
  test === true ? { ...alert, title: `TEST: ${alert.title}` } : alert;
