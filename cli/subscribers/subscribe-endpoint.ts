/** Subscribes an address to a topic, or changes its filters. Repeated calls have the same result. */
import { InvalidParameterException, SetSubscriptionAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { BadInput } from '../../src/validation.ts';
import { isMachineEndpoint, type Subscription } from '../../src/config/subscriptions.ts';
import {
  describeSubscriptions,
  type RawFilterPolicy,
  type SubscriptionDetails,
  type TopicRef,
} from './topic-subscriptions.ts';

/** `waiting`: it exists but is not confirmed, and SNS sends the confirmation again. */
export type SubscribeOutcome = 'subscribed' | 'waiting' | 'changed' | 'unchanged';

/** @throws {BadInput} when petitions.json has the address, with other filters. */
export async function subscribeEndpoint(topic: TopicRef, wanted: Subscription): Promise<SubscribeOutcome> {
  const [there] = await describeSubscriptions(
    topic,
    ({ protocol, endpoint }) => protocol === wanted.protocol && endpoint === wanted.endpoint,
  );
  if (there?.state === 'gone') throw goneFromSns(wanted.endpoint);
  if (there?.madeBy === 'petitions.json' && !isSame(there.filterPolicy ?? {}, wanted))
    throw managedByStack(wanted.endpoint);
  if (there?.arn !== undefined) return change(topic, { ...there, arn: there.arn }, wanted);
  await ask(topic, wanted);
  return there === undefined ? 'subscribed' : 'waiting';
}

export const managedByStack = (endpoint: string): BadInput =>
  new BadInput(endpoint, [{ path: '', message: 'is in petitions.json: change it there and deploy' }]);

/** A subscription of ours in its place would be in the way of CloudFormation's. */
const goneFromSns = (endpoint: string): BadInput =>
  new BadInput(endpoint, [
    { path: '', message: `is in petitions.json, and SNS no longer has it: ${howToBringBack(endpoint)}` },
  ]);

export const howToBringBack = (endpoint: string): string =>
  `\`npm run resubscribe -- ${endpoint}\` brings it back (docs/runbook.md, "Recipients are missing")`;

async function ask({ client, arn, undelivered }: TopicRef, wanted: Subscription): Promise<void> {
  const { protocol, endpoint, filterPolicy } = wanted;
  const attributes = {
    ...(filterPolicy && { FilterPolicy: JSON.stringify(filterPolicy) }),
    ...(isMachineEndpoint(wanted) && undelivered !== undefined && { RedrivePolicy: redriveTo(undelivered) }),
  };
  const request = { TopicArn: arn, Protocol: protocol, Endpoint: endpoint, Attributes: attributes };
  try {
    await client.send(new SubscribeCommand(request));
  } catch (error) {
    const isOther = error instanceof InvalidParameterException && error.message.includes('different attributes');
    if (!isOther) throw error;
    const message = `${endpoint} has other filters and is not confirmed, and SNS cannot change them before: confirm it and subscribe it again, or wait two days until it expires`;
    throw new Error(message, { cause: error });
  }
}

async function change(
  { client, undelivered }: TopicRef,
  there: SubscriptionDetails & { readonly arn: string },
  wanted: Subscription,
): Promise<SubscribeOutcome> {
  const set = (AttributeName: string, AttributeValue: string): Promise<unknown> =>
    client.send(new SetSubscriptionAttributesCommand({ SubscriptionArn: there.arn, AttributeName, AttributeValue }));
  const hasOtherFilters = !isSame(there.filterPolicy ?? {}, wanted);
  // CloudFormation sets the queue of the subscriptions of petitions.json.
  const wantsQueue = isMachineEndpoint(wanted) && there.madeBy === 'command';
  const hasOtherQueue = wantsQueue && undelivered !== undefined && there.undelivered !== undelivered;
  if (hasOtherFilters) await set('FilterPolicy', JSON.stringify(wanted.filterPolicy ?? {}));
  if (hasOtherQueue) await set('RedrivePolicy', redriveTo(undelivered));
  return hasOtherFilters || hasOtherQueue ? 'changed' : 'unchanged';
}

const redriveTo = (queue: string): string => JSON.stringify({ deadLetterTargetArn: queue });

/** Whether two policies are equal: neither keys nor values have an order. */
const isSame = (there: RawFilterPolicy, { filterPolicy = {} }: Subscription): boolean =>
  canonical(there) === canonical(filterPolicy);

const canonical = (policy: RawFilterPolicy): string =>
  JSON.stringify(
    Object.entries(policy)
      .map(([key, values]) => [key, Array.isArray(values) ? values.map((one) => JSON.stringify(one)).sort() : values])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
