/** The function that polls, every minute: wires what poll.ts needs, and nothing more. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { Temporal } from 'temporal-polyfill';
import { messageOf } from '../alerts/message.ts';
import { publishTo } from '../alerts/publish.ts';
import { parse, parseJson } from '../border.ts';
import { configSchema } from '../config/config.ts';
import { watchedBy } from '../config/terms.ts';
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
import { pollEnvironment } from './environment.ts';
import { poll, type Summary } from './poll.ts';

export type Handler = (event: unknown, context: Context) => Promise<Summary>;

export function createHandler({ environment, now, telemetry }: Surroundings): Handler {
  const { TABLE_NAME, ALERT_TOPIC_ARN, OPERATOR_TOPIC_ARN, PETITIONS_FILE } = parse(
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
    watched: watchedBy(config),
    agenda: new Agenda(forTicks, TABLE_NAME),
    healthStore: new HealthStore(forTicks, TABLE_NAME),
    store: new Store(forPetitions, TABLE_NAME),
    alertLog: new AlertLog(forPetitions, TABLE_NAME),
    publish: (alert: Alert) => toSubscribers(messageOf(alert, contact)),
    tell: (notice: Notice) => toOperators(noticeMessageOf(notice)),
    failingAfter,
    requestsPerHost: requestsPerDay?.host,
    quietHours,
    now,
    telemetry,
  };
  const unwritten = new Map<string, Unwritten>();
  const breaker = new Breaker();
  return async (_event, context) => {
    const ends = now().add({ milliseconds: context.getRemainingTimeInMillis() });
    // A client a run: between two runs a function is frozen, and servers close the connections it keeps.
    const http = httpClient({ contact, allowPrivate: config.allowPrivateSources });
    try {
      return await poll({ ...always, http, breaker, ends, unwritten });
    } finally {
      http.close();
    }
  };
}

let handle: Handler | undefined;

export const handler: Handler = (event, context) => {
  handle ??= createHandler({
    environment: process.env,
    now: () => Temporal.Now.instant(),
    // By the function's own name: two monitors of one account (prod and dev) must not count into one metric.
    telemetry: cloudWatch(process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'poll'),
  });
  return handle(event, context);
};
