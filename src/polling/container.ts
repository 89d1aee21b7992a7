/** What a function that attends to petitions is wired of: the poll function, and the one that reads lists. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parse, parseJson } from '../validation.ts';
import { checkedConfig } from '../config/deployed-config.ts';
import type { Config } from '../config/config.ts';
import { watchingOf, type Watching } from '../config/watch-list.ts';
import { Breaker } from '../sources/circuit-breaker.ts';
import { httpClient } from '../sources/http.ts';
import { KeyRing } from '../sources/api-keys.ts';
import { Agenda } from '../storage/due-index.ts';
import { AlertLog } from '../storage/alert-log.ts';
import { HealthStore } from '../storage/health-repository.ts';
import { Store } from '../storage/petition-repository.ts';
import { timeLimits, type Context, type Surroundings } from '../runtime/runtime.ts';
import type { Attendance, Unwritten } from './process-petition.ts';
import { pollEnvironment } from './environment.ts';
import type { HealthWatch } from './health-notices.ts';
import type { Publisher } from '../notifications/publishers.ts';

/** Does something with all that is wired, within the time that an invocation has. */
export type During = <Result>(context: Context, run: (deps: PollingDeps) => Promise<Result>) => Promise<Result>;

/** What both functions have. */
export interface PollingDeps extends Attendance, HealthWatch {
  readonly agenda: Agenda;
  readonly watching: Watching;
}

export interface Wired {
  readonly config: Config;
  readonly during: During;
}

/** @throws {BadInput} when the environment, or the petitions.json that it names, is not what it has to be. */
export function wired({ environment, now, telemetry }: Surroundings): Wired {
  const { TABLE_NAME, ALERT_TOPIC_ARN, OPERATOR_TOPIC_ARN, PETITIONS_FILE } = parse(
    pollEnvironment,
    environment,
    'environment',
  );
  const config = parseJson(checkedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const forPetitions = new DynamoDBClient({ requestHandler: timeLimits });
  // A client of the SDK stops trying again when too many of its requests fail: those that a whole tick hangs on have a
  // client of their own, over the same connections, so that they are not out of tries because the petitions' were many.
  const forTicks = new DynamoDBClient({ requestHandler: forPetitions.config.requestHandler });
  const { contact, quietHours, sourceFailingAfter: failingAfter } = config;
  const topics = { subscribers: ALERT_TOPIC_ARN, operators: OPERATOR_TOPIC_ARN, contact };
  let loaded: Promise<Publisher> | undefined;
  const publisher = (): Promise<Publisher> =>
    (loaded ??= import('../notifications/publishers.ts').then(({ publisherTo }) => publisherTo(topics)));
  const always = {
    watching: watchingOf(config),
    agenda: new Agenda(forTicks, TABLE_NAME),
    healthStore: new HealthStore(forTicks, TABLE_NAME),
    store: new Store(forPetitions, TABLE_NAME),
    alertLog: new AlertLog(forPetitions, TABLE_NAME),
    publish: async (...alert: Parameters<Publisher['publish']>) => (await publisher()).publish(...alert),
    tell: async (...notice: Parameters<Publisher['tell']>) => (await publisher()).tell(...notice),
    failingAfter,
    quietHours,
    now,
    telemetry,
    breaker: new Breaker(),
    keys: new KeyRing(now, async () => (await import('../sources/parameter-store.ts')).parameterStore()),
    unwritten: new Map<string, Unwritten>(),
  };
  const during: During = async (context, run) => {
    const ends = now().add({ milliseconds: context.getRemainingTimeInMillis() });
    // A client a run: between two runs a function is frozen, and servers close the connections it keeps.
    const http = httpClient({ contact, allowPrivate: config.allowPrivateSources });
    try {
      return await run({ ...always, http, ends });
    } finally {
      http.close();
    }
  };
  return { config, during };
}
