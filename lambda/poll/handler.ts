/** The function that polls, every minute, and takes up what its queue hands on: wires what these need, and nothing more. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { messageOf } from '../alerts/message.ts';
import { publishTo } from '../alerts/publish.ts';
import { parse, parseJson } from '../border.ts';
import { configSchema } from '../config/config.ts';
import { watchingOf } from '../config/watching.ts';
import type { Notice } from '../health/health.ts';
import { messageOf as noticeMessageOf } from '../health/message.ts';
import type { Alert } from '../petition/alerts.ts';
import { Breaker } from '../sources/breaker.ts';
import { httpClient } from '../sources/http.ts';
import { Agenda } from '../store/agenda.ts';
import { AlertLog } from '../store/alert-log.ts';
import { HealthStore } from '../store/health-store.ts';
import { Store } from '../store/store.ts';
import { timeLimits, type Context, type Surroundings } from '../surroundings.ts';
import { cloudWatch } from '../telemetry/telemetry.ts';
import type { Unwritten } from './attend.ts';
import { batchQueue } from './batch-queue.ts';
import { batchEvent, pollBatches, type BatchResponse, type Records } from './batches.ts';
import { pollEnvironment } from './environment.ts';
import { poll, type Poll, type TickSummary } from './poll.ts';

/** What the function does, by what invokes it. */
export interface PollFunction {
  /** The schedule. */
  readonly tick: (context: Context) => Promise<TickSummary>;
  /** The queue. */
  readonly batches: (records: Records, context: Context) => Promise<BatchResponse>;
}

export function createPoll({ environment, now, telemetry }: Surroundings): PollFunction {
  const { TABLE_NAME, ALERT_TOPIC_ARN, OPERATOR_TOPIC_ARN, PETITIONS_FILE, BATCH_QUEUE_URL } = parse(
    pollEnvironment,
    environment,
    'environment',
  );
  const config = parseJson(configSchema, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const forPetitions = new DynamoDBClient({ requestHandler: timeLimits });
  // A client of the SDK stops trying again when too many of its requests fail: those that a whole tick hangs on have a
  // client of their own, over the same connections, so that they are not out of tries because the petitions' were many.
  const forTicks = new DynamoDBClient({ requestHandler: forPetitions.config.requestHandler });
  const sns = new SNSClient({ requestHandler: timeLimits });
  const toSubscribers = publishTo(sns, ALERT_TOPIC_ARN);
  const toOperators = publishTo(sns, OPERATOR_TOPIC_ARN);
  const { contact, quietHours, requestsPerDay, sourceFailingAfter: failingAfter } = config;
  const always = {
    watching: watchingOf(config),
    agenda: new Agenda(forTicks, TABLE_NAME),
    healthStore: new HealthStore(forTicks, TABLE_NAME),
    store: new Store(forPetitions, TABLE_NAME),
    alertLog: new AlertLog(forPetitions, TABLE_NAME),
    publish: (alert: Alert) => toSubscribers(messageOf(alert, contact)),
    tell: (notice: Notice) => toOperators(noticeMessageOf(notice)),
    failingAfter,
    requestsPerHost: requestsPerDay?.host,
    queue: BATCH_QUEUE_URL === undefined ? undefined : batchQueue(BATCH_QUEUE_URL, telemetry),
    quietHours,
    now,
    telemetry,
  };
  const unwritten = new Map<string, Unwritten>();
  const breaker = new Breaker();
  async function during<Result>(context: Context, run: (poll: Poll) => Promise<Result>): Promise<Result> {
    const ends = now().add({ milliseconds: context.getRemainingTimeInMillis() });
    // A client a run: between two runs a function is frozen, and servers close the connections it keeps.
    const http = httpClient({ contact, allowPrivate: config.allowPrivateSources });
    try {
      return await run({ ...always, http, breaker, ends, unwritten });
    } finally {
      http.close();
    }
  }
  return {
    tick: (context) => during(context, poll),
    batches: (records, context) => during(context, (run) => pollBatches(records, run)),
  };
}

let made: PollFunction | undefined;

export const handler = (event: unknown, context: Context): Promise<TickSummary | BatchResponse> => {
  made ??= createPoll({
    environment: process.env,
    now: () => Temporal.Now.instant(),
    // By the function's own name: two monitors of one account (prod and dev) must not count into one metric.
    telemetry: cloudWatch(process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'poll'),
  });
  const { data: batches } = z.safeParse(batchEvent, event);
  return batches === undefined ? made.tick(context) : made.batches(batches.Records, context);
};
