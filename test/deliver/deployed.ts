/**
 * The deliver function as it runs on AWS: SNS hands it each alert, it wakes itself by a schedule, and another one runs it once an
 * hour. What fails is run again twice, as Lambda does. Minutes pass as a test says.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandler } from '../../lambda/deliver/handler.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { isAfter } from '../../src/domain/time.ts';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { startWire } from '../wire.ts';
import { startScheduler, type Scheduler } from './scheduler.ts';
import { startWorld, type World } from './world.ts';

export interface Deployed extends World {
  readonly scheduler: Scheduler;
  /** SNS hands over an alert. */
  readonly hand: (...alerts: readonly Alert[]) => Promise<void>;
  /** So many minutes, in which only the schedules run the function. */
  readonly minutes: (count: number) => Promise<void>;
  /** How many runs there were. */
  readonly count: () => number;
  /** The next run dies after so many writes to the table: of what it wants to do then, nothing happens. */
  readonly dies: (writes: number) => void;
  /** From now on with this petitions.json. */
  readonly deploy: (config: ConfigInput) => void;
}

const name = 'deliver';
const refusal = { status: 400, headers: {}, body: '{"__type":"AccessDeniedException"}' };
const context = { getRemainingTimeInMillis: () => 170_000 };

export async function startDeployed(subscribers: (url: string) => ConfigInput['subscribers']): Promise<Deployed> {
  const world = await startWorld(subscribers);
  const scheduler = await startScheduler(name);
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } =
    world.monitor.emulator.awsEnvironment;
  const wire = await startWire({ table, sns, source: sns });
  const restore = setEnvironment({
    AWS_ENDPOINT_URL_SCHEDULER: scheduler.url,
    AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table,
  });
  const folder = mkdtempSync(join(tmpdir(), 'deployed-'));
  const file = join(folder, 'petitions.json');
  const { emulator } = world.monitor;
  const created = () =>
    createHandler({
      environment: { ...emulator.functionEnvironment(file), SITE_URL: undefined, AWS_LAMBDA_FUNCTION_NAME: name },
      now: world.clock,
      waitUntil: (at) => {
        if (isAfter(at, world.clock()))
          world.pass({ milliseconds: at.epochMilliseconds - world.clock().epochMilliseconds });
        return Promise.resolve();
      },
      telemetry: world.telemetry,
    });
  const deploy = (config: ConfigInput): void => {
    writeFileSync(file, JSON.stringify(checkConfig(config, 'petitions.json')));
    handler = created();
  };
  let handler: ReturnType<typeof created>;
  deploy(world.config);
  let [runs, minute, last] = [0, 0, world.clock()];
  /** Lambda runs it again a minute later, and two minutes after that. The tests have no other event in between. */
  const invoke = async (event: unknown): Promise<void> => {
    for (let tries = 0; tries < 3; tries++) {
      runs += 1;
      try {
        await handler(event, context);
        return;
      } catch {
        wire.decide(() => undefined);
        world.pass({ minutes: 1 });
      }
    }
  };
  return {
    ...world,
    scheduler,
    hand: async (...alerts) => {
      for (const alert of alerts) await invoke({ Records: [{ Sns: { Message: alertMessage(alert).event } }] });
    },
    minutes: async (count) => {
      for (let n = 0; n < count; n++) {
        const from = last;
        // A run may have waited for its next message.
        if (!isAfter(world.clock(), last.add({ minutes: 1 })))
          world.pass({ milliseconds: 60_000 - (world.clock().epochMilliseconds % 60_000) });
        last = world.clock();
        minute += 1;
        if (scheduler.goesOff(from, last) || minute % 60 === 0) await invoke({});
      }
    },
    count: () => runs,
    dies: (writes) => {
      let written = 0;
      wire.decide(({ to, operation }) => {
        if (operation === 'PutItem') written += 1;
        return to === 'table' && written > writes ? { instead: refusal } : undefined;
      });
    },
    deploy,
    close: async () => {
      restore();
      rmSync(folder, { recursive: true });
      await wire.close();
      await scheduler.close();
      await world.close();
    },
  };
}
