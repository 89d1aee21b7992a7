/** A digest as SNS carries it: a document for machines, a readable mail, and one line for all other subscriptions. */
import * as z from 'zod/mini';
import { cloudEvent } from '../../src/notifications/cloud-event.ts';
import { messageBody, type SnsMessage } from '../../src/notifications/alert-message.ts';
import { clipGsm7, toAscii, toGsm7 } from '../../src/notifications/charsets.ts';
import { clip } from '../../src/text.ts';
import { digestSchema, type Digest } from '../../src/domain/digest.ts';
import { digestHeadline, digestEmail } from './email.ts';

/** `contact` is where recipients change what they receive, or learn who sends this. */
export function digestMessage(digest: Digest, contact?: string): SnsMessage {
  const headline = digestHeadline(digest);
  return {
    subject: clip(toAscii(headline), 99, '...'),
    email: digestEmail(digest, contact),
    // The stack subscribes nobody by telephone; a subscription made by hand gets this line.
    sms: clipGsm7(toGsm7(headline), 160),
    event: cloudEvent({
      id: digest.id,
      type: 'petitions.digest',
      subject: digest.digest,
      time: digest.until,
      data: z.encode(digestSchema, digest),
    }),
    attributes: { alert: 'digest', digest: digest.digest },
  };
}

/** SNS accepts 262,144 bytes a message; its other parts are short. */
const maxBytes = 250_000;

/** Whether SNS accepts it as one message. */
export const fitsOneMessage = (digest: Digest, contact?: string): boolean =>
  Buffer.byteLength(messageBody(digestMessage(digest, contact))) <= maxBytes;
