/** What `start` shows: results on stdout, all else on stderr. */
import * as z from 'zod/mini';
import { alertSchema, mainAlerts, type Alert } from '../src/domain/alerts.ts';
import type { LogFields, Telemetry } from '../src/runtime/telemetry.ts';
import type { SnsDelivery } from '../emulator/sns/topics.ts';
import type { Mail } from './mailbox.ts';

export type OutputFormat = 'text' | 'jsonl';

/** Back to the beginning of the line, and everything behind it gone. */
const eraseLine = '\r\u001b[2K';

export class Terminal {
  readonly #format: OutputFormat;
  #progressShown = false;

  constructor(format: OutputFormat) {
    this.#format = format;
  }

  /** For people only: on stdout as text, nowhere as JSON lines. */
  say(text: string): void {
    if (this.#format === 'text') this.#out(`${text}\n`);
  }

  /** Where the site is: also for whoever reads JSON lines, beside them. */
  site(url: string): void {
    const text = `The site: ${url}`;
    if (this.#format === 'text') this.say(text);
    else this.note(text);
  }

  note(text: string): void {
    this.#clear();
    process.stderr.write(`${text}\n`);
  }

  /** How far along we are: on a terminal one line that is replaced, elsewhere a line for every tenth of the way. */
  progress(text: string, done: number, of: number): void {
    if (process.stderr.isTTY) {
      process.stderr.write(`${eraseLine}${text}`);
      this.#progressShown = true;
    } else if (Math.floor((10 * done) / of) > Math.floor((10 * (done - 1)) / of)) {
      process.stderr.write(`${text}\n`);
    }
  }

  alert(alert: Alert): void {
    if (this.#format === 'jsonl') this.#out(`${JSON.stringify(z.encode(alertSchema, alert))}\n`);
  }

  /** A mail: the four main alerts as they are read, of the others the subject. */
  mail({ subject, text, file }: Mail, { subscription, attributes }: SnsDelivery): void {
    const alert = attributes.get('alert')?.value ?? '';
    if (!mainAlerts.some((main) => main === alert)) {
      this.say(`mail to ${subscription.endpoint}: ${subject}`);
      return;
    }
    const body = text.trimEnd().replace(/^/gm, '  │ ');
    this.say(`\n  ┌ mail to ${subscription.endpoint}\n  │ Subject: ${subject}\n  │\n${body}\n  └ ${file}\n`);
  }

  sms({ subscription, message }: SnsDelivery): void {
    this.say(`SMS to ${subscription.endpoint}: ${message}`);
  }

  /** For a webhook, a queue or a function, none of which is called from here: that there is something, and what. */
  machine({ subscription, subject = '' }: SnsDelivery): void {
    this.say(`event to ${subscription.endpoint}: ${subject}`);
  }

  #out(text: string): void {
    this.#clear();
    process.stdout.write(text);
  }

  #clear(): void {
    if (this.#progressShown) process.stderr.write(eraseLine);
    this.#progressShown = false;
  }
}

/** What the function says of itself, for people at a terminal; from `least` on. */
export function terminalTelemetry(terminal: Terminal, least: 'warn' | 'error'): Telemetry {
  const line =
    (level: string) =>
    (message: string, { petition, alert, reason }: LogFields = {}): void =>
      terminal.note([level, message, petition, alert, reason].filter((part) => part !== undefined).join(' · '));
  return {
    info: () => undefined,
    warn: least === 'warn' ? line('warning') : () => undefined,
    error: line('error'),
    count: () => undefined,
  };
}
