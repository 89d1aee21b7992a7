/** The mails of the local monitor: .eml files in a folder, which any mail program opens. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import * as z from 'zod/mini';
import { makeFolder } from '../emulator/make-folder.ts';
import { writeWhole } from '../emulator/write-whole.ts';
import type { SnsDelivery } from '../emulator/sns/topics.ts';
import { displayNames } from '../src/notifications/sms-part.ts';
import { unsubscribeUrl } from '../emulator/sns/http-delivery.ts';
import { errorMessage } from '../src/text.ts';

/** The folder of the mails, in a data folder. */
export const outboxIn = (folder: string): string => join(folder, 'outbox');

export interface Mail {
  readonly file: string;
  readonly subject: string;
  readonly text: string;
}

type Delivery = Pick<SnsDelivery, 'id' | 'subject' | 'message' | 'event'> & {
  readonly subscription: Pick<SnsDelivery['subscription'], 'arn' | 'endpoint'>;
};

/** Writes mails into a folder. Each file is named by its time and order. */
export class Mailbox {
  readonly folder: string;
  readonly #from: string | undefined;
  readonly #transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  #written: number;

  /** `from` is who sends them, where they are really sent: MailSpool. */
  constructor(folder: string, from?: string) {
    this.folder = from === undefined ? folder : join(folder, 'waiting');
    this.#from = from;
    makeFolder(this.folder);
    // Some may still wait: a new one never takes the name of another.
    this.#written = readdirSync(this.folder).length;
  }

  /** `service` is the address of the SNS endpoint. */
  async put(delivery: Delivery, at: Date, service: string): Promise<Mail> {
    const { subscription, subject = '', message } = delivery;
    this.#written += 1;
    const name = `${at.toISOString().replace(/\.\d+/, '').replaceAll(':', '')}-${this.#written}.eml`;
    const file = join(this.folder, name);
    const from = this.#from ?? 'no-reply@localhost';
    // Amazon SNS has an address to visit below every mail.
    const how = this.#from === undefined ? `visit ${unsubscribeUrl(subscription, service)}` : `write to ${from}`;
    const text = `${message}\n--\nTo stop receiving these mails, ${how}\n`;
    const sent = await this.#transport.sendMail({
      from: `${displayNames.alerts} <${from}>`,
      to: subscription.endpoint,
      subject,
      text,
      html: htmlOf(text),
      date: at,
      // The same in every copy of one alert, so that a mail program may show it once.
      messageId: `<${messageIdOf(delivery)}@${from.slice(from.lastIndexOf('@') + 1)}>`,
      ...(this.#from !== undefined && { list: { unsubscribe: `mailto:${from}?subject=unsubscribe` } }),
    });
    const mail = Buffer.isBuffer(sent.message) ? sent.message : await buffer(sent.message);
    try {
      // Half a mail is never sent.
      writeWhole(file, mail);
    } catch (cause) {
      throw new Error(`${file}: the mail cannot be written: ${errorMessage(cause)}`, { cause });
    }
    return { file, subject, text: message };
  }
}

const cloudEvent = z.object({ id: z.string() });

/** From the id of the event, which may have any characters, and the reader; from the id of the message where there is no event. */
function messageIdOf({ id, event, subscription: { endpoint } }: Delivery): string {
  try {
    const known = z.parse(cloudEvent, JSON.parse(event));
    return createHash('sha256').update(`${known.id} ${endpoint}`).digest('hex').slice(0, 32);
  } catch {
    return id;
  }
}

/** The same text, with addresses as links. The first line is the title. */
function htmlOf(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
  const linked = escaped.replace(
    /https?:\/\/[^\s&]+(?:&#38;[^\s&]+)*[^\s&.,;:!?)]/g,
    (url) => `<a href="${url}">${url}</a>`,
  );
  const [title = '', ...paragraphs] = linked.trimEnd().split('\n\n');
  const blocks = [
    `<h1 style="font-size:1.2em">${title}</h1>`,
    ...paragraphs.map((one) => `<p>${one.replaceAll('\n', '<br>\n')}</p>`),
  ];
  return `<!doctype html>\n<html lang="en"><body style="font-family:sans-serif;max-width:40em">\n${blocks.join('\n')}\n</body></html>\n`;
}
