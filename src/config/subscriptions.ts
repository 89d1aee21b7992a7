/** Subscribers as SNS subscriptions: a protocol, an endpoint, and a filter policy over the attributes of messages. */
import type { DigestList } from './digest-lists.ts';
import { addressKinds, type AddressKind, type Operator, type Subscriber } from './recipients.ts';

const protocols = { email: 'email', sms: 'sms', webhook: 'https', queue: 'sqs', function: 'lambda' } as const;
export type Protocol = (typeof protocols)[AddressKind] | 'http';

/** By what a subscriber may choose, and the attribute of a message that each list is held against. */
const filterAttributes = {
  alerts: 'alert',
  sources: 'source',
  petitions: 'petition',
  thresholds: 'threshold',
} as const;
export type SubscriptionFilters = { readonly [List in keyof typeof filterAttributes]?: readonly string[] | undefined };

/** One of the values of an attribute; or that the message does not have it. */
export type FilterCondition = string | { readonly exists: false };
export type FilterPolicy = Readonly<Record<string, readonly FilterCondition[]>>;

export interface Endpoint {
  readonly protocol: Protocol;
  readonly endpoint: string;
}

export interface Subscription extends Endpoint {
  /** Absent: everything. */
  readonly filterPolicy?: FilterPolicy;
}

/**
 * Whether SNS learns what became of a message. Mail and SMS it hands over to networks, which do not say: nothing of theirs
 * comes back to be kept.
 */
export const isMachineEndpoint = ({ protocol }: Endpoint): boolean => protocol !== 'email' && protocol !== 'sms';

/** What SNS takes: values of all keys of a policy multiplied, and policies of a topic unless the account has more. */
export const snsLimits = { combinations: 150, filterPolicies: 200 } as const;

export const protocolOf = (kind: AddressKind, endpoint: string): Protocol =>
  kind === 'webhook' && new URL(endpoint).protocol === 'http:' ? 'http' : protocols[kind];

/**
 * The filter policy of what was chosen; undefined where nothing was. An alert that concerns a petition as a whole has no
 * threshold, and concerns each of them: who chooses thresholds gets it too, unless `alerts` leaves it out.
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

/** A warning from nine tenths on of the filter policies that a topic may have; undefined below. */
export function filterPolicyQuotaWarning(
  subscriptions: readonly { readonly filterPolicy?: unknown }[],
): string | undefined {
  const filtered = subscriptions.filter(({ filterPolicy }) => filterPolicy !== undefined).length;
  if (filtered < 0.9 * snsLimits.filterPolicies) return undefined;
  return `${filtered} subscribers choose what they get, and SNS takes ${snsLimits.filterPolicies} filter policies a topic: let some get every alert, or ask AWS for more.`;
}

/** Choices and policies in words: "alert threshold-met or response-met, threshold debate or none". */
export const filterPolicyText = (policy: FilterPolicy): string =>
  Object.entries(policy)
    .map(
      ([key, values]) => `${key} ${values.map((value) => (typeof value === 'string' ? value : 'none')).join(' or ')}`,
    )
    .join(', ');

export function toSubscription(subscriber: Subscriber): Subscription {
  const filterPolicy = filterPolicyOf(subscriber);
  return { ...toEndpoint(subscriber), ...(filterPolicy && { filterPolicy }) };
}

function toEndpoint(person: Operator): Endpoint {
  for (const kind of addressKinds) {
    const endpoint = person[kind];
    if (endpoint !== undefined) return { protocol: protocolOf(kind, endpoint), endpoint };
  }
  throw new Error('nobody without an address comes through the schema');
}

/** As much of a config as says whom to tell. */
interface Recipients {
  readonly subscribers: readonly Subscriber[];
  readonly operators: readonly Operator[];
}

export const alertSubscriptions = ({ subscribers }: Pick<Recipients, 'subscribers'>): Subscription[] =>
  subscribers.map(toSubscription);
export const operatorSubscriptions = ({ operators }: Pick<Recipients, 'operators'>): Subscription[] =>
  operators.map(toEndpoint);
/** Who gets the digest of a list: all of it, as there is nothing to choose. */
export const digestSubscriptions = ({ subscribers }: Pick<DigestList, 'subscribers'>): Subscription[] =>
  subscribers.map(toEndpoint);
