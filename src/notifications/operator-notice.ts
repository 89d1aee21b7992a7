/** A notice to those who run the monitor, as SNS carries it: the same parts as an alert has. */
import * as z from 'zod/mini';
import type { Message } from './alert-message.ts';
import { eventOf } from './cloud-event.ts';
import { number, moment } from '../format.ts';
import { ascii, gsm7Only } from './charsets.ts';
import { clip, oneLine } from '../text.ts';
import { noticeSchema, type Notice } from '../domain/source-health.ts';

export function messageOf(notice: Notice): Message {
  const { id, source, at } = notice;
  const { headline, text } = words(notice);
  return {
    subject: clip(ascii(headline), 99, '...'),
    email: `${text.join('\n\n')}\n`,
    sms: clip(gsm7Only(headline), 160, '..'),
    event: eventOf({
      id,
      type: `monitor.${notice.notice}`,
      subject: source,
      time: at,
      data: z.encode(noticeSchema, notice),
    }),
    attributes: { alert: notice.notice, source },
  };
}

/** Times in UTC: where the operators are is nothing that the monitor knows. */
const time = (at: Notice['at']): string => moment(at, 'UTC');

function words({ notice, source, since, at, petitions, reason = '' }: Notice): { headline: string; text: string[] } {
  const these = petitions === 1 ? 'One watched petition is' : `${number(petitions)} watched petitions are`;
  if (notice === 'source-recovered') {
    return {
      headline: `Source recovered: ${source} answers again`,
      text: [
        `${source} answers again, for the first time since ${time(since)}. ${these} read from it.`,
        'What happened meanwhile is judged by what the platform shows now, and told with the readings between which it lies.',
        `Seen on ${time(at)}.`,
      ],
    };
  }
  return {
    headline: `Source failing: no answer from ${source} since ${time(since)}`,
    text: [
      `${source} has given no answer that can be read since ${time(since)}. ${these} read from it, and nothing is told of them until it answers again; nothing is lost, and no deadline is called missed meanwhile.`,
      `The last look: ${clip(oneLine(reason), 500)}`,
      'What to do: docs/runbook.md, "A source fails".',
      `Seen on ${time(at)}.`,
    ],
  };
}
