/** `monitor start`: the monitor here, on embedded services, through the Lambda handlers. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { BadInput, parse } from '../../lambda/border.ts';
import { keyParametersOf } from '../../lambda/config/key.ts';
import { readConfig } from '../../lambda/config/read.ts';
import { duration } from '../../lambda/petition/time.ts';
import { keysFrom } from '../../local/start/keys.ts';
import { runLive } from '../../local/start/live.ts';
import { playRecorded } from '../../local/start/recorded.ts';
import { databaseIn, outboxIn } from '../../local/start/session.ts';
import type { SitePort } from '../../local/site/server.ts';
import { Terminal, type Format } from '../../local/start/terminal.ts';
import { readInput } from './input.ts';

export interface StartOptions {
  readonly config?: string;
  readonly for?: string;
  readonly exit?: boolean;
  readonly data?: string;
  readonly key?: readonly string[];
  readonly port?: string;
  readonly format: Format;
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
  const stop = stopAfter(length);
  const sitePort = sitePortOf(port);
  const outbox = outboxIn(resolve(data ?? defaultFolder));
  const database = data === undefined ? undefined : databaseIn(resolve(data));
  if (file !== undefined) {
    const config = readConfig(readInput(file), file);
    if (config.allowPrivateSources) {
      terminal.note('"allowPrivateSources" is true: sources may be read by http, and from hosts that are not public.');
    }
    const parameters = keysFrom(key, keyParametersOf(config), process.env);
    await runLive({ config, terminal, outbox, database, parameters, sitePort, once: exit, stop });
    return;
  }
  if (database !== undefined && existsSync(database)) {
    throw new BadInput('--data', [
      { path: '', message: `${database} is there already, and the recorded petitions begin anew: name another folder` },
    ]);
  }
  await playRecorded({ terminal, outbox, database, sitePort, exit, stop });
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

/** Stops at Ctrl-C, and after a length such as `PT2M`. */
function stopAfter(length: string | undefined): AbortSignal {
  const stop = new AbortController();
  const abort = (): void => stop.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  if (length !== undefined) {
    const milliseconds = Temporal.Duration.from(parse(duration, length, '--for')).total('milliseconds');
    setTimeout(abort, milliseconds).unref();
  }
  return stop.signal;
}
