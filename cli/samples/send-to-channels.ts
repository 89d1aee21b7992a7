/** Samples to the channels of a petitions.json, sent from this machine: before a deployment, and without one. */
import { channels } from '../../src/channels/channel-registry.ts';
import { channelParameters, channelSubscribers, wants } from '../../src/config/channel-subscribers.ts';
import type { Config } from '../../src/config/config.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Clock } from '../../src/runtime/runtime.ts';
import { BadInput } from '../../src/validation.ts';
import { localApiKeys, readApiKeys } from '../../local/api-key-options.ts';
import { newsOf } from '../../lambda/deliver/news.ts';
import { createPost } from '../../lambda/deliver/http-post.ts';
import { createSender } from '../../lambda/deliver/sender.ts';

/** @throws after all were tried, when a channel did not take one. */
export async function sendToChannels(
  config: Config,
  samples: readonly Alert[],
  pairs: readonly string[],
  { now, waitUntil }: Clock,
): Promise<void> {
  const found = channelSubscribers(config);
  if (found.length === 0) throw new BadInput('send-test', [{ path: '--config', message: 'names no channel' }]);
  const secrets = readApiKeys(pairs, channelParameters(config), process.env);
  const keys = localApiKeys(secrets, now);
  const send = createSender({
    keys,
    post: createPost({ contact: config.contact, allowPrivate: config.allowPrivateSources }),
    now,
  });
  let failed = 0;
  for (const channel of found) {
    for (const alert of samples.filter((one) => wants(channel.filters, one))) {
      const message = { kind: 'alert', alerts: [{ alert, test: true }], more: 0, plain: false } as const;
      const verdict = await send(
        channel,
        newsOf(message, undefined, () => ''),
      );
      if (verdict.kind !== 'sent') failed += 1;
      const outcome = verdict.kind === 'sent' ? 'sent' : `not sent: ${verdict.reason}`;
      process.stdout.write(`${channel.place}  ${alert.alert}  ${outcome}\n`);
      await waitUntil(now().add({ milliseconds: channels[channel.kind].everyMs }));
    }
  }
  if (failed > 0) throw new Error(`not sent: ${failed}`);
}
