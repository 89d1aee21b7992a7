/**
 * The channel `slack`: an incoming webhook, with blocks of mrkdwn. Facts: docs.slack.dev, "Sending messages using incoming
 * webhooks", "Formatting message text", "Block Kit" and "Rate limits", read 2026-11.
 */
import { channel, channelAddress } from './channel.ts';
import { jsonRequest, successHas } from './json-request.ts';
import { itemLines, wordsOf, type NewsItem } from './words.ts';

/** Characters of the text of one section. */
const maxText = 3_000;

/** These three have a meaning. */
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What stands before the bar is the address, and what is formatted in the label is shown as it is. */
const linked = ({ title, link }: Pick<NewsItem, 'title' | 'link'>): string =>
  link === undefined ? escaped(title) : `<${escaped(link).replaceAll('|', '%7C')}|${escaped(title)}>`;

/** An address in a line, such as that of the answer: verbatim text has no other links. */
const withLinks = (line: string): string =>
  escaped(line).replace(/https?:\/\/[^\s”]+/g, (address) => `<${address.replaceAll('|', '%7C')}>`);

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } });

export const slack = channel({
  fields: {},
  example: {},
  hosts: /^hooks\.slack\.com$/,
  needsSecret: true,
  secretIs: 'the webhook\'s whole address, such as "https://hooks.slack.com/services/T0/B0/abc"',
  secret: channelAddress('https://hooks.slack.com/services/T0/B0/abc'),
  // One message a second.
  everyMs: 1_000,
  request: (news, { secret }) => {
    const words = wordsOf(news);
    const { title, headline, lines, bar, proof } = words;
    const rest = [...lines.map(withLinks), ...(bar === undefined ? [] : [bar])].join('\n');
    const items = itemLines(words, (item) => `• ${linked(item)}: ${escaped(item.headline)}`, maxText - 100);
    return jsonRequest(secret, {
      // What a notification shows.
      text: escaped(`${headline} - ${title}`),
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        section(`*${linked(words)}*\n${escaped(headline)}`),
        ...[rest, items.join('\n')].flatMap((text) => (text === '' ? [] : [section(text)])),
        ...(proof.length === 0
          ? []
          : [{ type: 'context', elements: [{ type: 'mrkdwn', text: escaped(proof.join('\n')), verbatim: true }] }]),
      ],
    });
  },
  verdict: successHas(/^ok$/),
});
