/** The function that polls, every minute, and takes up what its queue hands on: wires what these need, and nothing more. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Temporal } from 'temporal-polyfill';
import * as z from 'zod/mini';
import { parse, parseJson } from '../border.ts';
import { checkedConfig } from '../config/checked.ts';
import { watchingOf } from '../config/watching.ts';
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
import type { Publisher } from './publishing.ts';

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
  const config = parseJson(checkedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const forPetitions = new DynamoDBClient({ requestHandler: timeLimits });
  // A client of the SDK stops trying again when too many of its requests fail: those that a whole tick hangs on have a
  // client of their own, over the same connections, so that they are not out of tries because the petitions' were many.
  const forTicks = new DynamoDBClient({ requestHandler: forPetitions.config.requestHandler });
  const { contact, quietHours, requestsPerDay, sourceFailingAfter: failingAfter } = config;
  const topics = { subscribers: ALERT_TOPIC_ARN, operators: OPERATOR_TOPIC_ARN, contact };
  let loaded: Promise<Publisher> | undefined;
  const publisher = (): Promise<Publisher> =>
    (loaded ??= import('./publishing.ts').then(({ publisherTo }) => publisherTo(topics)));
  const always = {
    watching: watchingOf(config),
    agenda: new Agenda(forTicks, TABLE_NAME),
    healthStore: new HealthStore(forTicks, TABLE_NAME),
    store: new Store(forPetitions, TABLE_NAME),
    alertLog: new AlertLog(forPetitions, TABLE_NAME),
    publish: async (...alert: Parameters<Publisher['publish']>) => (await publisher()).publish(...alert),
    tell: async (...notice: Parameters<Publisher['tell']>) => (await publisher()).tell(...notice),
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

const { AWS_LAMBDA_FUNCTION_NAME } = process.env;

const wired = (): PollFunction =>
  createPoll({
    environment: process.env,
    now: () => Temporal.Now.instant(),
    // By the function's own name: two monitors of one account (prod and dev) must not count into one metric.
    telemetry: cloudWatch(AWS_LAMBDA_FUNCTION_NAME ?? 'poll'),
  });

// Lambda gives a function that starts a whole processor, and a run a seventh of one: so there it is wired at once. Whoever
// imports this elsewhere need not have the environment.
let made = AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : wired();

export const handler = (event: unknown, context: Context): Promise<TickSummary | BatchResponse> => {
  made ??= wired();
  const { data: batches } = z.safeParse(batchEvent, event);
  return batches === undefined ? made.tick(context) : made.batches(batches.Records, context);
};
