/**
 * The channel `mastodon`: a post of an account. Facts: docs.joinmastodon.org, "statuses API: post a new status" (with
 * `Idempotency-Key`, kept for an hour), "Rate limits", and the Instance entity (500 characters, an address counts 23), read
 * 2026-11.
 */
import { clip } from '../text.ts';
import { channel, textLike, channelAddress } from './channel.ts';
import { jsonRequest, successHas } from './json-request.ts';
import { itemLines, wordsOf } from './words.ts';

const maxCharacters = 500;
/** Whatever its length. */
const addressCharacters = 23;

export const mastodon = channel({
  fields: { server: channelAddress('https://mastodon.social') },
  example: { server: 'https://mastodon.social' },
  needsSecret: true,
  secretIs: 'an access token with the right write:statuses',
  secret: textLike(/^[\w-]{20,200}$/, 'must be an access token: 20 characters or more, letters, digits, "-" and "_"'),
  // 300 requests in five minutes.
  everyMs: 1_000,
  request: (news, { settings: { server }, secret }) => {
    const words = wordsOf(news);
    const { title, link, headline, lines, bar } = words;
    let room = maxCharacters - (link === undefined ? 0 : addressCharacters + 2);
    const parts = [headline, clip(title, 150), ...(bar === undefined ? [] : [bar])];
    const said = clip(parts.join('\n'), room);
    room -= said.length + 2;
    const more = [...itemLines(words, (item) => `• ${clip(item.title, 60)}: ${item.headline}`, room - 20), ...lines];
    const status = [said];
    for (const line of more) {
      room -= line.length + 1;
      // Addresses in it would count otherwise.
      if (room < 0 || line.includes('://')) break;
      status.push(line);
    }
    return jsonRequest(
      `${server.replace(/\/$/, '')}/api/v1/statuses`,
      { status: unmentioned([...status, ...(link === undefined ? [] : ['', link])].join('\n')), language: 'en' },
      { authorization: `Bearer ${secret}`, 'idempotency-key': encodeURIComponent(news.id) },
    );
  },
  verdict: successHas(/"id"/),
});

/** Nobody is called by what stands in a title: `@name` would be a mention. The character after the sign is a word joiner. */
const unmentioned = (text: string): string => text.replace(/(?<![\w/])@(?=\w)/g, '@\u2060');
