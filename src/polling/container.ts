/** The composition root of the functions that process petitions: the poll function and the discovery function. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { deployedConfig } from '../config/deployed-config.ts';
import type { Config } from '../config/config.ts';
import { namedRecipients } from '../config/named-recipients.ts';
import { createWatchList, type WatchList } from '../config/watch-list.ts';
import { CircuitBreaker } from '../sources/circuit-breaker.ts';
import { createHttpClient } from '../sources/http.ts';
import { ApiKeyCache } from '../sources/api-keys.ts';
import { DueIndex } from '../storage/due-index.ts';
import { AlertLog } from '../storage/alert-log.ts';
import { HealthRepository } from '../storage/health-repository.ts';
import { PetitionRepository } from '../storage/petition-repository.ts';
import { requestTimeouts, type LambdaContext, type HandlerRuntime } from '../runtime/runtime.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { ClockCheck } from './clock-check.ts';
import type { ProcessDeps, UnsavedPoll } from './process-petition.ts';
import { pollEnvironment, type PollEnvironment } from './environment.ts';
import type { HealthDeps, NamedInSns } from './health-notices.ts';
import type { Publisher, PublisherTopics } from '../notifications/publishers.ts';

/** Runs with all dependencies, within the time of one invocation. */
export type WithDeps = <Result>(context: LambdaContext, run: (deps: PollingDeps) => Promise<Result>) => Promise<Result>;

/** The dependencies of both functions. */
export interface PollingDeps extends ProcessDeps, HealthDeps {
  readonly dueIndex: DueIndex;
  readonly watchList: WatchList;
}

export interface PollingContainer {
  readonly config: Config;
  readonly withDeps: WithDeps;
}

/** @throws {BadInput} when the environment, or the petitions.json that it names, is not valid. */
export function createPollingContainer({ environment, now, telemetry }: HandlerRuntime): PollingContainer {
  const own = parse(pollEnvironment, environment, 'environment');
  const { TABLE_NAME, ALERT_TOPIC_ARN, OPERATOR_TOPIC_ARN, PETITIONS_FILE } = own;
  const config = parseJson(deployedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const forPetitions = new DynamoDBClient({ requestHandler: requestTimeouts });
  // A client of the SDK stops retrying when too many of its requests fail. The requests that a whole tick depends on
  // have their own client, over the same connections, so that failures of petitions do not use up its retries.
  const forTicks = new DynamoDBClient({ requestHandler: forPetitions.config.requestHandler });
  const { contact, quietHours, sourceFailingAfter: failingAfter } = config;
  const shared = {
    watchList: createWatchList(config),
    dueIndex: new DueIndex(forTicks, TABLE_NAME),
    healthRepository: new HealthRepository(forTicks, TABLE_NAME),
    petitionRepository: new PetitionRepository(forPetitions, TABLE_NAME),
    alertLog: new AlertLog(forPetitions, TABLE_NAME),
    ...lazyPublisher({ subscribers: ALERT_TOPIC_ARN, operators: OPERATOR_TOPIC_ARN, contact }, telemetry),
    recipients: recipientsIn(own),
    failingAfter,
    quietHours,
    now,
    telemetry,
    breaker: new CircuitBreaker(),
    keys: new ApiKeyCache(now, async () => (await import('../sources/parameter-store.ts')).parameterStore()),
    unsavedPolls: new Map<string, UnsavedPoll>(),
  };
  const usual = new Map<string, number>();
  const withDeps: WithDeps = async (context, run) => {
    const ends = now().add({ milliseconds: context.getRemainingTimeInMillis() });
    // One client per run: between two runs a function is frozen, and servers close its idle connections.
    const http = createHttpClient({ contact, allowPrivate: config.allowPrivateSources });
    try {
      return await run({ ...shared, http, ends, clock: new ClockCheck(usual) });
    } finally {
      http.close();
    }
  };
  return { config, withDeps };
}

/** Loaded with the first message: most runs publish nothing. */
function lazyPublisher(topics: PublisherTopics, telemetry: Telemetry): Publisher {
  let loaded: Promise<Publisher> | undefined;
  const load = (): Promise<Publisher> =>
    (loaded ??= import('../notifications/publishers.ts').then(({ createPublisher }) =>
      createPublisher(topics, telemetry),
    ));
  return {
    publish: async (alert) => (await load()).publish(alert),
    publishNotice: async (notice) => (await load()).publishNotice(notice),
  };
}

function recipientsIn(environment: PollEnvironment): NamedInSns | undefined {
  const { ALERT_TOPIC_ARN, OPERATOR_TOPIC_ARN, DIGEST_TOPIC_ARNS = '{}', RECIPIENTS_FILE } = environment;
  if (RECIPIENTS_FILE === undefined) return undefined;
  const text = readFileSync(RECIPIENTS_FILE, 'utf8');
  const recipients = parseJson(namedRecipients, text, RECIPIENTS_FILE);
  const digests = parseJson(z.record(z.string(), z.string()), DIGEST_TOPIC_ARNS, 'environment, DIGEST_TOPIC_ARNS');
  return {
    named: createHash('sha256').update(text).digest('hex').slice(0, 12),
    // Loaded once a day.
    check: async () =>
      (await import('./recipient-check.ts')).checkRecipients(recipients, {
        alerts: ALERT_TOPIC_ARN,
        operators: OPERATOR_TOPIC_ARN,
        digests,
      }),
  };
}
