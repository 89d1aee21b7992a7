/** The whole monitor for a test, on a clock that the test moves. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ConfigInput } from '../src/config/config.ts';
import type { Digest } from '../src/domain/digest.ts';
import type { DigestRunSummary as DigestSummary } from '../lambda/digest/send-digests.ts';
import type { DiscoverySummary } from '../lambda/discovery/discover.ts';
import type { Notice } from '../src/domain/source-health.ts';
import type { Alert } from '../src/domain/alerts.ts';
import { isAfter, type Instant } from '../src/domain/time.ts';
import type { TickSummary } from '../lambda/poll/run-tick.ts';
import type { SiteSummary } from '../lambda/site/generate.ts';
import type { LogFields, Telemetry } from '../src/runtime/telemetry.ts';
import { startLocalMonitor as startLocal, type LocalMonitor } from '../local/monitor.ts';
import type { SnsDelivery } from '../emulator/sns/topics.ts';
import { at } from './domain/story.ts';

export interface Monitor extends Omit<LocalMonitor, 'tick' | 'discover' | 'sendDigests' | 'generateSite'> {
  /** A run of the poll function at that instant. */
  readonly tick: (now: string, timeLimit?: number) => Promise<TickSummary>;
  /** A run of the function that reads lists at that instant. */
  readonly discover: (now: string, timeLimit?: number) => Promise<DiscoverySummary>;
  /** A run of the digest function at that instant. */
  readonly sendDigests: (now: string) => Promise<DigestSummary>;
  /** A run of the function that makes the site at that instant. */
  readonly report: (now: string, timeLimit?: number) => Promise<SiteSummary | undefined>;
  readonly setClock: (now: string) => void;
  /** What was delivered since this was last asked. */
  readonly deliveries: () => Promise<SnsDelivery[]>;
  /** When each delivery so far was, by the clock of the test. */
  readonly deliveredAt: readonly Instant[];
  /** The alerts that were published since this was last asked. */
  readonly alerts: () => Alert[];
  /** The notices to the operators that were published since this was last asked. */
  readonly notices: () => Notice[];
  /** The digests that were published since this was last asked. */
  readonly digests: () => Digest[];
  readonly log: readonly { readonly level: string; readonly message: string; readonly fields: LogFields }[];
  readonly counted: readonly Readonly<Record<string, number>>[];
}

/** `folder` keeps the database; absent, it is in memory. `parameters` are the keys of platforms. `mailsConfirm` is as in AWS. */
export async function startMonitor(
  config: ConfigInput,
  folder?: string,
  parameters?: ReadonlyMap<string, string>,
  mailsConfirm = false,
): Promise<Monitor> {
  let clock = at('2026-01-01T00:00:00Z');
  const delivered: SnsDelivery[] = [];
  const deliveredAt: Instant[] = [];
  const published: Alert[] = [];
  const noticed: Notice[] = [];
  const sent: Digest[] = [];
  const log: { level: string; message: string; fields: LogFields }[] = [];
  const counted: Record<string, number>[] = [];
  const say =
    (level: string) =>
    (message: string, fields: LogFields = {}) =>
      void log.push({ level, message, fields });
  const telemetry: Telemetry = {
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    count: (one) => void counted.push({ ...one }),
  };
  // The clock goes on to a turn when the message of the turn before is published, or was not.
  let onPublished = (): void => undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const waitUntil = (instant: Instant): Promise<void> => {
    const waited = turn.then(() => {
      if (isAfter(instant, clock)) clock = instant;
    });
    turn = waited.then(() => Promise.race([sleep(50), new Promise<void>((resolve) => (onPublished = resolve))]));
    return waited;
  };
  const local = await startLocal({
    config,
    folder,
    parameters,
    mailsConfirm,
    now: () => clock,
    waitUntil,
    telemetry,
    onDelivery: (delivery) => {
      delivered.push(delivery);
      deliveredAt.push(clock);
    },
    onAlert: (alert) => {
      published.push(alert);
      onPublished();
    },
    onNotice: (notice) => {
      noticed.push(notice);
      onPublished();
    },
    onDigest: (digest) => void sent.push(digest),
  });
  const setClock = (now: string): void => {
    clock = at(now);
  };
  return {
    ...local,
    tick: (now, timeLimit) => {
      setClock(now);
      return local.tick(timeLimit);
    },
    discover: (now, timeLimit) => {
      setClock(now);
      return local.discover(timeLimit);
    },
    sendDigests: (now) => {
      setClock(now);
      return local.sendDigests();
    },
    report: (now, timeLimit) => {
      setClock(now);
      return local.generateSite(timeLimit);
    },
    setClock,
    deliveredAt,
    deliveries: async () => {
      await local.emulator.settled();
      return delivered.splice(0);
    },
    alerts: () => published.splice(0),
    notices: () => noticed.splice(0),
    digests: () => sent.splice(0),
    log,
    counted,
  };
}
