/** The function that polls, every minute: wires what poll.ts needs, and nothing more. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { Temporal } from 'temporal-polyfill';
import { publishTo } from '../alerts/publish.ts';
import { parse } from '../border.ts';
import { readConfig } from '../config/config.ts';
import { watchedBy } from '../config/terms.ts';
import type { Instant } from '../petition/time.ts';
import { httpClient } from '../sources/http.ts';
import type { Loaded } from '../store/item.ts';
import { Store } from '../store/store.ts';
import { cloudWatch, type Telemetry } from '../telemetry/telemetry.ts';
import { pollEnvironment } from './environment.ts';
import { poll, type Summary } from './poll.ts';

/** What we use of Lambda's context. */
export interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

export type Handler = (event: unknown, context: Context) => Promise<Summary>;

/** What differs where the handler does not run in Lambda. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** A request to AWS that hangs is tried again well within the time of a run; the clients' own limits are minutes. */
const timeLimits = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

export function createHandler({ environment, now, telemetry }: Surroundings): Handler {
  const { TABLE_NAME, ALERT_TOPIC_ARN, PETITIONS_FILE } = parse(pollEnvironment, environment, 'environment');
  const config = readConfig(readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const store = new Store(new DynamoDBClient({ requestHandler: timeLimits }), TABLE_NAME);
  const publish = publishTo(new SNSClient({ requestHandler: timeLimits }), ALERT_TOPIC_ARN, config.contact);
  const watched = watchedBy(config);
  const unwritten = new Map<string, Loaded>();
  return async (_event, context) => {
    const ends = now().add({ milliseconds: context.getRemainingTimeInMillis() });
    // A client a run: between two runs a function is frozen, and servers close the connections it keeps.
    const http = httpClient({ contact: config.contact, allowPrivate: config.allowPrivateSources });
    try {
      return await poll({ watched, store, publish, http, now, ends, telemetry, unwritten });
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
    telemetry: cloudWatch('poll'),
  });
  return handle(event, context);
};
