/** A topic of a deployed stack and its subscriptions: addresses, filters, and who created them. */
import {
  GetSubscriptionAttributesCommand,
  NotFoundException,
  paginateListSubscriptionsByTopic,
  type SNSClient,
} from '@aws-sdk/client-sns';
import pMap, { pMapSkip } from 'p-map';
import * as z from 'zod/mini';
import { parse, parseJson } from '../../src/validation.ts';
import type { StackResource, TemplateSubscription } from '../stack-outputs.ts';

export interface TopicRef {
  readonly client: SNSClient;
  readonly arn: string;
  /** All subscriptions of petitions.json, which CloudFormation owns; those of other topics too. */
  readonly ofStack: readonly StackResource[];
  /** What the deployed template has of them, by their ids in it. */
  readonly inTemplate: () => Promise<ReadonlyMap<string, TemplateSubscription>>;
  /** The dead-letter queue; undefined if the stack has none. */
  readonly undelivered: string | undefined;
  /** Of the topic of alerts: the topic to which its machines subscribe, too. */
  readonly machines?: TopicRef | undefined;
}

/** As SNS lists it. */
export interface ListedSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** Undefined until it is confirmed: SNS does not list it before. */
  readonly arn: string | undefined;
}

/** As SNS stores it. A policy that somebody wrote by hand may have more than ours. */
export type RawFilterPolicy = Readonly<Record<string, unknown>>;

/** `gone`: CloudFormation believes to have it, and SNS does not. */
export type SubscriptionState = 'confirmed' | 'pending' | 'gone';

export interface SubscriptionDetails extends ListedSubscription {
  readonly state: SubscriptionState;
  /** No keys: everything. Undefined until it is confirmed: SNS does not say. */
  readonly filterPolicy: RawFilterPolicy | undefined;
  /** Its dead-letter queue. */
  readonly undelivered: string | undefined;
  readonly madeBy: 'petitions.json' | 'command';
}

export interface AbsentSubscription extends SubscriptionDetails {
  /** Its id in the template. */
  readonly logicalId: string;
}

const listedSchema = z.object({ SubscriptionArn: z.string(), Protocol: z.string(), Endpoint: z.string() });
const attributesSchema = z.object({
  Protocol: z.string(),
  Endpoint: z.string(),
  FilterPolicy: z._default(z.string(), '{}'),
  RedrivePolicy: z.optional(z.string()),
});
const policySchema = z.record(z.string(), z.unknown());
const redriveSchema = z.object({ deadLetterTargetArn: z.optional(z.string()) });

/** The subscriptions of a topic that are meant, in the order of SNS; then those of petitions.json that are gone. */
export async function describeSubscriptions(
  topic: TopicRef,
  isMeant: (one: ListedSubscription) => boolean = () => true,
): Promise<SubscriptionDetails[]> {
  const all = await listSubscriptions(topic);
  const absent = await absentAmong(topic, all);
  const listed = await pMap(
    all.filter(isMeant),
    async (one): Promise<SubscriptionDetails | typeof pMapSkip> => {
      if (one.arn !== undefined) return (await described(topic, one.arn)) ?? pMapSkip;
      const unknown = { filterPolicy: undefined, undelivered: undefined, madeBy: 'command', state: 'pending' } as const;
      return absent.find((other) => isSameAddress(other, one)) ?? { ...one, ...unknown };
    },
    { concurrency },
  );
  return [...listed, ...absent.filter((one) => one.state === 'gone' && isMeant(one))];
}

/** Those of petitions.json that are pending or gone, so that they get nothing from the topic. */
export const absentFrom = async (topic: TopicRef): Promise<AbsentSubscription[]> =>
  absentAmong(topic, await listSubscriptions(topic));

/** The stack also knows the ARNs of unconfirmed subscriptions, and SNS describes these. */
async function absentAmong(topic: TopicRef, all: readonly ListedSubscription[]): Promise<AbsentSubscription[]> {
  const confirmed = new Set(all.map(({ arn }) => arn));
  const others = subscriptionsOn(topic).filter(({ physicalId }) => !confirmed.has(physicalId));
  return pMap(
    others,
    async (one) => {
      const found = (await described(topic, one.physicalId)) ?? (await asInTemplate(topic, one));
      const listed = all.find((other) => isSameAddress(other, found));
      // A command has subscribed the address again.
      if (listed?.arn !== undefined) return pMapSkip;
      return { ...found, logicalId: one.logicalId, arn: undefined, state: listed === undefined ? 'gone' : 'pending' };
    },
    { concurrency },
  );
}

/** The subscriptions of petitions.json on this topic. */
export const subscriptionsOn = ({ arn, ofStack }: Pick<TopicRef, 'arn' | 'ofStack'>): StackResource[] =>
  ofStack.filter(({ physicalId }) => physicalId.startsWith(`${arn}:`));

const isSameAddress = (one: ListedSubscription, other: ListedSubscription): boolean =>
  one.protocol === other.protocol && one.endpoint === other.endpoint;

async function asInTemplate(
  { inTemplate, undelivered }: TopicRef,
  { logicalId, physicalId }: StackResource,
): Promise<SubscriptionDetails> {
  const { protocol = '', endpoint = physicalId, filterPolicy } = (await inTemplate()).get(logicalId) ?? {};
  return { protocol, endpoint, filterPolicy, arn: undefined, state: 'gone', undelivered, madeBy: 'petitions.json' };
}

/** Requests to SNS at a time. */
const concurrency = 8;

export async function listSubscriptions({
  client,
  arn,
}: Pick<TopicRef, 'client' | 'arn'>): Promise<ListedSubscription[]> {
  const all: ListedSubscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: arn })) {
    for (const one of parse(z.array(listedSchema), Subscriptions, 'subscriptions as SNS lists them')) {
      // Somebody who unsubscribed by the link in a mail stays in the list for a while, with this instead of an ARN.
      if (one.SubscriptionArn === 'Deleted') continue;
      const confirmed = one.SubscriptionArn.startsWith('arn:') ? one.SubscriptionArn : undefined;
      all.push({ protocol: one.Protocol, endpoint: one.Endpoint, arn: confirmed });
    }
  }
  return all;
}

/** Undefined when it no longer exists. */
async function described({ client, ofStack }: TopicRef, arn: string): Promise<SubscriptionDetails | undefined> {
  try {
    const { Attributes } = await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
    const { Protocol, Endpoint, FilterPolicy, RedrivePolicy = '{}' } = parse(attributesSchema, Attributes, arn);
    return {
      protocol: Protocol,
      endpoint: Endpoint,
      arn,
      state: 'confirmed',
      filterPolicy: parseJson(policySchema, FilterPolicy, `filter policy of ${Endpoint}`),
      undelivered: parseJson(redriveSchema, RedrivePolicy, `redrive policy of ${Endpoint}`).deadLetterTargetArn,
      madeBy: ofStack.some(({ physicalId }) => physicalId === arn) ? 'petitions.json' : 'command',
    };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
