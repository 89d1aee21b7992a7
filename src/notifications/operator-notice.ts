/** A notice to the operators as SNS carries it: the same parts as an alert has. */
import * as z from 'zod/mini';
import type { SnsMessage } from './alert-message.ts';
import { cloudEvent } from './cloud-event.ts';
import { formatMoment, pluralize } from '../format.ts';
import { clipGsm7, toAscii, toGsm7 } from './charsets.ts';
import { smsPlaces } from './sms-part.ts';
import { clip, oneLine } from '../text.ts';
import { noticeSchema, type Notice } from '../domain/source-health.ts';

export function noticeMessage(notice: Notice): SnsMessage {
  const { id, source, at } = notice;
  const { headline, text } = noticeWording(notice);
  return {
    subject: clip(toAscii(headline), 99, '...'),
    email: `${text.join('\n\n')}\n`,
    sms: clipGsm7(toGsm7(headline), smsPlaces),
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

/** Times in UTC: the monitor does not know where its operators are. */
const formatUtc = (at: Notice['at']): string => formatMoment(at, 'UTC');

function noticeWording({ notice, source, since, at, petitions, reason = '' }: Notice): {
  headline: string;
  text: string[];
} {
  const one = petitions === 1;
  const these = `${pluralize(petitions, 'watched petition')} ${one ? 'depends' : 'depend'} on it`;
  if (notice === 'source-recovered') {
    return {
      headline: `Source recovered: ${source}`,
      text: [
        `${source} answers again, for the first time since ${formatUtc(since)}. ${these}.`,
        'Events during the outage are evaluated from what the platform shows now. Alerts name the readings before and after.',
        `Detected on ${formatUtc(at)}.`,
      ],
    };
  }
  return {
    headline: `Source failing: ${source}, since ${formatUtc(since)}`,
    text: [
      `No readable answer from ${source} since ${formatUtc(since)}. ${these} and cannot be checked until it recovers. What is stored is kept, and no deadline is declared missed meanwhile.`,
      `The last attempt: ${clip(oneLine(reason), 500)}`,
      'What to do: docs/runbook.md, "A source fails".',
      `Detected on ${formatUtc(at)}.`,
    ],
  };
}
