/** Which channels are public places, and whose alerts are told there. */
import { channelSubscribers } from '../../src/config/channel-subscribers.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import { carries, carriesAll } from '../../src/config/follow-places.ts';
import { publicPlaces } from '../../src/config/public-places.ts';

const parameter = '/petitions/a-secret';
const configOf = (subscribers: ConfigInput['subscribers']) =>
  checkConfig({ watch: [{ source: 'uk-parliament', petition: '700143' }], subscribers }, 'petitions.json');
const urls = (subscribers: ConfigInput['subscribers']): string[] =>
  publicPlaces(configOf(subscribers)).map(({ url }) => url);

test.each<[string, NonNullable<ConfigInput['subscribers']>[number], string | undefined]>([
  ['a public channel of Telegram', { telegram: { chat: '@our_petitions', parameter } }, 'https://t.me/our_petitions'],
  ['a private group of Telegram', { telegram: { chat: '-1001234567890', parameter } }, undefined],
  [
    'an account at bsky.social',
    { bluesky: { handle: 'desk.bsky.social', parameter } },
    'https://bsky.app/profile/desk.bsky.social',
  ],
  [
    'an account at another server of Bluesky',
    { bluesky: { handle: 'desk.example.org', server: 'https://pds.example.org', parameter } },
    undefined,
  ],
  [
    'an account of Mastodon, whose name nobody knows',
    { mastodon: { server: 'https://mastodon.social', parameter } },
    undefined,
  ],
  [
    'an account of Mastodon with its page',
    { mastodon: { server: 'https://mastodon.social', parameter, page: 'https://mastodon.social/@us' } },
    'https://mastodon.social/@us',
  ],
  ['a topic of ntfy, whose name is its password', { ntfy: { topic: 'https://ntfy.sh/our-petitions' } }, undefined],
  [
    'a topic of ntfy that is named as public',
    { ntfy: { topic: 'https://ntfy.sh/our-petitions', page: 'https://ntfy.sh/our-petitions' } },
    'https://ntfy.sh/our-petitions',
  ],
  ['a chat of Slack', { slack: { parameter } }, undefined],
  ['a mail address', { email: 'desk@example.org' }, undefined],
])('%s', (_, subscriber, url) => {
  expect(urls([subscriber])).toEqual(url === undefined ? [] : [url]);
  expect(JSON.stringify(publicPlaces(configOf([subscriber])))).not.toContain(parameter);
});

test('a page must be an address with https', () => {
  for (const page of ['http://example.org/', 'javascript:alert(1)', 'example.org'])
    expect(() => configOf([{ ntfy: { topic: 'https://ntfy.sh/a', page } }])).toThrow(
      'ntfy.page must be an https address, such as "https://mastodon.social/@our_petitions"',
    );
});

test('a channel stays the same one where its page comes or goes, so that nothing that waits is lost', () => {
  const [plain, paged] = [{}, { page: 'https://ntfy.sh/a' }].map((more) =>
    channelSubscribers(configOf([{ ntfy: { topic: 'https://ntfy.sh/a', ...more } }])).map(
      ({ key, place, settings }) => ({
        key,
        place,
        settings,
      }),
    ),
  );
  expect(paged).toEqual(plain);
  expect(() =>
    configOf([
      { ntfy: { topic: 'https://ntfy.sh/a' } },
      { ntfy: { topic: 'https://ntfy.sh/a', page: 'https://ntfy.sh/a' } },
    ]),
  ).toThrow('is already the channel of subscribers.0');
});

test('a place has the petitions that its filters let through', () => {
  const [place] = publicPlaces(
    configOf([
      {
        telegram: { chat: '@our_petitions', parameter },
        sources: ['uk-parliament'],
        petitions: ['uk-parliament/700143'],
        alerts: ['threshold-met'],
      },
    ]),
  );
  if (place === undefined) throw new Error('a place is expected');
  expect(['uk-parliament/700143', 'uk-parliament/2', 'scotland/700143'].map((one) => carries(place, one))).toEqual([
    true,
    false,
    false,
  ]);
  expect([carriesAll(place), carriesAll({ ...place, filters: {} })]).toEqual([false, true]);
});
