/** Subscribes an address to a topic, or changes what it gets: as often as it is called, with the same result. */
import { InvalidParameterException, SetSubscriptionAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { BadInput } from '../../src/validation.ts';
import { isMachineEndpoint, type Subscription } from '../../src/config/subscriptions.ts';
import {
  describeSubscriptions,
  type RawFilterPolicy,
  type SubscriptionDetails,
  type TopicRef,
} from './topic-subscriptions.ts';

/** `waiting`: it was there, is not confirmed yet, and SNS asks it once more. */
export type SubscribeOutcome = 'subscribed' | 'waiting' | 'changed' | 'unchanged';

/** @throws {BadInput} when it is petitions.json that names the address, with other choices. */
export async function subscribeEndpoint(topic: TopicRef, wanted: Subscription): Promise<SubscribeOutcome> {
  const [there] = await describeSubscriptions(
    topic,
    ({ protocol, endpoint }) => protocol === wanted.protocol && endpoint === wanted.endpoint,
  );
  if (there?.madeBy === 'petitions.json' && !isSame(there.filterPolicy ?? {}, wanted))
    throw managedByStack(wanted.endpoint);
  if (there?.arn !== undefined) return change(topic, { ...there, arn: there.arn }, wanted);
  await ask(topic, wanted);
  return there === undefined ? 'subscribed' : 'waiting';
}

export const managedByStack = (endpoint: string): BadInput =>
  new BadInput(endpoint, [{ path: '', message: 'is in petitions.json: take it out there and deploy' }]);

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
    const message = `${endpoint} waits to be confirmed with other choices, and SNS changes none before: let it be confirmed, and subscribe it again; or wait two days, when it lapses`;
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
  const choosesOtherwise = !isSame(there.filterPolicy ?? {}, wanted);
  // CloudFormation gives its own the queue by itself.
  const wantsQueue = isMachineEndpoint(wanted) && there.madeBy === 'command';
  const goesElsewhere = wantsQueue && undelivered !== undefined && there.undelivered !== undelivered;
  if (choosesOtherwise) await set('FilterPolicy', JSON.stringify(wanted.filterPolicy ?? {}));
  if (goesElsewhere) await set('RedrivePolicy', redriveTo(undelivered));
  return choosesOtherwise || goesElsewhere ? 'changed' : 'unchanged';
}

const redriveTo = (queue: string): string => JSON.stringify({ deadLetterTargetArn: queue });

/** Whether two policies let the same through: neither keys nor values have an order. */
const isSame = (there: RawFilterPolicy, { filterPolicy = {} }: Subscription): boolean =>
  canonical(there) === canonical(filterPolicy);

const canonical = (policy: RawFilterPolicy): string =>
  JSON.stringify(
    Object.entries(policy)
      .map(([key, values]) => [key, Array.isArray(values) ? values.map((one) => JSON.stringify(one)).sort() : values])
      .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
