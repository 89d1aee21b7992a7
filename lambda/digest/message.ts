/** A digest as SNS carries it: a document for machines, a readable mail, and one line for whoever else subscribes. */
import * as z from 'zod/mini';
import { eventOf } from '../../src/notifications/cloud-event.ts';
import { bodyOf, type Message } from '../../src/notifications/alert-message.ts';
import { ascii, gsm7Only } from '../../src/notifications/charsets.ts';
import { clip } from '../../src/text.ts';
import { digestSchema, type Digest } from '../../src/domain/digest.ts';
import { headlineOf, mailOf } from './email.ts';

/** `contact` is where a reader may change what they receive, or learn who sends this. */
export function messageOf(digest: Digest, contact?: string): Message {
  const headline = headlineOf(digest);
  return {
    subject: clip(ascii(headline), 99, '...'),
    email: mailOf(digest, contact),
    // Nobody is subscribed by telephone, but by hand: then this is all of it.
    sms: clip(gsm7Only(headline), 160, '..'),
    event: eventOf({
      id: digest.id,
      type: 'petitions.digest',
      subject: digest.digest,
      time: digest.until,
      data: z.encode(digestSchema, digest),
    }),
    attributes: { alert: 'digest', digest: digest.digest },
  };
}

/** SNS takes 262,144 bytes a message; its other parts are short. */
const mostBytes = 250_000;

/** Whether SNS takes it in one message. */
export const fitsOneMessage = (digest: Digest, contact?: string): boolean =>
  Buffer.byteLength(bodyOf(messageOf(digest, contact))) <= mostBytes;
