/** A notice to those who run the monitor, as SNS carries it: the same parts as an alert has. */
import * as z from 'zod/mini';
import type { SnsMessage } from './alert-message.ts';
import { cloudEvent } from './cloud-event.ts';
import { formatNumber, formatMoment } from '../format.ts';
import { toAscii, toGsm7 } from './charsets.ts';
import { clip, oneLine } from '../text.ts';
import { noticeSchema, type Notice } from '../domain/source-health.ts';

export function noticeMessage(notice: Notice): SnsMessage {
  const { id, source, at } = notice;
  const { headline, text } = noticeWording(notice);
  return {
    subject: clip(toAscii(headline), 99, '...'),
    email: `${text.join('\n\n')}\n`,
    sms: clip(toGsm7(headline), 160, '..'),
    event: cloudEvent({
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
const formatUtc = (at: Notice['at']): string => formatMoment(at, 'UTC');

function noticeWording({ notice, source, since, at, petitions, reason = '' }: Notice): {
  headline: string;
  text: string[];
} {
  const these = petitions === 1 ? 'One watched petition is' : `${formatNumber(petitions)} watched petitions are`;
  if (notice === 'source-recovered') {
    return {
      headline: `Source recovered: ${source} answers again`,
      text: [
        `${source} answers again, for the first time since ${formatUtc(since)}. ${these} read from it.`,
        'What happened meanwhile is judged by what the platform shows now, and told with the readings between which it lies.',
        `Seen on ${formatUtc(at)}.`,
      ],
    };
  }
  return {
    headline: `Source failing: no answer from ${source} since ${formatUtc(since)}`,
    text: [
      `${source} has given no answer that can be read since ${formatUtc(since)}. ${these} read from it, and nothing is told of them until it answers again; nothing is lost, and no deadline is called missed meanwhile.`,
      `The last look: ${clip(oneLine(reason), 500)}`,
      'What to do: docs/runbook.md, "A source fails".',
      `Seen on ${formatUtc(at)}.`,
    ],
  };
}
