/** What can go wrong on the way to a platform, and that no reason shows a secret. */
import { channelSubscribers, type ChannelSubscriber } from '../../src/config/channel-subscribers.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import type { ChannelAnswer, ChannelRequest } from '../../src/channels/channel.ts';
import { ApiKeyCache } from '../../src/sources/api-keys.ts';
import { createPost } from '../../lambda/deliver/http-post.ts';
import { newsOf } from '../../lambda/deliver/news.ts';
import { wordsOf } from '../../src/channels/words.ts';
import { createSender } from '../../lambda/deliver/sender.ts';
import { alertOf, noon } from './world.ts';

const news = { kind: 'alert', id: 'a', alert: alertOf(1) } as const;
const parameter = '/petitions/secret';
const watch = [{ source: 'uk-parliament', petition: '700143' }];
const channelOf = (said: object): ChannelSubscriber => {
  const [found] = channelSubscribers(checkConfig({ watch, subscribers: [said] }, 'petitions.json'));
  if (found === undefined) throw new Error('no channel');
  return found;
};
const senderWith = (secret: string, post: (request: ChannelRequest) => Promise<ChannelAnswer>) =>
  createSender({
    keys: new ApiKeyCache(
      () => noon,
      () => Promise.resolve(() => Promise.resolve(secret)),
    ),
    post,
    now: () => noon,
  });

test('a reason that repeats the secret does not show it', async () => {
  const secret = 'https://hooks.slack.com/services/T0/B0/xyz';
  const send = senderWith(secret, ({ url }) => Promise.reject(new Error(`no answer from ${url}`)));
  expect(await send(channelOf({ slack: { parameter } }), news)).toEqual({
    kind: 'later',
    reason: 'no answer from (the secret)',
  });
});

test('a session is begun once in a run, and again after it is not taken any more', async () => {
  const urls: string[] = [];
  const answers = [200, 200, 200, 401, 200, 200];
  const send = senderWith('abcd-efgh-ijkl-mnop', ({ url }) => {
    urls.push(url.replace(/.*\./, ''));
    const body = JSON.stringify({ did: 'did:plc:abc', accessJwt: 'ey.jwt', uri: 'at://x' });
    return Promise.resolve({ status: answers[urls.length - 1] ?? 500, body });
  });
  const bluesky = channelOf({ bluesky: { handle: 'desk.bsky.social', parameter } });
  const kinds = [];
  for (let n = 0; n < 4; n++) kinds.push((await send(bluesky, news)).kind);
  expect(kinds).toEqual(['sent', 'sent', 'gone', 'sent']);
  expect(urls).toEqual(['createSession', 'putRecord', 'putRecord', 'putRecord', 'createSession', 'putRecord']);
});

test.each(['http://example.org/', 'https://127.0.0.1/', 'https://localhost/', 'https://169.254.169.254/'])(
  'nothing is sent to %s unless private hosts are allowed',
  async (url) => {
    const post = createPost({ contact: undefined, allowPrivate: false });
    await expect(post({ url, headers: {}, body: '' })).rejects.toThrow('is not an https address of a public host');
  },
);

test('where there is a site, a message leads to the page of the alert, and each alert of a summary to its own', () => {
  const alerts = [1, 2].map((n) => ({ alert: alertOf(n) }));
  const pageOf = ({ id }: { readonly id: string }): string => id;
  const wordsWith = (kind: 'alert' | 'summary', site: string | undefined) =>
    wordsOf(newsOf({ kind, alerts, more: 0, plain: false }, site, pageOf));
  expect(wordsWith('alert', 'https://s.example/').link).toBe('https://s.example/us-we-the-people/1#1');
  const { link, items } = wordsWith('summary', 'https://s.example/');
  expect([link, ...items.map((item) => item.link)]).toEqual([
    'https://s.example/',
    'https://s.example/us-we-the-people/1#1',
    'https://s.example/us-we-the-people/1#2',
  ]);
  expect(wordsWith('summary', undefined).items.map((item) => item.link)).toEqual(alerts.map(({ alert }) => alert.url));
});
