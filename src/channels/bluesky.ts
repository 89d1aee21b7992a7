/**
 * The channel `bluesky`: a post of an account, with a card that leads to the petition. Facts: docs.bsky.app, "Creating a
 * post" and "Rate limits"; the lexicons app.bsky.feed.post (300 graphemes, 3,000 bytes), app.bsky.embed.external and
 * com.atproto.repo.putRecord; atproto.com/specs/tid; read 2026-11.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Instant } from '../domain/time.ts';
import { channel, textLike, channelAddress, type News } from './channel.ts';
import { jsonRequest, successHas } from './json-request.ts';
import { itemLines, wordsOf } from './words.ts';

const maxGraphemes = 300;
const maxBytes = 3_000;

const session = z.object({ did: z.string(), accessJwt: z.string() });

const home = (server = 'https://bsky.social'): string => server.replace(/\/$/, '');

export const bluesky = channel({
  fields: {
    handle: textLike(
      /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*$/i,
      'must be a handle, such as "desk.bsky.social"',
    ),
    server: z.optional(channelAddress('https://bsky.social')),
  },
  example: { handle: 'desk.bsky.social' },
  hosts: /^bsky\.social$/,
  needsSecret: true,
  secretIs: 'an app password, such as "abcd-efgh-ijkl-mnop"',
  secret: textLike(
    /^[a-z0-9]{4}(?:-[a-z0-9]{4}){3}$/,
    'must be an app password: four groups of four letters or digits',
  ),
  // 5,000 points an hour, of which a post takes three; 30 logins in five minutes.
  everyMs: 3_000,
  login: {
    request: ({ settings: { handle, server }, secret }) =>
      jsonRequest(`${home(server)}/xrpc/com.atproto.server.createSession`, { identifier: handle, password: secret }),
    session: (body) => JSON.stringify(z.parse(session, JSON.parse(body))),
  },
  request: (news, target) => {
    const { did, accessJwt } = z.parse(session, JSON.parse(target.session));
    const words = wordsOf(news);
    const { title, link, headline, lines, bar } = words;
    const at = news.kind === 'alert' ? news.alert.detectedAt : target.now;
    const parts = [headline, ...(bar === undefined ? [] : [bar]), '', title];
    const text = cut([...parts, ...itemLines(words, (item) => `• ${item.title}: ${item.headline}`, 200)].join('\n'));
    return jsonRequest(
      `${home(target.settings.server)}/xrpc/com.atproto.repo.putRecord`,
      {
        repo: did,
        collection: 'app.bsky.feed.post',
        // The same in every copy, so that a copy takes the place of the first.
        rkey: keyOf(news, at),
        record: {
          $type: 'app.bsky.feed.post',
          text,
          createdAt: at.toString(),
          langs: ['en'],
          ...(link !== undefined && {
            embed: {
              $type: 'app.bsky.embed.external',
              external: { uri: link, title, description: cut(lines.join(' ')) },
            },
          }),
        },
      },
      { authorization: `Bearer ${accessJwt}` },
    );
  },
  verdict: (answer) =>
    answer.status === 400 && /"(?:ExpiredToken|InvalidToken|AccountTakedown|AccountDeactivated)"/.test(answer.body)
      ? { kind: 'gone', reason: 'the account or its session is not valid' }
      : successHas(/"uri"/)(answer),
});

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many graphemes and bytes, never within a grapheme. */
function cut(text: string): string {
  const graphemes = Array.from(segmenter.segment(text), ({ segment }) => segment);
  if (graphemes.length <= maxGraphemes && Buffer.byteLength(text) <= maxBytes) return text;
  let kept = '';
  for (const grapheme of graphemes.slice(0, maxGraphemes - 1)) {
    if (Buffer.byteLength(kept + grapheme) > maxBytes - 3) break;
    kept += grapheme;
  }
  return `${kept.trimEnd()}…`;
}

const digits = '234567abcdefghijklmnopqrstuvwxyz';

/** A TID: 53 bits of microseconds and 10 of a clock, in base 32. What is smaller than a millisecond is of the id. */
function keyOf({ id }: News, at: Instant): string {
  const hash = createHash('sha256').update(id).digest();
  const micros = BigInt(at.epochMilliseconds) * 1_000n + BigInt(hash.readUInt16BE(0) % 1_000);
  const bits = (micros << 10n) | BigInt(hash.readUInt16BE(2) % 1_024);
  return Array.from({ length: 13 }, (_, place) => digits.charAt(Number((bits >> BigInt(5 * (12 - place))) & 31n))).join(
    '',
  );
}
