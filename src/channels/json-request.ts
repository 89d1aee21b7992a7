/** What most channels share: a JSON document by POST, and an answer that must look like the platform's. */
import type { Delivered } from '../domain/deliveries.ts';
import type { ChannelAnswer, ChannelRequest } from './channel.ts';

export const jsonRequest = (
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ChannelRequest => ({
  url,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
});

export const isSuccess = ({ status }: ChannelAnswer): boolean => status >= 200 && status < 300;

/** A success without what the platform answers is half an answer, or one of something in between: it is sent again. */
export const successHas =
  (pattern: RegExp) =>
  (answer: ChannelAnswer): Delivered | undefined =>
    isSuccess(answer) && !pattern.test(answer.body)
      ? { kind: 'later', reason: `answered ${answer.status}, without what the platform answers` }
      : undefined;
