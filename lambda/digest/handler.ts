/** The function that sends digests, every five minutes: wires what send.ts needs, and nothing more. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { publishTo } from '../../src/notifications/sns-publisher.ts';
import { BadInput, parse, parseJson } from '../../src/validation.ts';
import { checkedConfig } from '../../src/config/deployed-config.ts';
import { watchingOf } from '../../src/config/watch-list.ts';
import { Agenda } from '../../src/storage/due-index.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { DigestStore } from '../../src/storage/digest-repository.ts';
import { Store } from '../../src/storage/petition-repository.ts';
import { inLambda, timeLimits, type Context, type Surroundings } from '../../src/runtime/runtime.ts';
import type { Digest } from '../../src/domain/digest.ts';
import { digestEnvironment, topicArns } from './environment.ts';
import { messageOf } from './message.ts';
import { sendDigests, type Summary } from './send-digests.ts';

export type Handler = (event: unknown, context: Context) => Promise<Summary>;

export function createHandler({ environment, now, telemetry }: Surroundings): Handler {
  const { TABLE_NAME, DIGEST_TOPIC_ARNS, PETITIONS_FILE } = parse(digestEnvironment, environment, 'environment');
  const topics = parseJson(topicArns, DIGEST_TOPIC_ARNS, 'environment, DIGEST_TOPIC_ARNS');
  const config = parseJson(checkedConfig, readFileSync(PETITIONS_FILE, 'utf8'), PETITIONS_FILE);
  const { contact, digests: lists } = config;
  const table = new DynamoDBClient({ requestHandler: timeLimits });
  const sns = new SNSClient({ requestHandler: timeLimits });
  for (const { name } of lists) topicOf(name);
  const always = {
    lists,
    watching: watchingOf(config),
    agenda: new Agenda(table, TABLE_NAME),
    store: new Store(table, TABLE_NAME),
    alertLog: new AlertLog(table, TABLE_NAME),
    digestStore: new DigestStore(table, TABLE_NAME),
    publish: (digest: Digest) => publishTo(sns, topicOf(digest.digest))(messageOf(digest, contact)),
    contact,
    now,
    telemetry,
  };
  return (_event, context) =>
    sendDigests({ ...always, ends: now().add({ milliseconds: context.getRemainingTimeInMillis() }) });

  function topicOf(name: string): string {
    const topic = topics[name];
    if (topic !== undefined) return topic;
    throw new BadInput('environment', [{ path: 'DIGEST_TOPIC_ARNS', message: `must name the topic of "${name}"` }]);
  }
}

const made = inLambda('digest', createHandler);

export const handler: Handler = (event, context) => made()(event, context);
