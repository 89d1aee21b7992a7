/**
 * The channel `discord`: a webhook, with one embed. Facts: docs.discord.com, "Webhook resource: execute webhook", "Message
 * resource: embed limits", "Rate limits", read 2026-11.
 */
import { clip } from '../text.ts';
import { channel, channelAddress } from './channel.ts';
import { jsonRequest, successHas } from './json-request.ts';
import { itemLines, toneOf, wordsOf } from './words.ts';

const limits = { title: 256, description: 4_096, footer: 2_048, all: 6_000 } as const;
const colours = { good: 0x2e7d32, bad: 0xc62828, neutral: 0x546e7a } as const;

/** Markdown means nothing in strangers' text. An address stays as it is. */
const escaped = (text: string): string =>
  text.replace(/https?:\/\/\S+|[\\*_~`|<>[\]()#-]/g, (found) => (found.length > 1 ? found : `\\${found}`));

/** Without blanks and brackets, which would end it. */
const target = (link: string): string =>
  link.replace(/[\s()<>]/g, encodeURIComponent).replace(/[()]/g, (c) => (c === '(' ? '%28' : '%29'));

export const discord = channel({
  fields: {},
  example: {},
  hosts: /^(?:\w+\.)?discord(?:app)?\.com$/,
  needsSecret: true,
  secretIs: 'the webhook\'s whole address, such as "https://discord.com/api/webhooks/123/abc"',
  secret: channelAddress('https://discord.com/api/webhooks/123/abc'),
  // Five in two seconds for a webhook, by the headers of its answers.
  everyMs: 500,
  request: (news, { secret }) => {
    const words = wordsOf(news);
    const { title, link, headline, lines, bar, proof } = words;
    const items = itemLines(
      words,
      (item) =>
        `- ${item.link === undefined ? escaped(item.title) : `[${escaped(item.title)}](${target(item.link)})`}: ${escaped(item.headline)}`,
      3_000,
    );
    const text = [`**${escaped(headline)}**`, ...lines.map(escaped), ...(bar === undefined ? [] : [bar]), ...items];
    const url = new URL(secret);
    // With it the answer has the message, and a fault is told.
    url.searchParams.set('wait', 'true');
    return jsonRequest(url.href, {
      allowed_mentions: { parse: [] },
      embeds: [
        {
          title: clip(title, limits.title),
          ...(link !== undefined && { url: link }),
          description: clip(text.join('\n'), limits.description),
          color: colours[toneOf(news)],
          ...(proof.length > 0 && { footer: { text: clip(proof.join('\n'), 1_000) } }),
        },
      ],
    });
  },
  verdict: successHas(/"id"/),
});
