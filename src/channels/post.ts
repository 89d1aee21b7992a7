/**
 * The channel `post`: each alert as a CloudEvent, by POST to an address of your own, signed by Standard Webhooks. Unlike a
 * webhook of SNS it needs no handshake. (github.com/standard-webhooks/standard-webhooks, spec 1.0.0, read 2026-11.)
 */
import { createHmac } from 'node:crypto';
import { alertMessage } from '../notifications/alert-message.ts';
import { channel, commonVerdict, textLike, channelAddress } from './channel.ts';

export const post = channel({
  fields: { url: channelAddress('https://example.org/alerts') },
  example: { url: 'https://example.org/alerts' },
  needsSecret: true,
  secretIs: 'the signing secret: "whsec_" and 24 to 64 bytes in base64',
  secret: textLike(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be "whsec_" and 24 to 64 bytes in base64'),
  // No platform sets a limit: five a second, as SNS topics get.
  everyMs: 200,
  eachAlone: true,
  request: (news, { settings, secret, now }) => {
    if (news.kind === 'summary') throw new Error('a program gets each alert alone');
    const { event } = alertMessage(news.alert);
    const body = news.test === true ? event.replace(/\}\}$/, ',"test":true}}') : event;
    // What is signed is parted by dots, so the id has none; and a header is ASCII.
    const id = encodeURI(news.id).replaceAll('.', '%2E');
    const timestamp = Math.floor(now.epochMilliseconds / 1000);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
    return {
      url: settings.url,
      headers: {
        'content-type': 'application/cloudevents+json',
        'webhook-id': id,
        'webhook-timestamp': String(timestamp),
        'webhook-signature': `v1,${signature}`,
      },
      body,
    };
  },
  // Libraries for receivers answer 400 where a signature does not fit, as after a change of the secret. Nothing that a
  // program refuses today is lost: it is sent again.
  verdict: (answer) => {
    const verdict = commonVerdict(answer);
    return verdict.kind === 'refused' ? { kind: 'later', reason: verdict.reason } : verdict;
  },
});
