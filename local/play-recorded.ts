/** `npm start`: the recorded petitions, through the real handlers, with time sped up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { formatDay } from '../src/format.ts';
import type { ConfigInput } from '../src/config/config.ts';
import { mainAlerts } from '../src/domain/alerts.ts';
import type { Instant } from '../src/domain/time.ts';
import { petitionStatuses } from '../src/status/petition-status.ts';
import { statusTable } from './status-table.ts';
import type { LocalMonitor } from './monitor.ts';
import { recordedPetitions } from './recorded/petitions.ts';
import { startRecordedPlatform } from './recorded/platform.ts';
import { recordedTicks } from './recorded/ticks.ts';
import type { SitePort } from '../emulator/site-server.ts';
import { refreshSite, startSession } from './session.ts';
import { terminalTelemetry, type Terminal } from './terminal.ts';

const introduction = `Four petitions that were really put to a government, played back with time sped up: the same functions
that run on AWS poll them, count them into a DynamoDB table, and alert through SNS, all on this machine.
`;

/** A desk is mailed everything, a telephone gets the four main alerts. */
const configFor = (baseUrl: string): ConfigInput => ({
  watch: recordedPetitions.map(({ source, id: petition }) => ({ source, petition, baseUrl })),
  subscribers: [{ email: 'desk@example.org' }, { sms: '+447700900000', alerts: [...mainAlerts] }],
  operators: [{ email: 'ops@example.org' }],
  contact: 'https://example.org/about-our-monitor',
  allowPrivateSources: true,
});

export interface RecordedSettings {
  readonly terminal: Terminal;
  readonly outbox: string;
  readonly database: string | undefined;
  readonly sitePort: SitePort;
  /** Whether it ends when all is played; else it goes on to serve the site until it is stopped. */
  readonly exit: boolean;
  /** Ends the playing before its end. */
  readonly stop: AbortSignal;
}

/** The site is made as often as one looks, in real milliseconds; and never so often that it takes a tenth of the time. */
const siteEvery = { least: 1000, share: 10 };

/** Plays the recorded petitions to their end. */
export async function playRecorded({
  terminal,
  outbox,
  database,
  sitePort,
  exit,
  stop,
}: RecordedSettings): Promise<void> {
  let now: Instant = Temporal.Instant.fromEpochMilliseconds(0);
  const clock = (): Instant => now;
  const ticks = recordedTicks();
  const platform = await startRecordedPlatform(clock);
  const telemetry = terminalTelemetry(terminal, 'error');
  try {
    const monitor = await startSession({
      config: configFor(platform.url),
      now: clock,
      telemetry,
      terminal,
      outbox,
      database,
      sitePort,
    });
    try {
      terminal.say(introduction);
      terminal.site(monitor.siteUrl);
      await play(monitor);
      terminal.say(`\n${statusTable(petitionStatuses(await monitor.petitions(), now), now)}`);
      terminal.say(
        `\nThe mails are in ${outbox}. To watch petitions of your own: npm start -- --config petitions.json`,
      );
      if (exit || stop.aborted) return;
      terminal.note('This is the end of what is recorded. Ctrl-C ends the program; --exit ends it by itself.');
      await sleep(2 ** 31 - 1, undefined, { signal: stop }).catch(() => undefined);
    } finally {
      await monitor.close();
    }
  } finally {
    await platform.close();
  }

  async function play(monitor: LocalMonitor): Promise<void> {
    let polls = 0;
    let next = -Infinity;
    for (const [index, tick] of ticks.entries()) {
      if (stop.aborted) break;
      now = tick;
      polls += (await monitor.tick()).polls;
      await monitor.emulator.settled();
      const text = `${formatDay(now, 'UTC')} · tick ${index + 1} of ${ticks.length} · ${polls} polls`;
      terminal.progress(text, index + 1, ticks.length);
      const begun = performance.now();
      if (begun < next) continue;
      await refreshSite(monitor, telemetry);
      const ended = performance.now();
      next = ended + Math.max(siteEvery.least, siteEvery.share * (ended - begun));
    }
    await refreshSite(monitor, telemetry);
  }
}
