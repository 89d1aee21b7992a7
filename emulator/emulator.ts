/**
 * Emulated AWS on loopback: endpoints of DynamoDB, SNS, SQS, S3 and the Parameter Store, with the table, topics,
 * subscriptions, queue and bucket of the stack. SDK clients find them by environment variables. The site is served from
 * the bucket.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { parse, parseJson } from '../src/validation.ts';
import { channelSubscribers } from '../src/config/channel-subscribers.ts';
import type { Config } from '../src/config/config.ts';
import {
  operatorSubscriptions,
  digestSubscriptions,
  alertSubscriptions,
  machineSubscriptions,
  type Subscription,
} from '../src/config/subscriptions.ts';
import { digestSchema, type Digest } from '../src/domain/digest.ts';
import type { DeliverEnvironment } from '../lambda/deliver/environment.ts';
import type { DigestEnvironment } from '../lambda/digest/environment.ts';
import { noticeSchema, type Notice } from '../src/domain/source-health.ts';
import { alertSchema, type Alert } from '../src/domain/alerts.ts';
import type { PollEnvironment } from '../src/polling/environment.ts';
import type { SignUpEnvironment } from '../lambda/sign-up/environment.ts';
import type { SiteEnvironment } from '../lambda/site/environment.ts';
import { followersPrefix } from '../src/notifications/followers-topic.ts';
import { displayNames } from '../src/notifications/sms-part.ts';
import { mayBePublicHost } from '../src/sources/public-hosts.ts';
import { ObjectStore } from './s3/objects.ts';
import { startS3 } from './s3/server.ts';
import { startSiteServer, type SiteFunctions, type SitePort } from './site-server.ts';
import { followersFile, readKeptTopics } from './sns/kept-topics.ts';
import { startSns, type SnsEndpoint, type SnsSettings } from './sns/server.ts';
import type { SnsPublication } from './sns/topics.ts';
import type { FifoQueue } from './sqs/queue.ts';
import { startSqs } from './sqs/server.ts';
import { createTable, localClient, localTable, startDynamoDb } from './dynamodb.ts';
import { publishAddress } from './database-lock.ts';
import { accessKey } from './listen.ts';
import { startParameterStore, type ParameterValues } from './ssm.ts';

export interface EmulatorSettings extends Pick<
  SnsSettings,
  'now' | 'onDelivery' | 'onNote' | 'retryEvery' | 'mailsConfirm'
> {
  readonly config: Config;
  /** Each alert that SNS accepted, as machines get it. */
  readonly onAlert: (alert: Alert) => void;
  /** Each notice to the operators that SNS accepted. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
  /** Each digest that SNS accepted. */
  readonly onDigest?: ((digest: Digest) => void) | undefined;
  /** Each message to the followers of a petition that SNS accepted. */
  readonly onFollowed?: ((publication: SnsPublication) => void) | undefined;
  /** The folder of the database; absent: in memory. */
  readonly folder?: string | undefined;
  /** Invokes the deliver function with an event of SNS. Absent: it is not subscribed. */
  readonly onDeliverEvent?: ((event: object) => Promise<unknown>) | undefined;
  /** Invokes the site function in the same way. */
  readonly onSiteEvent?: ((event: object) => Promise<unknown>) | undefined;
  /** Invokes the function behind the form of the site. Absent: there is no form. */
  readonly onSignUp?: SiteFunctions['onSignUp'];
  /** What the Parameter Store holds: the API keys of platforms, and the secrets of channels. */
  readonly parameters?: ParameterValues | undefined;
  /** The port of the site; absent: any free one. */
  readonly sitePort?: SitePort | undefined;
}

interface TopicArns {
  readonly alertTopicArn: string;
  readonly machineTopicArn: string;
  readonly operatorTopicArn: string;
  /** The topic of each digest list, by its name. */
  readonly digestTopicArns: Readonly<Record<string, string>>;
}

export interface Emulator extends TopicArns {
  /** For SDK clients to find the endpoints: to be set in `process.env` before a client is created. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  readonly tableName: string;
  /** The queue for what is too much for one run of the poll function. */
  readonly batchQueueUrl: string;
  /** What is in it, for the event source of the function. */
  readonly batches: FifoQueue;
  /** The URL of the site, with a slash at the end. */
  readonly siteUrl: string;
  /** What is in the bucket of the site. */
  readonly siteObjects: ObjectStore;
  /** The environment of each function of the stack, with its petitions.json in this file. */
  readonly functionEnvironment: (
    petitionsFile: string,
  ) => PollEnvironment & DigestEnvironment & SiteEnvironment & DeliverEnvironment & Partial<SignUpEnvironment>;
  /** Resolves when everything that was published so far has been delivered. */
  readonly settled: () => Promise<void>;
  readonly close: () => Promise<void>;
}

// The SDK warns that its versions of 2027 will need a newer Node. The version here is locked.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const topicNames = { alerts: 'petition-alerts', machines: 'petition-alerts-machines', operators: 'petition-operators' };
const siteBucket = 'petition-site';
const followTopics = followersPrefix('petition');
const isOfFollowers = (topic: string): boolean => topic.includes(`:${followTopics}`);
/** The function that delivers alerts to channels, on the topic of alerts if there are any. */
const deliverFunction: Subscription = {
  protocol: 'lambda',
  endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:petition-deliver',
};
/** The function that generates the site. */
const siteFunction: Subscription = {
  protocol: 'lambda',
  endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:petition-site',
};

/** A monitor on a laptop calls webhooks on private hosts only. To the outside it sends nothing, not even mail. */
const isCalled = ({ hostname }: URL): boolean => !mayBePublicHost(hostname);

/** Whether a message for this address is really posted. */
export const isPostedTo = ({ protocol, endpoint }: Pick<Subscription, 'protocol' | 'endpoint'>): boolean =>
  (protocol === 'http' || protocol === 'https') && isCalled(new URL(endpoint));

export async function startEmulator(options: EmulatorSettings): Promise<Emulator> {
  const {
    config,
    folder,
    parameters = new Map(),
    sitePort,
    onAlert,
    onNotice,
    onDigest,
    onFollowed,
    onDeliverEvent,
    onSiteEvent,
    onSignUp,
    ...settings
  } = options;
  const invoked = new Map([
    [deliverFunction.endpoint, onDeliverEvent],
    [siteFunction.endpoint, onSiteEvent],
  ]);
  const onDelivery: SnsSettings['onDelivery'] = async (delivery, service) => {
    const { endpoint } = delivery.subscription;
    if (!invoked.has(endpoint)) return settings.onDelivery(delivery, service);
    await invoked.get(endpoint)?.({ Records: [{ Sns: { Message: delivery.message } }] });
  };
  const onPublication = (publication: SnsPublication): void => {
    const { topic, message } = publication;
    if (topic.endsWith(`:${topicNames.alerts}`) || topic.endsWith(`:${topicNames.machines}`)) {
      const { type, data } = eventOf(message);
      if (type !== 'petitions.summary') onAlert(parse(alertSchema, data, 'published event'));
    } else if (isOfFollowers(topic)) onFollowed?.(publication);
    else if (topic.endsWith(`:${topicNames.operators}`))
      onNotice?.(parse(noticeSchema, eventOf(message).data, 'published event'));
    else onDigest?.(parse(digestSchema, eventOf(message).data, 'published event'));
  };
  // First what another process may hold. When it does, nothing may stay open that keeps this process from ending.
  const dynamoDb = await startDynamoDb(folder);
  const closeDatabase = async (error: unknown): Promise<never> => {
    await dynamoDb.close();
    throw error;
  };
  const kept =
    folder === undefined ? undefined : await readKeptTopics(followersFile(folder), isOfFollowers).catch(closeDatabase);
  const siteObjects = new ObjectStore();
  const functions = { onSignUp, givesChallenges: config.site?.signUp?.proofOfWork };
  const site = await startSiteServer(siteObjects, settings.now, sitePort, functions).catch(closeDatabase);
  const [sns, sqs, s3, ssm] = await Promise.all([
    startSns({ ...settings, onDelivery, isCalled, onPublication, isConfirming: isOfFollowers, kept }),
    startSqs(() => Date.parse(settings.now())),
    startS3(siteBucket, siteObjects),
    startParameterStore(parameters),
  ]);
  const table = new DynamoDBClient({ ...localClient, endpoint: dynamoDb.url });
  await createTable(table, localTable);
  table.destroy();
  const withdrawAddress =
    folder === undefined ? undefined : publishAddress(folder, { endpoint: dynamoDb.url, accessKey });
  const topics = deployTopics(sns, config, {
    channels: onDeliverEvent !== undefined && channelSubscribers(config).length > 0,
    site: onSiteEvent !== undefined,
  });
  const siteUrl = `${site.url}/`;
  return {
    awsEnvironment: {
      AWS_ACCESS_KEY_ID: localClient.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: localClient.credentials.secretAccessKey,
      AWS_REGION: localClient.region,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SSM: ssm.url,
    },
    tableName: localTable,
    ...topics,
    batchQueueUrl: sqs.queueUrl,
    batches: sqs.queue,
    siteUrl,
    siteObjects,
    functionEnvironment: (petitionsFile) => ({
      TABLE_NAME: localTable,
      ALERT_TOPIC_ARN: topics.alertTopicArn,
      MACHINE_TOPIC_ARN: topics.machineTopicArn,
      OPERATOR_TOPIC_ARN: topics.operatorTopicArn,
      DIGEST_TOPIC_ARNS: JSON.stringify(topics.digestTopicArns),
      ...(config.site?.signUp && {
        FOLLOWERS_TOPIC_PREFIX: `${topics.alertTopicArn.slice(0, -topicNames.alerts.length)}${followTopics}`,
      }),
      SITE_BUCKET: siteBucket,
      SITE_URL: siteUrl,
      PETITIONS_FILE: petitionsFile,
    }),
    settled: sns.settled,
    close: async () => {
      withdrawAddress?.();
      await Promise.all([dynamoDb, sns, sqs, ssm, s3, site].map((server) => server.close()));
    },
  };
}

/** The topics of the stack, with the subscriptions of the config. */
function deployTopics(
  { deployTopic }: SnsEndpoint,
  config: Config,
  functions: { readonly channels: boolean; readonly site: boolean },
): TopicArns {
  const delivering = functions.channels ? [deliverFunction] : [];
  const ofAlerts = [...alertSubscriptions(config), ...delivering, ...(functions.site ? [siteFunction] : [])];
  return {
    alertTopicArn: deployTopic(topicNames.alerts, displayNames.alerts, ofAlerts),
    machineTopicArn: deployTopic(topicNames.machines, displayNames.alerts, [
      ...machineSubscriptions(config),
      ...delivering,
    ]),
    operatorTopicArn: deployTopic(topicNames.operators, displayNames.operators, operatorSubscriptions(config)),
    digestTopicArns: Object.fromEntries(
      config.digests.map((list) => [
        list.name,
        deployTopic(`petition-digest-${list.name}`, 'Petition digest', digestSubscriptions(list)),
      ]),
    ),
  };
}

const messageSchema = z.object({ default: z.string() });
const eventSchema = z.object({ type: z.string(), data: z.unknown() });

/** The event in a published message, as machines get it. */
function eventOf(message: string): z.output<typeof eventSchema> {
  const { default: event } = parseJson(messageSchema, message, 'published message');
  return parseJson(eventSchema, event, 'published event');
}
