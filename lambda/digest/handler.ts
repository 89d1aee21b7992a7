/** The function that sends digests, every five minutes: wires the dependencies of send-digests.ts. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { snsPublisher } from '../../src/notifications/sns-publisher.ts';
import { BadInput, parse, parseJson } from '../../src/validation.ts';
import { deployedConfig } from '../../src/config/deployed-config.ts';
import { createWatchList } from '../../src/config/watch-list.ts';
import { DueIndex } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { DigestRepository } from '../../src/storage/digest-repository.ts';
import { PetitionRepository } from '../../src/storage/petition-repository.ts';
import { lambdaEntry, clientOptions, type LambdaContext, type HandlerRuntime } from '../../src/runtime/runtime.ts';
import { withWatchdog } from '../../src/runtime/with-watchdog.ts';
import type { Digest } from '../../src/domain/digest.ts';
import { digestEnvironment, topicArns } from './environment.ts';
import { digestMessage } from './message.ts';
import { sendDigests, type DigestRunSummary } from './send-digests.ts';

export type Handler = (event: unknown, context: LambdaContext) => Promise<DigestRunSummary>;

export function createHandler(runtime: HandlerRuntime): Handler {
  const { environment, now, telemetry } = runtime;
  const { TABLE_NAME, DIGEST_TOPIC_ARNS, PETITIONS_FILE } = parse(digestEnvironment, environment, 'environment');
  const topics = parseJson(topicArns, DIGEST_TOPIC_ARNS, 'environment, DIGEST_TOPIC_ARNS');
  const config = parseJson(deployedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const { contact, digests: lists } = config;
  const table = new DynamoDBClient(clientOptions);
  const sns = new SNSClient(clientOptions);
  for (const { name } of lists) topicOf(name);
  const always = {
    lists,
    watchList: createWatchList(config),
    dueIndex: new DueIndex(table, TABLE_NAME),
    petitionRepository: new PetitionRepository(table, TABLE_NAME),
    alertLog: new AlertLog(table, TABLE_NAME),
    digestRepository: new DigestRepository(table, TABLE_NAME),
    publish: (digest: Digest) => snsPublisher(sns, topicOf(digest.digest), telemetry)(digestMessage(digest, contact)),
    contact,
    now,
    telemetry,
  };
  const run = withWatchdog(runtime, (context) =>
    sendDigests({ ...always, ends: now().add({ milliseconds: context.getRemainingTimeInMillis() }) }),
  );
  return (_event, context) => run(context);

  function topicOf(name: string): string {
    const topic = topics[name];
    if (topic !== undefined) return topic;
    throw new BadInput('environment', [{ path: 'DIGEST_TOPIC_ARNS', message: `must name the topic of "${name}"` }]);
  }
}

const lazyHandler = lambdaEntry('digest', createHandler);

export const handler: Handler = (event, context) => lazyHandler()(event, context);
