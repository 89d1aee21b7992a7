/**
 * What holds for every channel, whatever it is told: strangers' text does nothing, the limits of the platform are kept, and
 * no secret is in what a reader or a log sees. The limits, and the answers below, are of the platforms' own documentation;
 * each channel's file names it.
 */
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { Temporal } from 'temporal-polyfill';
import type { Alert } from '../../src/domain/alerts.ts';
import { plainNews, type News } from '../../src/channels/channel.ts';
import { channels, type ChannelKind } from '../../src/channels/channel-registry.ts';
import { sample, samples } from '../notifications/samples.ts';

const now = Temporal.Instant.from('2026-03-02T12:00:00Z');
const page = 'https://petitions.example.org/petitions/uk-parliament/700001.html';

/** What a body has at a path. */
function valueAt(body: string, ...path: (string | number)[]): unknown {
  const whole: unknown = JSON.parse(body);
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    whole,
  );
}
function textAt(body: string, ...path: (string | number)[]): string {
  const value = valueAt(body, ...path);
  return typeof value === 'string' ? value : '';
}

/** A good target of each channel, and how its message is cut into what the platform limits. */
const cases: Readonly<
  Record<
    ChannelKind,
    { settings: object; secret: string; session?: string; size: (body: string) => number; max: number }
  >
> = {
  slack: {
    settings: {},
    secret: 'https://hooks.slack.com/services/T0/B0/abc',
    // Of its sections, the longest text.
    size: (body) => Math.max(...[0, 1, 2].map((place) => textAt(body, 'blocks', place, 'text', 'text').length)),
    max: 3_000,
  },
  discord: {
    settings: {},
    secret: 'https://discord.com/api/webhooks/123/abc',
    size: (body) => {
      const [title = '', description = ''] = ['title', 'description'].map((key) => textAt(body, 'embeds', 0, key));
      expect(title.length).toBeLessThanOrEqual(256);
      expect(description.length).toBeLessThanOrEqual(4_096);
      return title.length + description.length + textAt(body, 'embeds', 0, 'footer', 'text').length;
    },
    max: 6_000,
  },
  teams: {
    settings: {},
    secret: 'https://example.westeurope.logic.azure.com/workflows/abc?sig=abc',
    size: (body) => Buffer.byteLength(body),
    max: 28_000,
  },
  telegram: {
    settings: { chat: '@our_petitions' },
    secret: '123456789:AAE-abcdefghijklmnopqrstuvwxyz01234',
    size: (body) => textAt(body, 'text').length,
    max: 4_096,
  },
  ntfy: {
    settings: { topic: 'https://ntfy.sh/our-petitions' },
    secret: 'tk_abcdefghijklmnopqrstuvwxyz012',
    size: (body) => Buffer.byteLength(textAt(body, 'message')),
    max: 4_096,
  },
  mastodon: {
    settings: { server: 'https://mastodon.example' },
    secret: 'abcdefghijklmnopqrstuvwxyz0123456789',
    // An address counts 23.
    size: (body) => textAt(body, 'status').replace(/https?:\/\/\S+/g, 'a'.repeat(23)).length,
    max: 500,
  },
  bluesky: {
    settings: { handle: 'desk.bsky.social' },
    secret: 'abcd-efgh-ijkl-mnop',
    session: JSON.stringify({ did: 'did:plc:abc', accessJwt: 'ey.jwt' }),
    size: (body) => {
      const text = textAt(body, 'record', 'text');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(3_000);
      return Array.from(new Intl.Segmenter().segment(text)).length;
    },
    max: 300,
  },
  post: {
    settings: { url: 'https://example.org/alerts' },
    secret: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    size: (body) => Buffer.byteLength(body),
    max: 100_000,
  },
};
const isKind = (name: string): name is ChannelKind => name in channels;
const kinds = Object.keys(channels).filter(isKind);
const chatty = kinds.filter((kind) => kind !== 'post');

const requestOf = (kind: ChannelKind, news: News) => {
  const { settings, secret, session = '' } = cases[kind];
  return channels[kind].request(news, { settings, secret, session, now });
};
const told = (alert: Alert): News => ({ kind: 'alert', id: alert.id, alert, page });
const summaryOf = (alerts: readonly Alert[], more = 0): News => ({ kind: 'summary', id: 'summary/1', alerts, more });

/** Everything that a reader sees, whatever the form. */
const textsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : [];
const shown = (body: string): string => textsIn(JSON.parse(body)).join('\n');

/** Titles that strangers could write. */
const hostile = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.constantFrom(
    '<!channel> <@U123> <https://evil.example|click>',
    '@everyone **bold** [click](https://evil.example) ||spoiler||',
    '<script>alert(1)</script><b>unclosed',
    '👩‍👩‍👧‍👦'.repeat(200),
    '\u202Egnp.exe',
    'a'.repeat(5_000),
    '"},{"x":"',
    '',
  ),
);
const anyAlert = fc
  .record({
    of: fc.constantFrom(...samples.map(([, alert]) => alert)),
    title: hostile,
    url: fc.constantFrom(null, page, `https://example.org/${'x'.repeat(3_000)}`),
  })
  .map(({ of, title, url }) => ({ ...of, title, url }));
const anyNews: fc.Arbitrary<News> = fc.oneof(
  anyAlert.map((alert) => ({ kind: 'alert' as const, id: alert.id, alert })),
  fc
    .record({ alerts: fc.array(anyAlert, { minLength: 1, maxLength: 40 }), more: fc.nat(1_000) })
    .map(({ alerts, more }) => summaryOf(alerts, more)),
);

describe.each(kinds)('%s', (kind) => {
  const { settings, secret, size, max } = cases[kind];
  const { eachAlone } = channels[kind];

  test('keeps the limits of the platform, and splits no character, whatever it is told', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        if (eachAlone && news.kind === 'summary') return;
        for (const one of [news, plainNews(news)]) {
          const { body } = requestOf(kind, one);
          expect(size(body)).toBeLessThanOrEqual(max);
          expect(Buffer.from(shown(body)).toString()).toBe(shown(body));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('says what happened, and has the secret nowhere but where the platform looks for it', () => {
    const { body, headers, url } = requestOf(kind, told(sample('threshold-met')));
    expect(body).toMatch(/100,?412/);
    expect(shown(body)).toContain('Steven Avery');
    expect(body).not.toContain(secret);
    for (const [name, value] of Object.entries(headers)) {
      expect(value).toMatch(/^[\x20-\x7e]*$/);
      if (name !== 'authorization') expect(value).not.toContain(secret);
    }
    expect(URL.canParse(url)).toBe(true);
  });

  test('is the same in every copy', () => {
    const news = told(sample('threshold-met'));
    expect(requestOf(kind, news)).toEqual(requestOf(kind, news));
  });

  test('judges what comes back', () => {
    const { verdictOf } = channels[kind];
    expect(verdictOf({ status: 503, body: '' })).toMatchObject({ kind: 'later' });
    expect(verdictOf({ status: 429, body: '', retryAfterSeconds: 7 })).toMatchObject({ kind: 'later' });
    expect(verdictOf({ status: 302, body: '' })).toMatchObject({ kind: 'gone' });
    for (const status of [401, 403, 404, 410]) expect(verdictOf({ status, body: '' })).toMatchObject({ kind: 'gone' });
  });

  test('refuses a secret that cannot be one, without repeating it', () => {
    const wrong = 'not the secret, hush';
    const result = channels[kind].secret.safeParse(wrong);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error)).not.toContain('hush');
    expect(channels[kind].secret.safeParse(secret).success).toBe(true);
    expect(settings).toEqual(expect.any(Object));
  });
});

test.each(chatty)('%s links the page of the petition, and names each alert of a summary', (kind) => {
  expect(shown(requestOf(kind, told(sample('threshold-met'))).body)).toContain(page);
  const both = [sample('threshold-met'), sample('closing-soon')];
  const body = shown(requestOf(kind, summaryOf(both, 40)).body);
  expect(body).toContain('42 alerts');
  expect(body).toMatch(/And 4[01] more\./);
});

/** Answers as the platforms document them. */
const answers: readonly (readonly [ChannelKind, string, number, string, string])[] = [
  ['slack', 'sent', 200, 'ok', 'sent'],
  ['slack', 'a page of something in between', 200, '<html>Sign in</html>', 'later'],
  ['slack', 'a message that it does not take', 400, 'invalid_blocks', 'refused'],
  ['slack', 'an archived conversation', 410, 'channel_is_archived', 'gone'],
  ['discord', 'sent', 200, '{"id":"1","type":0}', 'sent'],
  ['discord', 'half an answer', 200, '', 'later'],
  ['discord', 'a deleted webhook', 404, '{"message": "Unknown Webhook", "code": 10015}', 'gone'],
  ['discord', 'a message that it does not take', 400, '{"embeds": ["0"]}', 'refused'],
  ['teams', 'taken', 202, '', 'sent'],
  ['teams', 'a workflow that is turned off', 400, '{"error":{"code":"WorkflowTriggerIsNotEnabled"}}', 'gone'],
  ['teams', 'too large', 413, '', 'refused'],
  ['telegram', 'sent', 200, '{"ok":true,"result":{"message_id":1}}', 'sent'],
  ['telegram', 'half an answer', 200, '{"ok":tr', 'later'],
  [
    'telegram',
    'no such chat',
    400,
    '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}',
    'gone',
  ],
  ['telegram', 'a revoked token', 401, '{"ok":false,"error_code":401,"description":"Unauthorized"}', 'gone'],
  [
    'telegram',
    'a bot that was removed',
    403,
    '{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked"}',
    'gone',
  ],
  [
    'telegram',
    'text that it cannot parse',
    400,
    '{"ok":false,"error_code":400,"description":"Bad Request: can\'t parse entities"}',
    'refused',
  ],
  ['ntfy', 'sent', 200, '{"id":"sPs71M8A2T","time":1643935928,"event":"message"}', 'sent'],
  ['ntfy', 'a topic of somebody else', 403, '{"code":40301,"http":403,"error":"forbidden"}', 'gone'],
  ['ntfy', 'too much', 429, '{"code":42901,"http":429,"error":"limit reached"}', 'later'],
  ['mastodon', 'sent', 200, '{"id":"103254962155278888"}', 'sent'],
  ['mastodon', 'a revoked token', 401, '{"error":"The access token is invalid"}', 'gone'],
  [
    'mastodon',
    'a text that it does not take',
    422,
    '{"error":"Validation failed: Text character limit of 500 exceeded"}',
    'refused',
  ],
  ['bluesky', 'sent', 200, '{"uri":"at://did:plc:abc/app.bsky.feed.post/3k","cid":"baf"}', 'sent'],
  ['bluesky', 'an expired session', 400, '{"error":"ExpiredToken","message":"Token has expired"}', 'gone'],
  [
    'bluesky',
    'a record that it does not take',
    400,
    '{"error":"InvalidRequest","message":"Invalid record"}',
    'refused',
  ],
];
test.each(answers)('%s: %s', (kind, _, status, body, expected) => {
  expect(channels[kind].verdictOf({ status, body }).kind).toBe(expected);
});

test('telegram says in the body when to come back', () => {
  const body =
    '{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}';
  expect(channels.telegram.verdictOf({ status: 429, body })).toEqual({
    kind: 'later',
    reason: 'answered 429',
    retryAfterSeconds: 35,
  });
  expect(channels.telegram.verdictOf({ status: 429, body: 'x' })).toEqual({ kind: 'later', reason: 'answered 429' });
});

test('telegram gets no marks but its own', () => {
  fc.assert(
    fc.property(anyNews, (news) => {
      const open: string[] = [];
      const seen = new Set<string>();
      const parser = new Parser({
        onopentag: (name) => {
          seen.add(name);
          open.push(name);
        },
        onclosetag: (name) => expect(open.pop()).toBe(name),
      });
      parser.end(textAt(requestOf('telegram', news).body, 'text'));
      expect(open).toEqual([]);
      expect([...seen].filter((name) => !['a', 'b', 'i'].includes(name))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test('nobody is called by what stands in a title', () => {
  const alert = { ...sample('threshold-met'), title: 'Free @everyone <!channel> @desk@example.org' };
  expect(requestOf('slack', told(alert)).body).not.toContain('<!channel>');
  expect(valueAt(requestOf('discord', told(alert)).body, 'allowed_mentions')).toEqual({ parse: [] });
  expect(textAt(requestOf('mastodon', told(alert)).body, 'status')).not.toMatch(/(?<!\w)@\w/);
});

test('an address in a text of Discord keeps its underlines; what is marked in a title does not mark', () => {
  const alert = { ...sample('response-met'), title: '_a_ *b*', answerUrl: 'https://example.org/an_answer_x' };
  const description = textAt(requestOf('discord', told(alert)).body, 'embeds', 0, 'description');
  expect(description).toContain('https://example.org/an_answer_x');
});

test('a copy of a post has the same key, another alert another', () => {
  const keyOf = (id: string): string =>
    textAt(requestOf('bluesky', told({ ...sample('threshold-met'), id })).body, 'rkey');
  expect(keyOf('uk-parliament/1#1')).toMatch(/^[234567abcdefghij][234567a-z]{12}$/);
  expect(keyOf('uk-parliament/1#1')).toBe(keyOf('uk-parliament/1#1'));
  expect(keyOf('uk-parliament/1#2')).not.toBe(keyOf('uk-parliament/1#1'));
});

test('a session of Bluesky is begun with the app password, and is what its answer gives', () => {
  const { login } = channels.bluesky;
  const { settings, secret } = cases.bluesky;
  expect(login?.request({ settings, secret, session: '', now })).toMatchObject({
    url: 'https://bsky.social/xrpc/com.atproto.server.createSession',
    body: JSON.stringify({ identifier: 'desk.bsky.social', password: secret }),
  });
  expect(login?.session('{"did":"did:plc:abc","accessJwt":"ey","refreshJwt":"x","handle":"desk.bsky.social"}')).toBe(
    '{"did":"did:plc:abc","accessJwt":"ey"}',
  );
  expect(() => login?.session('{}')).toThrow();
});

test.each(chatty)('%s, as a reader sees it', (kind) => {
  const { url, body } = requestOf(kind, told(sample('threshold-met')));
  expect(
    `${url.replace(cases[kind].secret, '(secret)')}\n${JSON.stringify(JSON.parse(body), null, 2)}`,
  ).toMatchSnapshot();
});

test('in Slack the address of an answer is a link, whatever it holds', () => {
  const answerUrl = 'https://petition.example/petitions/1?a=1&b=<2>|x';
  const { body } = requestOf('slack', told({ ...sample('response-met'), answerUrl, answerText: 'We <agree> & act.' }));
  expect(body).toContain(
    'It begins: “We &lt;agree&gt; &amp; act.” The answer: <https://petition.example/petitions/1?a=1&amp;b=&lt;2&gt;%7Cx>',
  );
});
