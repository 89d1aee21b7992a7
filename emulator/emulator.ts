/**
 * The embedded cloud: a DynamoDB, an SNS, an SQS, an S3 and a Parameter Store endpoint on loopback, with the table, the topics, the
 * subscriptions, the queue and the bucket that the stack would have, and the settings by which the SDK's clients find them, as they
 * would find those of AWS; and the site, served from that bucket.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import * as z from 'zod/mini';
import { parse, parseJson } from '../src/validation.ts';
import type { Config } from '../src/config/config.ts';
import {
  operatorSubscriptions,
  digestSubscriptions,
  alertSubscriptions,
  type Subscription,
} from '../src/config/subscriptions.ts';
import { digestSchema, type Digest } from '../src/domain/digest.ts';
import type { DigestEnvironment } from '../lambda/digest/environment.ts';
import { noticeSchema, type Notice } from '../src/domain/source-health.ts';
import { alertSchema, type Alert } from '../src/domain/alerts.ts';
import type { PollEnvironment } from '../src/polling/environment.ts';
import type { SiteEnvironment } from '../lambda/site/environment.ts';
import { mayBePublicHost } from '../src/sources/public-hosts.ts';
import { ObjectStore } from './s3/objects.ts';
import { startS3 } from './s3/server.ts';
import { startSiteServer, type SitePort } from './site-server.ts';
import { startSns, type SnsSettings } from './sns/server.ts';
import type { SnsPublication } from './sns/topics.ts';
import type { FifoQueue } from './sqs/queue.ts';
import { startSqs } from './sqs/server.ts';
import { createTable, localClient, localTable, startDynamoDb } from './dynamodb.ts';
import { publishAddress } from './database-lock.ts';
import { startParameterStore, type ParameterValues } from './ssm.ts';

export interface EmulatorSettings extends Pick<SnsSettings, 'now' | 'onDelivery'> {
  readonly config: Config;
  /** Every alert that SNS accepted, as machines get it. */
  readonly onAlert: (alert: Alert) => void;
  /** Every notice to the operators that SNS accepted. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Every digest that SNS accepted. */
  readonly onDigest?: ((digest: Digest) => void) | undefined;
  /** Where to keep the database; absent, in memory. */
  readonly folder?: string | undefined;
  /** What the Parameter Store holds: the keys of platforms. */
  readonly parameters?: ParameterValues | undefined;
  /** Where the site is served; absent, on any port that is free. */
  readonly sitePort?: SitePort | undefined;
}

export interface Emulator {
  /** How the SDK's clients find the endpoints: to be set in `process.env` before one is made. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  readonly tableName: string;
  readonly alertTopicArn: string;
  readonly operatorTopicArn: string;
  /** The topic of each list that gets digests, by its name. */
  readonly digestTopicArns: Readonly<Record<string, string>>;
  /** Where ticks hand over what is too much for one run, and what they did: for whoever invokes the function with it. */
  readonly batchQueueUrl: string;
  readonly batches: FifoQueue;
  /** Where the site is served, with a slash at the end. */
  readonly siteUrl: string;
  /** What is in its bucket. */
  readonly siteObjects: ObjectStore;
  /** What a function of the stack would have in its environment, the one or the other, with its petitions.json there. */
  readonly functionEnvironment: (petitionsFile: string) => PollEnvironment & DigestEnvironment & SiteEnvironment;
  /** Resolves when everything that was published so far has been delivered. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

// The SDK warns that its versions of 2027 will want a newer Node: nothing for whoever runs the locked version here.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const [alertTopic, operatorTopic] = ['petition-alerts', 'petition-operators'];
const siteBucket = 'petition-site';

/** A monitor on a laptop posts to webhooks beside it, and leaves those of the world alone, as it sends nobody a mail. */
const isCalled = ({ hostname }: URL): boolean => !mayBePublicHost(hostname);

export async function startEmulator(cloudSettings: EmulatorSettings): Promise<Emulator> {
  const { config, folder, parameters = new Map(), sitePort, onAlert, onNotice, onDigest, ...settings } = cloudSettings;
  const onPublication = ({ topic, message }: SnsPublication): void => {
    if (topic.endsWith(`:${alertTopic}`)) onAlert(dataIn(message, alertSchema));
    else if (topic.endsWith(`:${operatorTopic}`)) onNotice?.(dataIn(message, noticeSchema));
    else onDigest?.(dataIn(message, digestSchema));
  };
  // First what may be another's: nothing stays open then, which would keep the process from ending.
  const dynamoDb = await startDynamoDb(folder);
  const siteObjects = new ObjectStore();
  const site = await startSiteServer(siteObjects, settings.now, sitePort).catch(async (error: unknown) => {
    await dynamoDb.close();
    throw error;
  });
  const [sns, sqs, s3, ssm] = await Promise.all([
    startSns({ ...settings, isCalled, onPublication }),
    startSqs(() => Date.parse(settings.now())),
    startS3(siteBucket, siteObjects),
    startParameterStore(parameters),
  ]);
  const tables = new DynamoDBClient({ ...localClient, endpoint: dynamoDb.url });
  const topics = new SNSClient({ ...localClient, endpoint: sns.url });

  async function topicWith(name: string, subscriptions: readonly Subscription[]): Promise<string> {
    const { TopicArn = '' } = await topics.send(new CreateTopicCommand({ Name: name }));
    for (const { protocol, endpoint, filterPolicy } of subscriptions) {
      const Attributes = filterPolicy && { FilterPolicy: JSON.stringify(filterPolicy) };
      await topics.send(new SubscribeCommand({ TopicArn, Protocol: protocol, Endpoint: endpoint, Attributes }));
    }
    return TopicArn;
  }

  await createTable(tables, localTable);
  const withdraw = folder === undefined ? undefined : publishAddress(folder, dynamoDb.url);
  const alertTopicArn = await topicWith(alertTopic, alertSubscriptions(config));
  const operatorTopicArn = await topicWith(operatorTopic, operatorSubscriptions(config));
  const digestTopicArns: Record<string, string> = {};
  for (const list of config.digests) {
    digestTopicArns[list.name] = await topicWith(`petition-digest-${list.name}`, digestSubscriptions(list));
  }
  tables.destroy();
  topics.destroy();
  const siteUrl = `${site.url}/`;
  return {
    awsEnvironment: {
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SSM: ssm.url,
    },
    tableName: localTable,
    alertTopicArn,
    operatorTopicArn,
    digestTopicArns,
    batchQueueUrl: sqs.queueUrl,
    batches: sqs.queue,
    siteUrl,
    siteObjects,
    functionEnvironment: (petitionsFile) => ({
      TABLE_NAME: localTable,
      ALERT_TOPIC_ARN: alertTopicArn,
      OPERATOR_TOPIC_ARN: operatorTopicArn,
      DIGEST_TOPIC_ARNS: JSON.stringify(digestTopicArns),
      SITE_BUCKET: siteBucket,
      SITE_URL: siteUrl,
      PETITIONS_FILE: petitionsFile,
    }),
    settled: sns.settled,
    close: async () => {
      withdraw?.();
      await Promise.all([dynamoDb.close(), sns.close(), sqs.close(), ssm.close(), s3.close(), site.close()]);
    },
  };
}

const messageSchema = z.object({ default: z.string() });
const eventSchema = z.object({ data: z.unknown() });

/** What a published message is about: the data of the event for machines. */
function dataIn<Schema extends z.ZodMiniType>(message: string, schema: Schema): z.output<Schema> {
  const { default: event } = parseJson(messageSchema, message, 'published message');
  return parse(schema, parseJson(eventSchema, event, 'published event').data, 'published event');
}
