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

export interface TopicRef {
  readonly client: SNSClient;
  readonly arn: string;
  /** The ARNs of all subscriptions of petitions.json, which CloudFormation owns; those of other topics too. */
  readonly ofStack: readonly string[];
  /** The dead-letter queue; undefined if the stack has none. */
  readonly undelivered: string | undefined;
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

export interface SubscriptionDetails extends ListedSubscription {
  readonly confirmed: boolean;
  /** No keys: everything. Undefined until it is confirmed: SNS does not say. */
  readonly filterPolicy: RawFilterPolicy | undefined;
  /** Its dead-letter queue. */
  readonly undelivered: string | undefined;
  readonly madeBy: 'petitions.json' | 'command';
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

/** The subscriptions of a topic that are meant, in the order of SNS. */
export async function describeSubscriptions(
  topic: TopicRef,
  isMeant: (one: ListedSubscription) => boolean = () => true,
): Promise<SubscriptionDetails[]> {
  const all = await listSubscriptions(topic);
  const meant = all.filter(isMeant);
  const waiting = meant.some(({ arn }) => arn === undefined) ? await waitingOfStack(topic, all) : [];
  return pMap(
    meant,
    async (one) => {
      if (one.arn !== undefined) return (await described(topic, one.arn)) ?? pMapSkip;
      const { protocol, endpoint } = one;
      const ofStack = waiting.find((other) => other.protocol === protocol && other.endpoint === endpoint);
      const unknown = { filterPolicy: undefined, undelivered: undefined, madeBy: 'command' } as const;
      return { ...(ofStack ?? { ...one, ...unknown }), arn: undefined, confirmed: false };
    },
    { concurrency },
  );
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

/** The stack also knows the ARNs of unconfirmed subscriptions, and SNS describes these. */
async function waitingOfStack(topic: TopicRef, all: readonly ListedSubscription[]): Promise<SubscriptionDetails[]> {
  const confirmed = new Set(all.map(({ arn }) => arn));
  const others = topic.ofStack.filter((arn) => arn.startsWith(`${topic.arn}:`) && !confirmed.has(arn));
  return pMap(others, async (arn) => (await described(topic, arn)) ?? pMapSkip, { concurrency });
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
      confirmed: true,
      filterPolicy: parseJson(policySchema, FilterPolicy, `filter policy of ${Endpoint}`),
      undelivered: parseJson(redriveSchema, RedrivePolicy, `redrive policy of ${Endpoint}`).deadLetterTargetArn,
      madeBy: ofStack.includes(arn) ? 'petitions.json' : 'command',
    };
  } catch (error) {
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}
