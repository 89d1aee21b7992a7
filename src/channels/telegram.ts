/**
 * The channel `telegram`: a bot that writes to a channel, a group or a person. Facts: core.telegram.org, "Bot API:
 * sendMessage, formatting options, ResponseParameters" and "Bots FAQ: my bot is hitting limits", read 2026-11.
 */
import * as z from 'zod/mini';
import { channel, textLike, channelAddress } from './channel.ts';
import { isSuccess, jsonRequest, successHas } from './json-request.ts';
import { itemLines, wordsOf, type NewsItem } from './words.ts';

/** Characters, once the marks are taken out. Here they count too. */
const maxText = 4_096;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const linked = ({ title, link }: Pick<NewsItem, 'title' | 'link'>): string =>
  link === undefined ? escaped(title) : `<a href="${escaped(link)}">${escaped(title)}</a>`;

const retryAfter = z.object({ parameters: z.object({ retry_after: z.number() }) });

export const telegram = channel({
  fields: {
    chat: textLike(
      /^(?:@[A-Za-z]\w{3,31}|-?\d{1,20})$/,
      'must be a channel or the number of a chat, such as "@our_petitions" or "-1001234567890"',
    ),
    server: z.optional(channelAddress('https://api.telegram.org')),
  },
  example: { chat: '@our_petitions' },
  hosts: /^api\.telegram\.org$/,
  needsSecret: true,
  secretIs: 'the bot\'s token, such as "123456789:AAE-abcdefghijklmnopqrstuvwxyz01234"',
  secret: textLike(
    /^\d{5,20}:[\w-]{30,60}$/,
    'must be a token as BotFather gives it: digits, a colon, and 35 characters',
  ),
  // Twenty messages a minute in a group.
  everyMs: 3_000,
  request: (news, { settings: { chat, server = 'https://api.telegram.org' }, secret }) => {
    const words = wordsOf(news);
    const { headline, lines, bar, proof } = words;
    const blocks = [
      [`<b>${linked(words)}</b>`, `<b>${escaped(headline)}</b>`],
      [...lines.map(escaped), ...(bar === undefined ? [] : [bar])],
      itemLines(words, (item) => `• ${linked(item)}: ${escaped(item.headline)}`, maxText - 400),
      proof.map((line) => `<i>${escaped(line)}</i>`),
    ];
    return jsonRequest(`${server.replace(/\/$/, '')}/bot${secret}/sendMessage`, {
      chat_id: chat,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      text: blocks.flatMap((block) => (block.length === 0 ? [] : [block.join('\n')])).join('\n\n'),
    });
  },
  verdict: (answer) => {
    if (answer.status === 400 && /chat not found|PEER_ID_INVALID|group chat was upgraded/i.test(answer.body))
      return { kind: 'gone', reason: 'there is no such chat, or the bot is not in it' };
    if (answer.status === 429) return { kind: 'later', reason: 'answered 429', ...retryAfterOf(answer.body) };
    return isSuccess(answer) ? successHas(/"ok"\s*:\s*true/)(answer) : undefined;
  },
});

/** It stands in the body. */
function retryAfterOf(body: string): { readonly retryAfterSeconds?: number } {
  try {
    const { success, data } = z.safeParse(retryAfter, JSON.parse(body));
    return success ? { retryAfterSeconds: data.parameters.retry_after } : {};
  } catch {
    return {};
  }
}
