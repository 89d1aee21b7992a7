/** Subscribers as SNS subscriptions: a protocol, an endpoint, and a filter policy over the attributes of messages. */
import type { Config, Subscriber } from './config.ts';

export interface Subscription {
  readonly protocol: 'email' | 'sms';
  readonly endpoint: string;
  /** Absent: everything. */
  readonly filterPolicy?: Readonly<Record<string, readonly string[]>>;
}

type Address = Config['operators'][number];

function addressOf({ email, sms }: Address): Pick<Subscription, 'protocol' | 'endpoint'> {
  if (email !== undefined) return { protocol: 'email', endpoint: email };
  return { protocol: 'sms', endpoint: sms ?? '' };
}

export function subscriptionOf({ alerts, petitions, ...address }: Subscriber): Subscription {
  const filterPolicy = { ...(alerts && { alert: alerts }), ...(petitions && { petition: petitions }) };
  return { ...addressOf(address), ...(Object.keys(filterPolicy).length > 0 && { filterPolicy }) };
}

export const subscribersOf = ({ subscribers }: Config): Subscription[] => subscribers.map(subscriptionOf);
export const operatorsOf = ({ operators }: Config): Subscription[] => operators.map(addressOf);
