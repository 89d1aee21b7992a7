/** The function that delivers alerts to channels: SNS invokes it with each alert, and schedules for what waits. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { channelSubscribers } from '../../src/config/channel-subscribers.ts';
import { deployedConfig } from '../../src/config/deployed-config.ts';
import { noticeMessage } from '../../src/notifications/operator-notice.ts';
import { createPace, messagesPerSecond, turnsOfProcess } from '../../src/notifications/pace.ts';
import { snsPublisher } from '../../src/notifications/sns-publisher.ts';
import { lambdaEntry, clientOptions, type LambdaContext, type WaitingRuntime } from '../../src/runtime/runtime.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import { ApiKeyCache } from '../../src/sources/api-keys.ts';
import { DeliveryRepository } from '../../src/storage/delivery-repository.ts';
import { parse, parseJson } from '../../src/validation.ts';
import { serveChannels, type DeliverSummary } from './serve-channels.ts';
import { deliverEnvironment } from './environment.ts';
import { messagesOf } from './news.ts';
import { createPost } from './http-post.ts';
import { createSender, type Send } from './sender.ts';
import { createWakeUp } from './wake-up.ts';

/** Kept at the end of a run, to arrange the next one. */
const arrangingMs = 10_000;

export type Handler = (event: unknown, context: LambdaContext) => Promise<DeliverSummary>;

/** `rehearse` takes what would be sent, where nothing is really sent. */
export function createHandler(runtime: WaitingRuntime, rehearse?: Send): Handler {
  const { environment, now, waitUntil, telemetry } = runtime;
  const {
    TABLE_NAME,
    OPERATOR_TOPIC_ARN,
    PETITIONS_FILE,
    SITE_URL,
    AWS_LAMBDA_FUNCTION_NAME: name,
  } = parse(deliverEnvironment, environment, 'environment');
  const config = parseJson(deployedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const sns = new SNSClient(clientOptions);
  const toOperators = snsPublisher(sns, OPERATOR_TOPIC_ARN, telemetry);
  // The functions that poll have the rest of what a topic is given.
  const pace = createPace(turnsOfProcess(messagesPerSecond.commands), { now, waitUntil });
  const keys = new ApiKeyCache(now, async () =>
    (await import('../../src/sources/parameter-store.ts')).parameterStore(),
  );
  const post = createPost({ contact: config.contact, allowPrivate: config.allowPrivateSources });
  const wakeAt = name === undefined ? undefined : createWakeUp(name, now);
  const always = {
    channels: channelSubscribers(config),
    repository: new DeliveryRepository(new DynamoDBClient(clientOptions), TABLE_NAME),
    publishNotice: async (notice: Parameters<typeof noticeMessage>[0]) => {
      await pace(OPERATOR_TOPIC_ARN);
      await toOperators(noticeMessage(notice));
    },
    site: SITE_URL,
    wakeAt,
    now,
    waitUntil,
    telemetry,
  };
  const run = (event: unknown, { getRemainingTimeInMillis }: LambdaContext): Promise<DeliverSummary> =>
    serveChannels(event, {
      ...always,
      send: rehearse ?? createSender({ keys, post, now }),
      ends: now().add({ milliseconds: getRemainingTimeInMillis() - (wakeAt ? arrangingMs : 0) }),
    });
  const scheduled = withWatchdog(runtime, (context) => run({}, context));
  // Alerts must not hide that no schedule runs it any more.
  return (event, context) => (messagesOf(event).length > 0 ? run(event, context) : scheduled(context));
}

const lazyHandler = lambdaEntry('deliver', createHandler);

export const handler: Handler = (event, context) => lazyHandler()(event, context);
