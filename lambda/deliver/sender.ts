/** Sends one message to a channel: its secret, its session, its request, and what the answer means. */
import * as z from 'zod/mini';
import type { ChannelAnswer, ChannelRequest, News, Target } from '../../src/channels/channel.ts';
import { channels } from '../../src/channels/channel-registry.ts';
import type { ChannelSubscriber } from '../../src/config/channel-subscribers.ts';
import type { Delivered } from '../../src/domain/deliveries.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { ApiKeyCache } from '../../src/sources/api-keys.ts';
import { clip, errorMessage, oneLine } from '../../src/text.ts';

/** Never throws: what went wrong is a verdict. */
export type Send = (to: ChannelSubscriber, news: News) => Promise<Delivered>;

interface SenderDeps {
  /** The secrets. */
  readonly keys: ApiKeyCache;
  /** @throws when there is no answer, or half an answer. */
  readonly post: (request: ChannelRequest) => Promise<ChannelAnswer>;
  readonly now: () => Instant;
}

/** For one run: a session is begun once in it. */
export function createSender({ keys, post, now }: SenderDeps): Send {
  const sessions = new Map<string, string>();

  return async (to, news) => {
    const key = to.parameter === undefined ? undefined : keys.keyFor(to.parameter);
    let secret = '';
    try {
      secret = (await key?.read()) ?? '';
      const verdict = await sendWith(to, secret, news);
      // It may have been changed: it is read again before the next try.
      if (verdict.kind === 'gone') {
        key?.forget();
        sessions.delete(to.key);
      }
      return verdict.kind === 'sent' ? verdict : { ...verdict, reason: forLog(verdict.reason, secret) };
    } catch (error) {
      return { kind: 'later', reason: forLog(errorMessage(error), secret) };
    }
  };

  async function sendWith(to: ChannelSubscriber, secret: string, news: News): Promise<Delivered> {
    const { kind, settings, parameter } = to;
    const channel = channels[kind];
    if (parameter !== undefined && !z.safeParse(channel.secret, secret).success) {
      return { kind: 'gone', reason: `the parameter ${parameter} does not hold ${channel.secretIs}` };
    }
    const target: Target<unknown> = { settings, secret, now: now(), session: '' };
    if (channel.login === undefined) return send(target);
    const { request, session } = channel.login;
    const known = sessions.get(to.key);
    if (known !== undefined) return send({ ...target, session: known });
    const answer = await post(request(target));
    const verdict = channel.verdictOf(answer);
    if (verdict.kind === 'refused') return { ...verdict, kind: 'gone' };
    if (verdict.kind !== 'sent') return verdict;
    const begun = session(answer.body);
    sessions.set(to.key, begun);
    return send({ ...target, session: begun });

    async function send(whom: Target<unknown>): Promise<Delivered> {
      let written: ChannelRequest;
      try {
        written = channel.request(news, whom);
      } catch (error) {
        return { kind: 'refused', reason: `could not be written: ${errorMessage(error)}` };
      }
      return channel.verdictOf(await post(written));
    }
  }
}

/** Secrets are in addresses and headers, and a platform may repeat them. */
const forLog = (reason: string, secret: string): string =>
  clip(oneLine(secret === '' ? reason : reason.replaceAll(secret, '(the secret)')), 300);
