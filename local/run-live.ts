/** `start --config FILE`: the config's petitions, now, every minute, through the real handlers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { ConfigInput } from '../src/config/config.ts';
import { listIntervalMinutes } from '../src/config/watch-queries.ts';
import { petitionStatuses } from '../src/status/petition-status.ts';
import { statusTable } from './status-table.ts';
import type { SitePort } from '../emulator/site-server.ts';
import { refreshSite, startSession } from './session.ts';
import { terminalTelemetry, type Terminal } from './terminal.ts';

export interface LiveSettings {
  readonly config: ConfigInput;
  readonly terminal: Terminal;
  readonly outbox: string;
  readonly database: string | undefined;
  /** The keys of platforms, by the parameter that the config names. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly sitePort: SitePort;
  /** Polls once, and ends. */
  readonly once: boolean;
  readonly stop: AbortSignal;
}

/** Polls at once, and then at every full minute until it is stopped. */
export async function runLive({ terminal, once, stop, ...settings }: LiveSettings): Promise<void> {
  const now = (): Temporal.Instant => Temporal.Now.instant();
  const telemetry = terminalTelemetry(terminal, 'warn');
  const monitor = await startSession({ ...settings, now, telemetry, terminal });
  try {
    // One that ends at once is not looked at.
    if (!once) terminal.site(monitor.siteUrl);
    const hasQueries = settings.config.watch.some((entry) => 'all' in entry && entry.all !== undefined);
    for (let minute = 0; !stop.aborted; minute += 1) {
      // A run that failed has said so, petition by petition; the next one goes on from what was committed.
      const failed = (error: unknown): void => telemetry.error('run failed', { reason: String(error) });
      if (hasQueries && minute % listIntervalMinutes === 0) await monitor.discover().catch(failed);
      await monitor.tick().catch(failed);
      // On AWS every five minutes: what is due is the same, and where there is no digest nothing is asked.
      await monitor.sendDigests().catch(failed);
      await monitor.emulator.settled();
      if (once) break;
      await refreshSite(monitor, telemetry);
      await sleep(60_000 - (Date.now() % 60_000), undefined, { signal: stop }).catch(() => undefined);
    }
    terminal.say(
      `\n${statusTable(petitionStatuses(await monitor.petitions(), now(), monitor.rulesOf), now(), { rulesOf: monitor.rulesOf })}`,
    );
  } finally {
    await monitor.close();
  }
}
