/** Channels in petitions.json: what is good, and what errors say without showing a secret. */
import * as fc from 'fast-check';
import { channelKinds } from '../../src/channels/channel-registry.ts';
import { channelParameters, channelSubscribers, wants } from '../../src/config/channel-subscribers.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { alertSubscriptions, filterPolicyOf } from '../../src/config/subscriptions.ts';
import { alertNames } from '../../src/domain/alerts.ts';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { filterPolicySchema, matchesFilterPolicy } from '../../emulator/sns/filter-policy.ts';
import { sample } from '../notifications/samples.ts';

const watch = [{ source: 'uk-parliament', petition: '700143' }];
const checked = (subscribers: readonly unknown[], more: object = {}) =>
  checkConfig({ watch, subscribers, ...more }, 'petitions.json');
const parameter = '/petitions/secret';
const good: Record<string, object> = {
  slack: { parameter },
  discord: { parameter },
  teams: { parameter },
  telegram: { chat: '@our_petitions', parameter },
  ntfy: { topic: 'https://ntfy.sh/our-petitions' },
  mastodon: { server: 'https://mastodon.social', parameter },
  bluesky: { handle: 'desk.bsky.social', parameter },
  post: { url: 'https://example.org/alerts', parameter },
};

test('each channel is a subscriber with filters, and none of them is one of SNS', () => {
  expect(Object.keys(good)).toEqual(channelKinds);
  const config = checked(Object.entries(good).map(([kind, said]) => ({ [kind]: said, alerts: ['threshold-met'] })));
  expect(channelSubscribers(config).map(({ place }) => place)).toEqual([
    'slack /petitions/secret',
    'discord /petitions/secret',
    'teams /petitions/secret',
    'telegram @our_petitions /petitions/secret',
    'ntfy https://ntfy.sh/our-petitions',
    'mastodon https://mastodon.social /petitions/secret',
    'bluesky desk.bsky.social /petitions/secret',
    'post https://example.org/alerts /petitions/secret',
  ]);
  expect(new Set(channelSubscribers(config).map(({ key }) => key)).size).toBe(8);
  expect(alertSubscriptions(config)).toEqual([]);
  expect(channelParameters(config)).toEqual([parameter]);
});

test.each([
  [
    'a secret in the place of its parameter',
    { slack: { parameter: 'https://hooks.slack.com/services/T/B/xyz' } },
    /subscribers\.0\.slack\.parameter must be the full name of a parameter/,
  ],
  [
    'a secret in the place of the settings',
    { slack: 'https://hooks.slack.com/services/T/B/xyz' },
    /subscribers\.0\.slack must be an object, such as \{ "parameter": "\/petitions\/slack" \}/,
  ],
  [
    'no parameter',
    { telegram: { chat: '@xyz_petitions' } },
    /subscribers\.0\.telegram\.parameter must be the name of a parameter, such as "\/petitions/,
  ],
  [
    'an unknown setting',
    { ntfy: { topic: 'https://ntfy.sh/a', tokem: 'xyz' } },
    /subscribers\.0\.ntfy\.tokem is not a setting here/,
  ],
  ['two addresses', { slack: { parameter }, email: 'desk@example.org' }, /must have one address.*"slack"/],
  [
    'a private address',
    { post: { url: 'http://10.0.0.1/a', parameter } },
    /subscribers\.0\.post\.url must be an https address of a public host/,
  ],
  ['an unknown channel', { slak: { parameter } }, /subscribers\.0\.slak is not a setting here; did you mean "slack"/],
])('%s is refused, and what may be a secret is not shown', (_, subscriber, message) => {
  const check = (): unknown => checked([subscriber]);
  expect(check).toThrow(message);
  if (JSON.stringify(subscriber).includes('services/T')) expect(check).not.toThrow(/services/);
});

test('one channel twice is refused; two accounts on one server are two', () => {
  expect(() => checked([{ slack: { parameter } }, { slack: { parameter }, alerts: ['threshold-met'] }])).toThrow(
    'subscribers.1.slack is already the channel of subscribers.0, so merge the filters',
  );
  const server = 'https://mastodon.social';
  expect(() =>
    checked([{ mastodon: { server, parameter } }, { mastodon: { server, parameter: '/other' } }]),
  ).not.toThrow();
});

test.each([
  ['https://hooks.slack.com/services/T0/B0/x', '{ "slack": { "parameter": "/petitions/slack" } }'],
  ['https://discord.com/api/webhooks/1/x', '{ "discord": { "parameter": "/petitions/discord" } }'],
  ['https://prod-12.westeurope.logic.azure.com/workflows/x', '{ "teams": { "parameter": "/petitions/teams" } }'],
  [
    'https://api.telegram.org/bot1:x/sendMessage',
    '{ "telegram": { "chat": "@our_petitions", "parameter": "/petitions/telegram" } }',
  ],
  [
    'https://ntfy.sh/our-petitions',
    '{ "ntfy": { "topic": "https://ntfy.sh/our-petitions", "parameter": "/petitions/ntfy" } }',
  ],
])('SNS cannot post to %s: the error names the channel', (webhook, channel) => {
  expect(() => checked([{ webhook }])).toThrow(`use the channel ${channel}`);
  expect(() => checked([{ webhook }])).not.toThrow('(it is');
  expect(() => checked([], { operators: [{ webhook }] })).toThrow('must be an address that answers SNS');
});

test('filters mean for a channel what the filter policy of SNS means', () => {
  const list = <Value>(values: readonly Value[]) =>
    fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });
  const alerts = (['threshold-met', 'deadline-changed', 'watch-started', 'response-missed'] as const).map(sample);
  fc.assert(
    fc.property(
      fc.constantFrom(...alerts),
      fc.record({
        alerts: list(alertNames),
        sources: list(['us-we-the-people', 'uk-parliament', 'senedd']),
        petitions: list([...alerts.map(({ petition }) => petition), 'senedd/1']),
        thresholds: list(['response', 'debate']),
      }),
      (alert, filters) => {
        const attributes = new Map(
          Object.entries(alertMessage(alert).attributes).map(([name, value]) => [name, { type: 'String', value }]),
        );
        const policy = filterPolicySchema.safeParse(filterPolicyOf(filters) ?? {});
        if (policy.success) expect(wants(filters, alert)).toBe(matchesFilterPolicy(policy.data, attributes));
      },
    ),
  );
});
