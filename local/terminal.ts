/** What `start` shows: results on stdout, everything else on stderr. */
import * as z from 'zod/mini';
import { alertSchema, isMainAlert, type Alert } from '../src/domain/alerts.ts';
import type { LogFields, Telemetry } from '../src/runtime/telemetry.ts';
import { clip } from '../src/text.ts';
import type { SnsDelivery } from '../emulator/sns/topics.ts';
import { terminalWidth, wrap } from './fitting-table.ts';
import type { Mail } from './mailbox.ts';

export type OutputFormat = 'text' | 'jsonl';

/** On the left of a mail. */
const frame = '  │ ';

/** A line that fits into so many columns. */
type StatusLine = (width: number) => string;

export class Terminal {
  readonly #format: OutputFormat;
  #status: StatusLine | undefined;
  /** What is shown of it: on a terminal now, elsewhere last. */
  #shown = '';

  constructor(format: OutputFormat) {
    this.#format = format;
  }

  /** For people only: on stdout as text, nowhere as JSON lines. */
  say(text: string): void {
    if (this.#format === 'text') this.#print(process.stdout, text);
  }

  /** Where the site is served. With JSON lines on stdout, this goes to stderr. */
  site(url: string): void {
    this.#print(this.#format === 'text' ? process.stdout : process.stderr, `The site: ${url}`);
  }

  note(text: string): void {
    this.#print(process.stderr, text);
  }

  /** On a terminal, one line that stays below all other output. Elsewhere, a plain line whenever it changes. */
  status(line: StatusLine): void {
    if (process.stderr.isTTY) {
      if (this.#status === undefined) process.stderr.on('resize', this.redraw);
      this.#status = line;
      this.redraw();
      return;
    }
    const text = line(Infinity);
    if (text !== this.#shown) process.stderr.write(`${text}\n`);
    this.#shown = text;
  }

  /** As the line reads now. */
  readonly redraw = (): void => {
    if (this.#status === undefined) return;
    this.#erase();
    // A full last column would make some terminals go to the next row.
    this.#shown = this.#status(terminalWidth(process.stderr) - 1);
    process.stderr.write(this.#shown);
  };

  endStatus(): void {
    if (this.#status === undefined) return;
    process.stderr.off('resize', this.redraw);
    this.#erase();
    this.#status = undefined;
  }

  /** How far along we are: on a terminal the line that stays, elsewhere a line for every tenth of the way. */
  progress(text: string, done: number, of: number): void {
    const isTenth = Math.floor((10 * done) / of) > Math.floor((10 * (done - 1)) / of);
    if (process.stderr.isTTY || isTenth) this.status((width) => clip(text, width));
  }

  alert(alert: Alert): void {
    if (this.#format === 'jsonl') this.#print(process.stdout, JSON.stringify(z.encode(alertSchema, alert)));
  }

  /** A mail: the four main alerts in full, of the others the subject. `mark` says that nothing was sent. */
  mail({ subject, text, file }: Mail, { subscription, attributes }: SnsDelivery, mark: string): void {
    const alert = attributes.get('alert')?.value ?? '';
    if (!isMainAlert({ alert })) {
      this.say(`${mark}mail to ${subscription.endpoint}: ${subject}`);
      return;
    }
    const room = terminalWidth(process.stdout) - frame.length;
    const lines = [`Subject: ${subject}`, '', ...text.trimEnd().split('\n')].flatMap((line) => wrap(line, room));
    const body = lines.map((line) => `${frame}${line}\n`).join('');
    this.say(`\n  ┌ ${mark}mail to ${subscription.endpoint}\n${body}  └ ${file}\n`);
  }

  sms({ subscription, message }: SnsDelivery, mark: string): void {
    this.say(`${mark}SMS to ${subscription.endpoint}: ${message}`);
  }

  /**
   * For a webhook, a queue or a function that is not called from here: only that there is an event, and its subject.
   */
  machine({ subscription, subject = '' }: SnsDelivery, mark: string): void {
    this.say(`${mark}event to ${subscription.endpoint}: ${subject}`);
  }

  /** Above the line that stays. */
  #print(stream: NodeJS.WriteStream, text: string): void {
    if (this.#status !== undefined) this.#erase();
    stream.write(`${text}\n`);
    this.redraw();
  }

  /** On a terminal that has become narrower since, the line may take several rows. */
  #erase(): void {
    const rowsAbove = Math.ceil(this.#shown.length / terminalWidth(process.stderr)) - 1;
    process.stderr.write(`${rowsAbove > 0 ? `\u001b[${rowsAbove}A` : ''}\r\u001b[J`);
    this.#shown = '';
  }
}

/** The log lines of the functions, for people at a terminal. */
export function terminalTelemetry(terminal: Terminal, minLevel: 'warn' | 'error'): Telemetry {
  const line =
    (level: string) =>
    (message: string, { channel, petition, alert, reason }: LogFields = {}): void =>
      terminal.note(
        [level, message, channel, petition, alert, reason].filter((part) => part !== undefined).join(' · '),
      );
  return {
    info: () => undefined,
    warn: minLevel === 'warn' ? line('warning') : () => undefined,
    error: line('error'),
    count: () => undefined,
  };
}
