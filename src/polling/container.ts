/** The composition root of the functions that process petitions: the poll function and the discovery function. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse, parseJson } from '../validation.ts';
import { deployedConfig } from '../config/deployed-config.ts';
import type { Config } from '../config/config.ts';
import { alertPath, petitionPath } from '../status/petition-path.ts';
import type { Alert } from '../domain/alerts.ts';
import { chosenByPeople, namedRecipients } from '../config/named-recipients.ts';
import { createWatchList, type WatchList } from '../config/watch-list.ts';
import { CircuitBreaker } from '../sources/circuit-breaker.ts';
import { createHttpClient } from '../sources/http.ts';
import { ApiKeyCache } from '../sources/api-keys.ts';
import { DueIndex } from '../storage/due-index.ts';
import { AlertLog } from '../storage/alert-log.ts';
import { FollowersRepository } from '../storage/followers-repository.ts';
import { HealthRepository } from '../storage/health-repository.ts';
import { PetitionRepository } from '../storage/petition-repository.ts';
import { RememberedKeys } from '../storage/remembered-keys.ts';
import { clientOptions, type LambdaContext, type WaitingRuntime } from '../runtime/runtime.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { ClockCheck } from './clock-check.ts';
import type { ProcessDeps, UnsavedPoll } from './process-petition.ts';
import { pollEnvironment, type PollEnvironment } from './environment.ts';
import type { BurstDeps } from './publish-together.ts';
import type { HealthDeps, NamedInSns } from './health-notices.ts';
import { createPace, messagesPerSecond, millisecondsApart, turnsOfProcess, type Pace } from '../notifications/pace.ts';
import type { MessageLinks } from '../notifications/alert-message.ts';
import { AcceptedTopics } from '../notifications/accepted-topics.ts';
import type { FollowerTopics, Publisher, PublisherTopics } from '../notifications/publishers.ts';
import { AnsweredLists } from '../storage/answered-lists.ts';
import { DynamoTable } from '../storage/dynamo-table.ts';
import { turnsOfTable } from '../storage/turn-table.ts';

/** An alert that would wait longer for its turn is published after the other petitions are polled. */
const longestWaitWhilePolling = { milliseconds: 500 };

/** Runs with all dependencies, within the time of one invocation. */
export type WithDeps = <Result>(context: LambdaContext, run: (deps: PollingDeps) => Promise<Result>) => Promise<Result>;

/** The dependencies of both functions. */
export interface PollingDeps extends ProcessDeps, BurstDeps, HealthDeps {
  readonly dueIndex: DueIndex;
  readonly answeredLists: AnsweredLists;
  readonly watchList: WatchList;
  /** Undefined where nobody can sign up by himself. */
  readonly checkFollowers: ((isOutOfTime: () => boolean) => Promise<void>) | undefined;
}

export interface PollingContainer {
  readonly config: Config;
  readonly watchList: WatchList;
  readonly withDeps: WithDeps;
}

/** @throws {BadInput} when the environment, or the petitions.json that it names, is not valid. */
export function createPollingContainer({ environment, now, waitUntil, telemetry }: WaitingRuntime): PollingContainer {
  const own = parse(pollEnvironment, environment, 'environment');
  const { TABLE_NAME, ALERT_TOPIC_ARN, MACHINE_TOPIC_ARN, OPERATOR_TOPIC_ARN, PETITIONS_FILE, SITE_URL } = own;
  const { FOLLOWERS_TOPIC_PREFIX } = own;
  const config = parseJson(deployedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const forPetitions = new DynamoDBClient(clientOptions);
  // A client of the SDK stops retrying when too many of its requests fail. The requests that a whole tick depends on
  // have their own client, over the same connections, so that failures of petitions do not use up its retries.
  const forTicks = new DynamoDBClient({ ...clientOptions, requestHandler: forPetitions.config.requestHandler });
  const followers = new FollowersRepository(forPetitions, TABLE_NAME);
  const { contact, quietHours, summaryAbove, sourceFailingAfter: failingAfter } = config;
  const topics = {
    subscribers: ALERT_TOPIC_ARN,
    machines: MACHINE_TOPIC_ARN,
    operators: OPERATOR_TOPIC_ARN,
    contact,
    pageOf: (alert: Alert) => (SITE_URL === undefined ? undefined : `${SITE_URL}${alertPath(alert)}`),
    shortPageOf: ({ petition }: Alert) => SITE_URL && `${SITE_URL}${petitionPath(petition, 'short')}`,
    followers: FOLLOWERS_TOPIC_PREFIX === undefined ? undefined : followerTopics(FOLLOWERS_TOPIC_PREFIX),
  };
  const watchList = createWatchList(config);
  // Only where several runs publish side by side, they share turns: that is a request more for an alert.
  const isAlone = environment.BATCH_QUEUE_URL === undefined && watchList.queries.length === 0;
  const takeTurn = isAlone
    ? turnsOfProcess(messagesPerSecond.functions)
    : turnsOfTable(new DynamoTable(forPetitions, TABLE_NAME), millisecondsApart(messagesPerSecond.functions));
  const pace = createPace(takeTurn, { now, waitUntil });
  // Where others write to the due index, what is remembered of it would be wrong.
  const remembered = isAlone ? new RememberedKeys() : undefined;
  const petitionRepository = new PetitionRepository(forPetitions, TABLE_NAME, remembered);
  const shared = {
    watchList,
    dueIndex: new DueIndex(forTicks, TABLE_NAME, remembered),
    healthRepository: new HealthRepository(forTicks, TABLE_NAME),
    petitionRepository,
    answeredLists: new AnsweredLists(forPetitions, TABLE_NAME),
    alertLog: new AlertLog(forPetitions, TABLE_NAME),
    ...lazyPublisher(topics, pace, telemetry),
    summaryAbove,
    chosenByPeople: new Set(chosenByPeople(config.subscribers)),
    latestTurn: () => now().add(longestWaitWhilePolling),
    recipients: recipientsIn(own),
    checkFollowers: FOLLOWERS_TOPIC_PREFIX === undefined ? undefined : followersCheck(FOLLOWERS_TOPIC_PREFIX),
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
    const publishing = { publishing: { isBehind: false }, accepted: new AcceptedTopics() };
    try {
      return await run({ ...shared, http, ends, clock: new ClockCheck(usual), ...publishing });
    } finally {
      http.close();
    }
  };
  return { config, watchList, withDeps };

  function followerTopics(prefix: string): FollowerTopics {
    const pace = createPace(turnsOfProcess(messagesPerSecond.functions), { now, waitUntil });
    return { prefix, choicesOf: (petition) => followers.choicesOf(petition), pace };
  }

  /** Loaded once a day. */
  function followersCheck(topicPrefix: string): PollingDeps['checkFollowers'] {
    const linksOf = (petition: string): MessageLinks => ({
      contact,
      page: SITE_URL === undefined ? undefined : `${SITE_URL}${petitionPath(petition, 'html')}`,
    });
    const deps = { followers, petitionRepository, watchList, topicPrefix, linksOf, now, telemetry };
    return async (isOutOfTime) => (await import('./followers-check.ts')).checkFollowers({ ...deps, isOutOfTime });
  }
}

/** Loaded with the first message: most runs publish nothing. */
function lazyPublisher(topics: PublisherTopics, pace: Pace, telemetry: Telemetry): Publisher {
  let loaded: Promise<Publisher> | undefined;
  const load = (): Promise<Publisher> =>
    (loaded ??= import('../notifications/publishers.ts').then(({ createPublisher }) =>
      createPublisher(topics, pace, telemetry),
    ));
  return {
    publish: async (...of) => (await load()).publish(...of),
    publishSummary: async (...of) => (await load()).publishSummary(...of),
    publishSummarized: async (...of) => (await load()).publishSummarized(...of),
    machinesMissing: async () => (await load()).machinesMissing(),
    publishNotice: async (...of) => (await load()).publishNotice(...of),
  };
}

function recipientsIn(environment: PollEnvironment): NamedInSns | undefined {
  const { ALERT_TOPIC_ARN, MACHINE_TOPIC_ARN, OPERATOR_TOPIC_ARN, RECIPIENTS_FILE } = environment;
  const { DIGEST_TOPIC_ARNS = '{}' } = environment;
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
        machines: MACHINE_TOPIC_ARN,
        operators: OPERATOR_TOPIC_ARN,
        digests,
      }),
  };
}
