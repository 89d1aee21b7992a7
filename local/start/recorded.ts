/** `npm start`: the recorded petitions, through the real handlers, with time sped up. */
import { Temporal } from 'temporal-polyfill';
import { day } from '../../lambda/alerts/telling.ts';
import type { ConfigInput } from '../../lambda/config/config.ts';
import { mainAlerts } from '../../lambda/petition/alerts.ts';
import type { Instant } from '../../lambda/petition/time.ts';
import { standings } from '../../lambda/standing/standing.ts';
import { tableOf } from '../data/standings-table.ts';
import { recordedPetitions } from '../recorded/petitions.ts';
import { startPlatform } from '../recorded/platform.ts';
import { tape } from '../recorded/tape.ts';
import { startSession } from './session.ts';
import { telemetryTo, type Terminal } from './terminal.ts';

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

export interface Recorded {
  readonly terminal: Terminal;
  readonly outbox: string;
  readonly database: string | undefined;
  /** Ends the playing before its end. */
  readonly stop: AbortSignal;
}

/** Plays the recorded petitions to their end. */
export async function playRecorded({ terminal, outbox, database, stop }: Recorded): Promise<void> {
  let now: Instant = Temporal.Instant.fromEpochMilliseconds(0);
  const clock = (): Instant => now;
  const ticks = tape();
  const platform = await startPlatform(clock);
  const telemetry = telemetryTo(terminal, 'error');
  const monitor = await startSession({
    config: configFor(platform.url),
    now: clock,
    telemetry,
    terminal,
    outbox,
    database,
  });
  try {
    terminal.say(introduction);
    let polls = 0;
    for (const [index, tick] of ticks.entries()) {
      if (stop.aborted) break;
      now = tick;
      polls += (await monitor.tick()).looks;
      await monitor.cloud.settled();
      const text = `${day(now, 'UTC')} · tick ${index + 1} of ${ticks.length} · ${polls} polls`;
      terminal.progress(text, index + 1, ticks.length);
    }
    terminal.say(`\n${tableOf(standings(await monitor.petitions(), now), now)}`);
    terminal.say(`\nThe mails are in ${outbox}. To watch petitions of your own: npm start -- --config petitions.json`);
  } finally {
    await monitor.close();
    await platform.close();
  }
}
