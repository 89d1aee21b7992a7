/** `start --config FILE`: the petitions of a config, polled now and at every full minute, by the real handlers. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { ConfigInput } from '../src/config/config.ts';
import { listIntervalMinutes } from '../src/config/watch-queries.ts';
import { isAfter, minutesBetween, type Instant } from '../src/domain/time.ts';
import { WrongClock } from '../src/polling/clock-check.ts';
import { metrics } from '../src/runtime/metrics.ts';
import type { Telemetry } from '../src/runtime/telemetry.ts';
import { petitionStatuses } from '../src/status/petition-status.ts';
import type { SitePort } from '../emulator/site-server.ts';
import { pluralize } from '../src/format.ts';
import { MailSpool, type MailServer } from './mail-spool.ts';
import { liveLine, earliestPoll, type LiveState } from './live-line.ts';
import { refreshSite, startSession, withoutSite } from './session.ts';
import { statusTable } from './status-table.ts';
import { deliveredMessage } from '../lambda/deliver/serve-channels.ts';
import { terminalTelemetry, type Terminal } from './terminal.ts';

export interface LiveSettings {
  readonly config: ConfigInput;
  readonly terminal: Terminal;
  readonly outbox: string;
  readonly database: string | undefined;
  /** The API keys of platforms, by the parameter in the config. */
  readonly parameters: ReadonlyMap<string, string>;
  readonly sitePort: SitePort;
  /** Whether messages to channels are really sent. */
  readonly deliver: boolean;
  /** Absent: mails stay in the outbox. */
  readonly mailServer: MailServer | undefined;
  /** Polls once, and ends. */
  readonly once: boolean;
  readonly stop: AbortSignal;
}

/** Half a minute: a channel that does not answer must not delay the next poll. */
const deliverMs = 30_000;

/** Less than a minute: the first pages of many petitions must not delay the next poll. The next minute goes on. */
const siteMs = 50_000;

/** Polls at once, and then at every full minute until it is stopped. */
export async function runLive({ terminal, once, stop, mailServer, ...settings }: LiveSettings): Promise<void> {
  const now = (): Instant => Temporal.Now.instant();
  const counted = { polls: 0, readings: 0 };
  const telemetry: Telemetry = {
    ...terminalTelemetry(terminal, 'warn'),
    info: (message, { channel = '', alert = '' } = {}) => {
      if (settings.deliver && message === deliveredMessage) terminal.say(`delivered to ${channel}: ${alert}`);
    },
    count: (counts) => {
      counted.polls += counts[metrics.looks] ?? 0;
      counted.readings += counts[metrics.readings] ?? 0;
    },
  };
  const monitor = await startSession({
    ...settings,
    from: mailServer?.from,
    ...(!once && { siteWaits: untilStop }),
    now,
    telemetry,
    terminal,
  });
  const spool = mailServer && new MailSpool(settings.outbox, mailServer);
  let mailsWait: string | undefined;
  let state: LiveState | undefined;
  let nextLists = settings.config.watch.some((entry) => 'all' in entry && entry.all !== undefined) ? now() : undefined;
  try {
    if (!once) terminal.site(monitor.siteUrl);
    showState();
    while (!stop.aborted) {
      terminal.redraw();
      const isClockRight = await pollOnce();
      const mails = attempt(sendMails);
      if (once) {
        await mails;
        break;
      }
      if (isClockRight) await refreshSite(monitor, telemetry, siteMs);
      await sleep(60_000 - (Date.now() % 60_000), undefined, { signal: stop }).catch(() => undefined);
    }
    terminal.endStatus();
    const { rulesOf } = monitor;
    terminal.say(`\n${statusTable(petitionStatuses(await monitor.petitions(), now(), rulesOf), now(), { rulesOf })}`);
    if (once) terminal.say(`\n${withoutSite}`);
  } finally {
    terminal.endStatus();
    spool?.close();
    await monitor.close();
  }

  /** The end of the monitor ends the wait. */
  function untilStop(at: Instant): Promise<void> {
    const ms = Math.max(0, at.epochMilliseconds - now().epochMilliseconds);
    return sleep(ms, undefined, { signal: stop }).catch(() => undefined);
  }

  /** A mail server that does not answer delays no poll. */
  async function sendMails(): Promise<void> {
    if (spool === undefined) return;
    const { sent, refused, waits } = await spool.send();
    if (sent > 0) terminal.say(`${pluralize(sent, 'mail')} sent`);
    for (const reason of refused) terminal.note(`mail refused · ${reason}`);
    if (waits !== undefined && waits !== mailsWait) terminal.note(`mails wait · ${waits}`);
    mailsWait = waits;
  }

  /** Whether the clock of this machine is right, as far as is known. If not, nothing is sent as of a wrong time. */
  async function pollOnce(): Promise<boolean> {
    const at = now();
    let isClockRight = true;
    Object.assign(counted, { polls: 0, readings: 0 });
    // Further ahead than an interval, it is of a time when the clock of this machine was.
    const wait = nextLists === undefined ? undefined : minutesBetween(at, nextLists);
    if (wait !== undefined && (wait <= 0 || wait > listIntervalMinutes)) {
      isClockRight = await attempt(() => monitor.discover());
      if (isClockRight) {
        nextLists = at.round({ smallestUnit: 'minute', roundingMode: 'floor' }).add({ minutes: listIntervalMinutes });
      }
    }
    if (!stop.aborted && isClockRight) isClockRight = await attempt(() => monitor.tick());
    // On AWS every five minutes. Here it costs nothing where no digest is due.
    if (!stop.aborted && isClockRight) await attempt(() => monitor.sendDigests());
    if (!stop.aborted && isClockRight) await attempt(() => monitor.deliver(deliverMs));
    await monitor.emulator.settled();
    const isCurrent = state?.nextPoll !== undefined && isAfter(state.nextPoll, at);
    // A stored petition that cannot be read was logged by the tick.
    if (counted.polls > 0 || !isCurrent) state = await stateAfter(at).catch(() => state);
    showState();
    return isClockRight;
  }

  /** A run that failed has logged why, for each petition. The next one goes on from what was committed. */
  async function attempt(run: () => Promise<unknown>): Promise<boolean> {
    try {
      await run();
    } catch (error) {
      if (error instanceof WrongClock) return false;
      telemetry.error('run failed', { reason: String(error) });
    }
    return true;
  }

  async function stateAfter(at: Instant): Promise<LiveState> {
    const petitions = await monitor.petitions();
    const lastPoll = counted.polls > 0 ? { at, ...counted } : state?.lastPoll;
    return { petitions: petitions.length, lastPoll, nextPoll: earliestPoll(petitions, nextLists, at) };
  }

  function showState(): void {
    terminal.status((width) => liveLine(state, now(), Temporal.Now.timeZoneId(), width));
  }
}
