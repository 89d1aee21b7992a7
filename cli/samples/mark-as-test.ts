/** Marks a message as a test in each of its texts, so that nobody mistakes a sample for a real alert. */
import * as z from 'zod/mini';
import type { SnsMessage } from '../../src/notifications/alert-message.ts';
import { clipGsm7 } from '../../src/notifications/charsets.ts';
import { smsPlaces } from '../../src/notifications/sms-part.ts';
import { parseJson } from '../../src/validation.ts';
import { clip } from '../../src/text.ts';

const mark = 'TEST: ';
const eventSchema = z.looseObject({ data: z.looseObject({}) });

/** Within the same length limits. Filter policies see no difference. */
export function markAsTest(message: SnsMessage, why: string): SnsMessage {
  const event = parseJson(eventSchema, message.event, 'event');
  return {
    ...message,
    subject: clip(`${mark}${message.subject}`, 99, '...'),
    email: `${why}\n\n${message.email}`,
    sms: clipGsm7(`${mark}${message.sms}`, smsPlaces),
    event: JSON.stringify({ ...event, data: { ...event.data, test: true } }),
  };
}
