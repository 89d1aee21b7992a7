/**
 * The channel `ntfy`: a notification to a phone, through ntfy.sh or a server of one's own. Facts: docs.ntfy.sh, "Publish as
 * JSON", "Limitations" and the server's error codes (binwiederhier/ntfy, server/errors.go), read 2026-11.
 */
import { channel, textLike } from './channel.ts';
import { jsonRequest, successHas } from './json-request.ts';
import { byteLength, itemLines, toneOf, wordsOf } from './words.ts';

/** In bytes. A longer one becomes a file. */
const maxMessageBytes = 4_096;

const tags = { good: 'white_check_mark', bad: 'warning', neutral: 'bar_chart' } as const;

export const ntfy = channel({
  fields: {
    topic: textLike(
      /^https?:\/\/[^/?#@\s]+\/[\w-]{1,64}$/,
      'must be the address of a topic, such as "https://ntfy.sh/our-petitions"',
    ),
  },
  example: { topic: 'https://ntfy.sh/our-petitions' },
  hosts: /^ntfy\.sh$/,
  needsSecret: false,
  secretIs: 'an access token, such as "tk_abcdefghijklmnopqrstuvwxyz012"',
  secret: textLike(/^tk_[a-z0-9]{20,60}$/, 'must be an access token: "tk_" and 29 letters and digits'),
  // Sixty at once, then one in five seconds. More than five alerts are one message already.
  everyMs: 1_000,
  request: (news, { settings, secret }) => {
    const words = wordsOf(news);
    const { title, link, headline, lines, bar, proof } = words;
    const items = itemLines(words, (item) => `• ${item.title}: ${item.headline}`, maxMessageBytes - 300, byteLength);
    // What comes last is left out first.
    const all = [headline, ...(bar === undefined ? [] : [bar]), ...lines, ...items, ...proof];
    while (byteLength(all.join('\n')) > maxMessageBytes) all.pop();
    const { origin, pathname } = new URL(settings.topic);
    return jsonRequest(
      `${origin}/`,
      {
        topic: pathname.slice(1),
        title,
        message: all.join('\n'),
        tags: [tags[toneOf(news)]],
        ...(link !== undefined && { click: link }),
      },
      secret === '' ? {} : { authorization: `Bearer ${secret}` },
    );
  },
  verdict: successHas(/"id"/),
});
