/** Subscribers as SNS subscriptions: a protocol, an endpoint, and a filter policy over the attributes of messages. */
import type { DigestList } from './digest-lists.ts';
import { addressKinds, type AddressKind, type Operator, type Subscriber } from './recipients.ts';

const protocols = { email: 'email', sms: 'sms', webhook: 'https', queue: 'sqs', function: 'lambda' } as const;
export type Protocol = (typeof protocols)[AddressKind] | 'http';

/** The filters of a subscriber, and the message attribute that each one is compared with. */
const filterAttributes = {
  alerts: 'alert',
  sources: 'source',
  petitions: 'petition',
  thresholds: 'threshold',
} as const;
export type SubscriptionFilters = { readonly [List in keyof typeof filterAttributes]?: readonly string[] | undefined };

/** A value of an attribute, or that the message does not have the attribute. */
export type FilterCondition = string | { readonly exists: false };
export type FilterPolicy = Readonly<Record<string, readonly FilterCondition[]>>;

export interface Endpoint {
  readonly protocol: Protocol;
  readonly endpoint: string;
}

export interface Subscription extends Endpoint {
  /** Absent: it gets everything. */
  readonly filterPolicy?: FilterPolicy;
}

/**
 * Whether SNS learns if a message was delivered. Mail and SMS go to networks that do not report back, so nothing of
 * theirs reaches a dead-letter queue.
 */
export const isMachineEndpoint = ({ protocol }: Endpoint): boolean => protocol !== 'email' && protocol !== 'sms';

/** The limits of SNS: the numbers of values of all keys of a policy, multiplied; and policies per topic, by default. */
export const snsLimits = { combinations: 150, filterPolicies: 200 } as const;

export const protocolOf = (kind: AddressKind, endpoint: string): Protocol =>
  kind === 'webhook' && new URL(endpoint).protocol === 'http:' ? 'http' : protocols[kind];

/**
 * The filter policy for these filters; undefined without filters. An alert about a petition as a whole has no
 * threshold: a filter by thresholds lets it through, unless `alerts` leaves it out.
 */
export function filterPolicyOf({
  alerts,
  sources,
  petitions,
  thresholds,
}: SubscriptionFilters): FilterPolicy | undefined {
  const policy = {
    ...(alerts && { [filterAttributes.alerts]: alerts }),
    ...(sources && { [filterAttributes.sources]: sources }),
    ...(petitions && { [filterAttributes.petitions]: petitions }),
    ...(thresholds && { [filterAttributes.thresholds]: [...thresholds, { exists: false } as const] }),
  };
  return Object.keys(policy).length === 0 ? undefined : policy;
}

/** As SNS counts them: the numbers of values of all keys, multiplied. */
export const filterCombinations = (policy: FilterPolicy): number =>
  Object.values(policy).reduce((product, values) => product * values.length, 1);

/** A warning once a topic has nine tenths of the filter policies that SNS allows; undefined below. */
export function filterPolicyQuotaWarning(
  subscriptions: readonly { readonly filterPolicy?: unknown }[],
): string | undefined {
  const filtered = subscriptions.filter(({ filterPolicy }) => filterPolicy !== undefined).length;
  if (filtered < 0.9 * snsLimits.filterPolicies) return undefined;
  return `${filtered} subscribers have filters, and SNS allows ${snsLimits.filterPolicies} filter policies per topic: let some get every alert, or ask AWS for a higher quota.`;
}

/** So many addresses fit into a stack that has everything else, too: CloudFormation allows 500 resources. */
const safeAddresses = 400;

/** A warning when petitions.json names so many addresses that they may not fit into one stack; undefined below. */
export function addressQuotaWarning(
  config: Recipients & { readonly digests: readonly DigestList[] },
): string | undefined {
  const { length } = [
    ...alertSubscriptions(config),
    ...machineSubscriptions(config),
    ...operatorSubscriptions(config),
    ...config.digests.flatMap(digestSubscriptions),
  ];
  if (length <= safeAddresses) return undefined;
  return `${length} subscriptions are needed, and CloudFormation allows 500 resources in a stack, of which each address is one, and a webhook, queue or function two: ${manyAddresses}.`;
}

/** What to do with more addresses than a stack can have. */
export const manyAddresses = 'add some with `petition-monitor subscribe`, or name a mailing list as one address';

/** Filter policies in words: "alert threshold-met or response-met, threshold debate or no threshold". */
export const filterPolicyText = (policy: FilterPolicy): string =>
  Object.entries(policy)
    .map(
      ([key, values]) =>
        `${key} ${values.map((value) => (typeof value === 'string' ? value : `no ${key}`)).join(' or ')}`,
    )
    .join(', ');

export function toSubscription(subscriber: Subscriber): Subscription {
  const filterPolicy = filterPolicyOf(subscriber);
  return { ...toEndpoint(subscriber), ...(filterPolicy && { filterPolicy }) };
}

function toEndpoint(recipient: Operator): Endpoint {
  for (const kind of addressKinds) {
    const endpoint = recipient[kind];
    if (endpoint !== undefined) return { protocol: protocolOf(kind, endpoint), endpoint };
  }
  throw new Error('the schema admits no recipient without an address');
}

/** The recipients of alerts and notices in a config. */
interface Recipients {
  readonly subscribers: readonly Subscriber[];
  readonly operators: readonly Operator[];
}

/** Without those that have a channel, which SNS cannot reach. */
export const alertSubscriptions = ({ subscribers }: Pick<Recipients, 'subscribers'>): Subscription[] =>
  subscribers.filter((one) => addressKinds.some((kind) => one[kind] !== undefined)).map(toSubscription);
/** Those of them that are also on the topic for machines. */
export const machineSubscriptions = (config: Pick<Recipients, 'subscribers'>): Subscription[] =>
  alertSubscriptions(config).filter(isMachineEndpoint);
export const operatorSubscriptions = ({ operators }: Pick<Recipients, 'operators'>): Subscription[] =>
  operators.map(toEndpoint);
/** The recipients of a digest, which has no filters. */
export const digestSubscriptions = ({ subscribers }: Pick<DigestList, 'subscribers'>): Subscription[] =>
  subscribers.map(toEndpoint);
