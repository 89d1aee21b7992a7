/** `npm start`: the recorded petitions, replayed by the real handlers with time sped up. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import { formatDay, pluralize } from '../src/format.ts';
import type { ConfigInput } from '../src/config/config.ts';
import { mainAlerts, type Alert } from '../src/domain/alerts.ts';
import type { Instant } from '../src/domain/time.ts';
import { petitionStatuses } from '../src/status/petition-status.ts';
import { statusTable } from './status-table.ts';
import type { LocalMonitor } from './monitor.ts';
import { recordedPetitions } from './recorded/petitions.ts';
import { promisesKept } from './recorded/promises.ts';
import { startRecordedPlatform } from './recorded/platform.ts';
import { recordedTicks } from './recorded/ticks.ts';
import type { SitePort } from '../emulator/site-server.ts';
import { refreshSite, startSession, withoutSite } from './session.ts';
import { terminalTelemetry, type Terminal } from './terminal.ts';

const introduction = `The White House promised a response to each petition with enough signatures. One came 667 days after
the promised date, one after two days. Here are both, and two more: four real petitions, replayed with
time sped up. The same functions as on AWS poll them, store the counts in DynamoDB and send alerts
through SNS, all on this machine.
`;

/** The desk gets every alert by mail, a phone gets the four main alerts. */
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
  /** Ends after the replay. Otherwise the site stays until `stop`. */
  readonly exit: boolean;
  /** Ends the replay early, or the serving of the site. */
  readonly stop: AbortSignal;
}

/** The site is generated at most once a second of real time, and takes at most a tenth of the time. */
const siteEvery = { minMilliseconds: 1000, share: 10 };

/** Replays the recorded petitions. */
export async function playRecorded({ terminal, exit, stop, ...settings }: RecordedSettings): Promise<void> {
  let now: Instant = Temporal.Instant.fromEpochMilliseconds(0);
  const clock = (): Instant => now;
  const platform = await startRecordedPlatform(clock);
  const telemetry = terminalTelemetry(terminal, 'error');
  try {
    const config = configFor(platform.url);
    const alerts: Alert[] = [];
    const onAlert = (alert: Alert): void => void alerts.push(alert);
    const monitor = await startSession({ ...settings, config, now: clock, telemetry, terminal, onAlert });
    try {
      terminal.say(introduction);
      if (!exit) terminal.site(monitor.siteUrl);
      await play(monitor);
      terminal.endStatus();
      const petitions = await monitor.petitions();
      terminal.say(`\n${statusTable(petitionStatuses(petitions, now), now)}`);
      terminal.say('\nWhat became of the promised responses:\n');
      for (const text of promisesKept(
        petitions.map(({ petition }) => petition),
        alerts,
        now,
      ))
        terminal.say(text);
      terminal.say(`\nThe mails are in ${settings.outbox}.`);
      terminal.say('To watch petitions of your own, start with --config petitions.json.');
      if (exit) terminal.say(withoutSite);
      if (exit || stop.aborted) return;
      terminal.note(`End of the recording. The site stays at ${monitor.siteUrl} until you press Ctrl-C.`);
      await sleep(2 ** 31 - 1, undefined, { signal: stop }).catch(() => undefined);
    } finally {
      terminal.endStatus();
      await monitor.close();
    }
  } finally {
    await platform.close();
  }

  async function play(monitor: LocalMonitor): Promise<void> {
    const ticks = recordedTicks();
    let polls = 0;
    let nextSite = exit ? Infinity : 0;
    for (const [index, tick] of ticks.entries()) {
      if (stop.aborted) break;
      now = tick;
      polls += (await monitor.tick()).polls;
      await monitor.emulator.settled();
      const text = `${formatDay(now, 'UTC')} · ${pluralize(polls, 'poll')}`;
      terminal.progress(text, index + 1, ticks.length);
      const started = performance.now();
      if (started < nextSite) continue;
      await refreshSite(monitor, telemetry);
      const ended = performance.now();
      nextSite = ended + Math.max(siteEvery.minMilliseconds, siteEvery.share * (ended - started));
    }
    if (!exit) await refreshSite(monitor, telemetry);
  }
}
