/** The deliver function as it is deployed, over the embedded table and SNS, and a platform on loopback that answers as a test says. */
import { SNSClient } from '@aws-sdk/client-sns';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Alert } from '../../src/domain/alerts.ts';
import type { Notice } from '../../src/domain/source-health.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import { alertMessage, type SnsMessage } from '../../src/notifications/alert-message.ts';
import { summaryMessage, type Summarized } from '../../src/notifications/summary-message.ts';
import { publishCommand } from '../../src/notifications/sns-publisher.ts';
import type { LogFields, Telemetry } from '../../src/runtime/telemetry.ts';
import type { LoadedDelivery } from '../../src/storage/delivery-item.ts';
import { startLocalMonitor, type LocalMonitor } from '../../local/monitor.ts';
import { at } from '../domain/story.ts';
import { serve } from '../loopback.ts';
import { sample } from '../notifications/samples.ts';

export const noon = at('2026-03-05T12:00:00Z');

/** What the platform was sent, with the path. */
export interface Got {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, got: Got) => void;
export const status =
  (code: number, headers: Record<string, string> = {}, body = 'ok'): Answer =>
  (response) =>
    void response.writeHead(code, headers).end(body);
export const ok = status(200);

export interface World {
  readonly monitor: LocalMonitor;
  readonly notices: Notice[];
  readonly log: readonly { readonly message: string; readonly fields: LogFields }[];
  /** What the Parameter Store holds. */
  readonly parameters: Map<string, string>;
  readonly answers: (answer: Answer) => void;
  /** The address of the platform. */
  readonly platform: string;
  /** Publishes to SNS, as the functions that poll do. */
  readonly publish: (...alerts: readonly Alert[]) => Promise<void>;
  /** What people get of many alerts, and what machines get of them besides. */
  readonly publishSummary: (alerts: Summarized) => Promise<void>;
  readonly publishToMachines: (...alerts: readonly Alert[]) => Promise<void>;
  /** Runs of the schedule, so many minutes apart. */
  readonly runs: (count: number, every?: number) => Promise<void>;
  readonly clock: () => Instant;
  /** The time that passes while nothing runs. */
  readonly pass: (length: { readonly minutes: number } | { readonly milliseconds: number }) => void;
  readonly telemetry: Telemetry;
  /** As petitions.json. */
  readonly config: ConfigInput;
  /** What was sent since this was last asked. */
  readonly taken: () => Got[];
  /** Of the only channel. */
  readonly stored: () => Promise<LoadedDelivery>;
  readonly close: () => Promise<void>;
}

export const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

/** `subscribers` gets the address of the platform. */
export async function startWorld(
  subscribers: (url: string) => ConfigInput['subscribers'],
  more: Partial<ConfigInput> = {},
): Promise<World> {
  let [clock, answer] = [noon, ok];
  const got: Got[] = [];
  const notices: Notice[] = [];
  const log: { message: string; fields: LogFields }[] = [];
  const platform = await serve((request, response) => {
    void text(request).then((body) => {
      const one = { path: request.url ?? '', headers: request.headers, body };
      got.push(one);
      answer(response, one);
    });
  });
  const parameters = new Map([
    ['/petitions/post', secret],
    ['/petitions/slack', `${platform.url}/services/T0/B0/abc`],
  ]);
  const say = (message: string, fields: LogFields = {}): void => void log.push({ message, fields });
  const telemetry: Telemetry = { info: say, warn: say, error: say, count: () => undefined };
  const config: ConfigInput = {
    watch: [{ source: 'uk-parliament', petition: '700001', baseUrl: platform.url }],
    subscribers: subscribers(platform.url),
    allowPrivateSources: true,
    ...more,
  };
  const monitor = await startLocalMonitor({
    config,
    parameters,
    now: () => clock,
    waitUntil: (instant) => {
      if (isAfter(instant, clock)) clock = instant;
      return Promise.resolve();
    },
    telemetry,
    onDelivery: () => undefined,
    onAlert: () => undefined,
    onNotice: (notice) => void notices.push(notice),
  });
  return {
    ...{ monitor, notices, log, parameters },
    answers: (next) => void (answer = next),
    platform: platform.url,
    publish: (...alerts) =>
      send(
        alerts.map((alert) => alertMessage(alert)),
        monitor.emulator.alertTopicArn,
      ),
    publishSummary: (alerts) => send([summaryMessage(alerts)], monitor.emulator.alertTopicArn),
    publishToMachines: (...alerts) =>
      send(
        alerts.map((alert) => alertMessage(alert)),
        monitor.emulator.machineTopicArn,
      ),
    runs: async (count, every = 1) => {
      for (let n = 0; n < count; n++) {
        clock = clock.add({ minutes: every });
        await monitor.deliver();
      }
    },
    clock: () => clock,
    pass: (length) => void (clock = clock.add(length)),
    telemetry,
    config,
    taken: () => got.splice(0),
    stored: async () => {
      const [first] = await monitor.channelQueues();
      if (first === undefined) throw new Error('nothing is stored');
      return first;
    },
    close: async () => {
      await monitor.close();
      await platform.close();
    },
  };
}

async function send(messages: readonly SnsMessage[], topic: string): Promise<void> {
  const sns = new SNSClient({});
  for (const message of messages) await sns.send(publishCommand(message, topic));
  sns.destroy();
}

/** The alert with this number. */
export const alertOf = (n: number, more: Partial<Alert> = {}): Alert => ({
  ...sample('threshold-met'),
  id: `us-we-the-people/1#${n}`,
  detectedAt: noon.add({ seconds: n }),
  ...more,
});
