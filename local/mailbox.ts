/** The mails of the local monitor: .eml files in a folder, which any mail program opens. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createTransport } from 'nodemailer';
import type { SnsDelivery } from '../emulator/sns/topics.ts';
import { displayNames } from '../src/notifications/sms-part.ts';
import { unsubscribeUrl } from '../emulator/sns/http-delivery.ts';

/** The folder of the mails, in a data folder. */
export const outboxIn = (folder: string): string => join(folder, 'outbox');

export interface Mail {
  readonly file: string;
  readonly subject: string;
  readonly text: string;
}

/** Writes mails into a folder. Each file is named by its time and order. */
export class Mailbox {
  readonly folder: string;
  readonly #transport = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  #written = 0;

  constructor(folder: string) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** `service` is the address of the SNS endpoint. */
  async put({ id, subscription, subject = '', message }: SnsDelivery, at: Date, service: string): Promise<Mail> {
    this.#written += 1;
    const name = `${at.toISOString().replace(/\.\d+/, '').replaceAll(':', '')}-${this.#written}.eml`;
    const file = join(this.folder, name);
    // Amazon SNS has it below every mail.
    const footer = `--\nTo stop receiving these mails, visit ${unsubscribeUrl(subscription, service)}`;
    const text = `${message}\n${footer}\n`;
    const sent = await this.#transport.sendMail({
      from: `${displayNames.alerts} <no-reply@localhost>`,
      to: subscription.endpoint,
      subject,
      text,
      date: at,
      messageId: `<${id}@localhost>`,
    });
    const mail = Buffer.isBuffer(sent.message) ? sent.message : await buffer(sent.message);
    try {
      writeFileSync(file, mail);
    } catch (cause) {
      rmSync(file, { force: true });
      throw new Error(
        `${file}: the mail cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
    return { file, subject, text: message };
  }
}
