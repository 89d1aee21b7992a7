/** A topic of a deployed stack, and the subscriptions that SNS has of it: who they are, what they get, who made them. */
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
  /** The ARNs of the subscriptions that petitions.json names, which CloudFormation owns; perhaps of other topics too. */
  readonly ofStack: readonly string[];
  /** The queue for what machines do not take; undefined where the stack has none. */
  readonly undelivered: string | undefined;
}

/** As a list of SNS names it. */
export interface ListedSubscription {
  readonly protocol: string;
  readonly endpoint: string;
  /** Undefined while it waits to be confirmed: lists do not tell it. */
  readonly arn: string | undefined;
}

/** As SNS keeps it; of policies made by hand it may hold more than ours do. */
export type RawFilterPolicy = Readonly<Record<string, unknown>>;

export interface SubscriptionDetails extends ListedSubscription {
  readonly confirmed: boolean;
  /** No keys: everything. Undefined where SNS does not say, as it waits to be confirmed. */
  readonly filterPolicy: RawFilterPolicy | undefined;
  /** Where goes what it does not take. */
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

/** The subscriptions of a topic, in the order of SNS; all of them, unless only some are meant. */
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

/** How many SNS is asked about at a time. */
const concurrency = 8;

export async function listSubscriptions({
  client,
  arn,
}: Pick<TopicRef, 'client' | 'arn'>): Promise<ListedSubscription[]> {
  const all: ListedSubscription[] = [];
  for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: arn })) {
    for (const one of parse(z.array(listedSchema), Subscriptions, 'subscriptions as SNS lists them')) {
      // Who has left by a link stays in the list for a while, with this in the place of an ARN.
      if (one.SubscriptionArn === 'Deleted') continue;
      const confirmed = one.SubscriptionArn.startsWith('arn:') ? one.SubscriptionArn : undefined;
      all.push({ protocol: one.Protocol, endpoint: one.Endpoint, arn: confirmed });
    }
  }
  return all;
}

/** The stack knows the ARNs of those that wait too, and SNS answers to them. */
async function waitingOfStack(topic: TopicRef, all: readonly ListedSubscription[]): Promise<SubscriptionDetails[]> {
  const confirmed = new Set(all.map(({ arn }) => arn));
  const others = topic.ofStack.filter((arn) => arn.startsWith(`${topic.arn}:`) && !confirmed.has(arn));
  return pMap(others, async (arn) => (await described(topic, arn)) ?? pMapSkip, { concurrency });
}

/** Undefined when it is there no more. */
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
