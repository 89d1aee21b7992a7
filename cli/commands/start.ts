/** `petition-monitor start`: the monitor on this machine, with the Lambda handlers and emulated services. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { BadInput, parse } from '../../src/validation.ts';
import { apiKeyParameters } from '../../src/config/api-key-reference.ts';
import { channelParameters } from '../../src/config/channel-subscribers.ts';
import { timerDuration } from '../../src/domain/time.ts';
import { databaseIn } from '../../emulator/database-lock.ts';
import { readApiKeys } from '../../local/api-key-options.ts';
import { runLive } from '../../local/run-live.ts';
import { outboxIn } from '../../local/mailbox.ts';
import { notSentFromHere } from '../../local/not-sent.ts';
import { readMailServer } from '../../local/mail-spool.ts';
import { playRecorded } from '../../local/play-recorded.ts';
import type { SitePort } from '../../emulator/site-server.ts';
import { Terminal } from '../../local/terminal.ts';
import type { OutputFormat } from '../options.ts';
import { readConfigFile } from '../read-file.ts';

export interface StartOptions {
  readonly config?: string;
  readonly for?: string;
  readonly exit?: boolean;
  readonly data?: string;
  readonly key?: readonly string[];
  readonly deliver?: boolean;
  readonly smtp?: string;
  readonly from?: string;
  readonly port?: string;
  readonly format: OutputFormat;
}

const deliverNote = (from: string | undefined): string =>
  from === undefined
    ? '--deliver: messages to channels are really sent. Mails are not, without --smtp.'
    : `--deliver: messages to channels and mails are really sent, mails from ${from}.`;

/** For mails, without --data. Git ignores it. */
const defaultFolder = '.petition-monitor';

export async function start({
  config: file,
  for: length,
  exit = false,
  data,
  key = [],
  deliver = false,
  smtp,
  from,
  port,
  format,
}: StartOptions): Promise<void> {
  const terminal = new Terminal(format);
  const timeLimit = millisecondsOf(length);
  const sitePort = sitePortOf(port);
  const outbox = outboxIn(resolve(data ?? defaultFolder));
  const database = data === undefined ? undefined : databaseIn(resolve(data));
  if (file !== undefined) {
    const config = readConfigFile(file);
    if (config.allowPrivateSources) {
      terminal.note('"allowPrivateSources" is true: sources may use http and hosts that are not public.');
    }
    const wanted = [...apiKeyParameters(config), ...(deliver ? channelParameters(config) : [])];
    const parameters = readApiKeys(key, wanted, process.env);
    const mailServer = deliver ? readMailServer(smtp ?? process.env.SMTP_URL, from) : undefined;
    if (smtp !== undefined && !deliver)
      throw new BadInput('--smtp', [{ path: '', message: 'needs --deliver: without it nothing is sent' }]);
    if (deliver) for (const line of [deliverNote(mailServer?.from), ...notSentFromHere(config)]) terminal.note(line);
    await untilStopped(timeLimit, terminal, (stop) =>
      runLive({ config, terminal, outbox, database, parameters, sitePort, deliver, mailServer, once: exit, stop }),
    );
    return;
  }
  if (deliver)
    throw new BadInput('--deliver', [{ path: '', message: 'needs --config: recorded petitions are not news' }]);
  if (database !== undefined && existsSync(database)) {
    throw new BadInput('--data', [
      { path: '', message: `${database} already exists, and a replay starts from the beginning; name another folder` },
    ]);
  }
  await untilStopped(timeLimit, terminal, (stop) => playRecorded({ terminal, outbox, database, sitePort, exit, stop }));
}

/** Always the same, so that an open page works again after the next start; any free port where it is taken. */
const usualPort: SitePort = { port: 8080, orAnother: true };

const badPort = { error: 'must be a whole number from 0 (any that is free) to 65535, such as 8080' };
const portSchema = z.string().check(
  z.regex(/^\d{1,5}$/, badPort),
  z.refine((text) => Number(text) < 2 ** 16, badPort),
);

/** A port from the command line is used or refused, never replaced. */
const sitePortOf = (port: string | undefined): SitePort =>
  port === undefined ? usualPort : { port: Number(parse(portSchema, port, '--port')), orAnother: false };

/** A duration such as `PT2M`, in milliseconds. */
const millisecondsOf = (length: string | undefined): number | undefined =>
  length === undefined
    ? undefined
    : Temporal.Duration.from(parse(timerDuration, length, '--for')).total('milliseconds');

/** Service managers kill what has not ended in time; Docker does so after ten seconds. */
const maxStopMs = 8_000;

/**
 * Runs `work`, and asks it to stop at Ctrl-C, at SIGTERM, or after so many milliseconds; a second Ctrl-C ends the
 * process. So does `maxStopMs`: nothing that is committed is lost. npm sends SIGTERM to its shell alone (npm 11.19, 2026-11), so in a script of npm the end of the shell is a
 * signal too.
 */
async function untilStopped(
  milliseconds: number | undefined,
  terminal: Terminal,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  let last: NodeJS.Timeout | undefined;
  const abort = (): void => {
    stop.abort();
    last ??= setTimeout(() => {
      terminal.note('Stopped while it still worked. The next start with the same --data continues.');
      process.exit();
    }, maxStopMs);
  };
  const shell = process.env.npm_lifecycle_event === undefined ? undefined : process.ppid;
  const timers = [
    ...(milliseconds === undefined ? [] : [setTimeout(abort, milliseconds)]),
    ...(shell === undefined ? [] : [setInterval(() => process.ppid === shell || abort(), 500)]),
  ];
  for (const timer of timers) timer.unref();
  for (const signal of signals) process.once(signal, abort);
  try {
    await work(stop.signal);
  } finally {
    clearTimeout(last);
    for (const timer of timers) clearTimeout(timer);
    for (const signal of signals) process.off(signal, abort);
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;
