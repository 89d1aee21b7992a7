/**
 * Sends the mails that wait in the outbox through a mail server, in their order, at least once. A mail that was accepted
 * moves to the folder `sent`, and one that the server will never accept to `refused`. All others stay, and the next call
 * tries again: nothing is lost while the server is down, or when this process ends. Mails of a rehearsal do not wait here.
 */
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport, type Transporter } from 'nodemailer';
import * as z from 'zod/mini';
import { makeFolder } from '../emulator/make-folder.ts';
import { mayBePublicHost } from '../src/sources/public-hosts.ts';
import { errorMessage } from '../src/text.ts';
import { BadInput } from '../src/validation.ts';

export interface MailServer {
  /** Such as `smtp://user:password@mail.example.org:587`; `smtps://` for TLS from the start. */
  readonly url: string;
  /** Who sends. */
  readonly from: string;
}

const goodServer = 'must be the address of a mail server, such as "smtp://user:password@mail.example.org:587"';
const goodSender = 'must be an e-mail address, such as "alerts@example.org"';

/** Undefined where no server is named. The sender is `from`, or the user of the server. No error repeats a password. */
export function readMailServer(url: string | undefined, from: string | undefined): MailServer | undefined {
  if (url === undefined) return undefined;
  const server = URL.canParse(url) ? new URL(url) : undefined;
  if (server === undefined || !/^smtps?:$/.test(server.protocol) || server.hostname === '')
    throw new BadInput('--smtp', [{ path: '', message: goodServer }]);
  const sender = z.safeParse(z.email(), from ?? decodeURIComponent(server.username));
  if (!sender.success) throw new BadInput('--from', [{ path: '', message: goodSender }]);
  return { url, from: sender.data };
}

export interface SpoolRun {
  readonly sent: number;
  /** Files that the server will never accept, each with why. */
  readonly refused: readonly string[];
  /** Why the rest waits; undefined when nothing does. */
  readonly waits?: string;
}

/** Folders in the outbox. */
const places = ['waiting', 'sent', 'refused'] as const;

/** Milliseconds. Nobody waits for a server that does not answer: the run of the next minute tries again. */
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };

/** 5xx is final (RFC 5321, 4.2.1). What is wrong with the login or the sender is not the fault of one mail. */
const refusal = z.object({ responseCode: z.int().check(z.minimum(500), z.maximum(599)), command: z.string() });
const isFinal = (error: unknown): boolean => {
  const { success, data } = z.safeParse(refusal, error);
  return success && /^(?:RCPT TO|DATA)/.test(data.command);
};

export class MailSpool {
  readonly #folder: string;
  readonly #from: string;
  readonly #transport: Transporter;
  #running: Promise<SpoolRun> | undefined;

  constructor(folder: string, { url, from }: MailServer) {
    this.#folder = folder;
    this.#from = from;
    const { hostname, password } = new URL(url);
    const isPublic = mayBePublicHost(hostname);
    this.#transport = createTransport({
      url,
      // A password is never sent in the open.
      requireTLS: password !== '' && isPublic,
      // A mail server on this machine has a certificate that it made for itself, as Debian's have.
      tls: { rejectUnauthorized: isPublic },
      pool: true,
      maxConnections: 1,
      ...timeouts,
    });
    for (const place of places) makeFolder(this.#at(place));
  }

  /** One run at a time: a call while one runs gets its result. */
  send(): Promise<SpoolRun> {
    this.#running ??= this.#send().finally(() => (this.#running = undefined));
    return this.#running;
  }

  close(): void {
    this.#transport.close();
  }

  async #send(): Promise<SpoolRun> {
    const refused: string[] = [];
    let sent = 0;
    const waiting = readdirSync(this.#at('waiting')).filter((name) => name.endsWith('.eml'));
    for (const name of waiting.sort(byOrder)) {
      const raw = readFileSync(this.#at('waiting', name));
      const to = /^To: (\S+)$/m.exec(raw.toString('latin1'))?.[1] ?? '';
      try {
        await this.#transport.sendMail({ envelope: { from: this.#from, to }, raw });
        sent += 1;
        this.#move(name, 'sent');
      } catch (error) {
        if (!isFinal(error)) return { sent, refused, waits: errorMessage(error) };
        this.#move(name, 'refused');
        refused.push(`${name}, to ${to}: ${errorMessage(error)}`);
      }
    }
    return { sent, refused };
  }

  #move(name: string, where: 'sent' | 'refused'): void {
    renameSync(this.#at('waiting', name), this.#at(where, name));
  }

  #at(place: (typeof places)[number], name = ''): string {
    return join(this.#folder, place, name);
  }
}

/** By their time and number: `2016-01-05T170000Z-12.eml`. */
const byOrder = new Intl.Collator('en', { numeric: true }).compare;
