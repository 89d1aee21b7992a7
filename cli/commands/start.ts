/** `monitor start`: the monitor here, on embedded services, through the Lambda handlers. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { BadInput, parse } from '../../src/validation.ts';
import { apiKeyParameters } from '../../src/config/api-key-reference.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { duration } from '../../src/domain/time.ts';
import { databaseIn } from '../../emulator/database-lock.ts';
import { readApiKeys } from '../../local/api-key-options.ts';
import { runLive } from '../../local/run-live.ts';
import { outboxIn } from '../../local/mailbox.ts';
import { playRecorded } from '../../local/play-recorded.ts';
import type { SitePort } from '../../emulator/site-server.ts';
import { Terminal } from '../../local/terminal.ts';
import type { OutputFormat } from '../options.ts';
import { readTextFile } from '../read-file.ts';

export interface StartOptions {
  readonly config?: string;
  readonly for?: string;
  readonly exit?: boolean;
  readonly data?: string;
  readonly key?: readonly string[];
  readonly port?: string;
  readonly format: OutputFormat;
}

/** Where mails go when no folder is named; git ignores it. */
const defaultFolder = '.petition-monitor';

export async function start({
  config: file,
  for: length,
  exit = false,
  data,
  key = [],
  port,
  format,
}: StartOptions): Promise<void> {
  const terminal = new Terminal(format);
  const most = lengthOf(length);
  const sitePort = sitePortOf(port);
  const outbox = outboxIn(resolve(data ?? defaultFolder));
  const database = data === undefined ? undefined : databaseIn(resolve(data));
  if (file !== undefined) {
    const config = readConfig(readTextFile(file), file);
    if (config.allowPrivateSources) {
      terminal.note('"allowPrivateSources" is true: sources may be read by http, and from hosts that are not public.');
    }
    const parameters = readApiKeys(key, apiKeyParameters(config), process.env);
    await untilStopped(most, (stop) =>
      runLive({ config, terminal, outbox, database, parameters, sitePort, once: exit, stop }),
    );
    return;
  }
  if (database !== undefined && existsSync(database)) {
    throw new BadInput('--data', [
      { path: '', message: `${database} is there already, and the recorded petitions begin anew: name another folder` },
    ]);
  }
  await untilStopped(most, (stop) => playRecorded({ terminal, outbox, database, sitePort, exit, stop }));
}

/** People keep the page open, and find it again after the next start; where that is taken, any other does. */
const usualPort: SitePort = { port: 8080, orAnother: true };

const goodPort = { error: 'must be a whole number from 0 (any that is free) to 65535, such as 8080' };
const portSchema = z.string().check(
  z.regex(/^\d{1,5}$/, goodPort),
  z.refine((text) => Number(text) < 2 ** 16, goodPort),
);

/** One that was asked for is that one, or none. */
const sitePortOf = (port: string | undefined): SitePort =>
  port === undefined ? usualPort : { port: Number(parse(portSchema, port, '--port')), orAnother: false };

/** Of a length such as `PT2M`, in milliseconds. */
const lengthOf = (length: string | undefined): number | undefined =>
  length === undefined ? undefined : Temporal.Duration.from(parse(duration, length, '--for')).total('milliseconds');

/** What stops at Ctrl-C, or at SIGTERM, or after so many milliseconds, for as long as `work` takes. */
async function untilStopped(
  milliseconds: number | undefined,
  work: (stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  for (const signal of signals) process.once(signal, abort);
  const timer = milliseconds === undefined ? undefined : setTimeout(abort, milliseconds).unref();
  try {
    await work(stop.signal);
  } finally {
    clearTimeout(timer);
    for (const signal of signals) process.off(signal, abort);
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;
