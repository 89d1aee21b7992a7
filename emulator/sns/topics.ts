/** Topics and their subscriptions: who gets which message. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { matchesFilterPolicy, type MessageAttribute } from './filter-policy.ts';
import { invalidParameter, SnsError } from './sns-error.ts';
import {
  defaultAttributes,
  isFiltered,
  withAttribute,
  type SubscriptionAttributes,
} from './subscription-attributes.ts';

export const protocols = ['email', 'sms', 'http', 'https', 'sqs', 'lambda'] as const;
export type SnsProtocol = (typeof protocols)[number];

export interface SnsSubscription extends SubscriptionAttributes {
  readonly arn: string;
  readonly topic: string;
  readonly protocol: SnsProtocol;
  readonly endpoint: string;
  /** The endpoint gets nothing before it sends this back. Absent once it has. */
  readonly token: string | undefined;
}

export interface SnsPublication {
  readonly topic: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** Whether the message is a JSON object with a text per protocol. */
  readonly perProtocol: boolean;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

/** One message for one subscription. */
export interface SnsDelivery extends Pick<SnsPublication, 'subject' | 'message' | 'attributes'> {
  readonly id: string;
  readonly subscription: SnsSubscription;
}

const account = 'arn:aws:sns:us-east-1:000000000000';
const maxBytes = 262_144;
const maxSmsCharacters = 1_600;
const maxFilterPolicies = 200;
const pageLength = 100;
const texts = z.record(z.string(), z.string());

/** Whether a new subscription gets nothing before it has confirmed. */
type MustConfirm = (subscription: Pick<SnsSubscription, 'protocol' | 'endpoint'>) => boolean;

export class SnsTopics {
  readonly #subscriptions = new Map<string, Map<string, SnsSubscription>>();
  readonly #mustConfirm: MustConfirm;

  constructor(mustConfirm: MustConfirm) {
    this.#mustConfirm = mustConfirm;
  }

  /** A topic that exists stays as it is. */
  create(name: string): string {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter(`Topic Name ${name}`);
    const arn = `${account}:${name}`;
    if (!this.#subscriptions.has(arn)) this.#subscriptions.set(arn, new Map());
    return arn;
  }

  subscriptionsOf(topic: string): SnsSubscription[] {
    return [...this.#topic(topic).values()];
  }

  /** A hundred subscriptions, and a token where there are more. */
  page(topic: string, token = '0'): { readonly subscriptions: SnsSubscription[]; readonly next: string | undefined } {
    const all = this.subscriptionsOf(topic);
    const from = Number(token);
    if (!/^\d+$/.test(token) || from > all.length) throw invalidParameter('NextToken');
    const to = from + pageLength;
    return { subscriptions: all.slice(from, to), next: to < all.length ? String(to) : undefined };
  }

  subscription(arn: string): SnsSubscription {
    mustBeArn(arn);
    const found = this.find(arn);
    if (found === undefined) throw new SnsError('NotFound', 'Subscription does not exist');
    return found;
  }

  find(arn: string): SnsSubscription | undefined {
    return [...this.#subscriptions.values()].flatMap((some) => some.get(arn) ?? [])[0];
  }

  /** Gives the existing subscription if the endpoint has one with the same attributes. */
  subscribe(
    topic: string,
    protocol: string,
    endpoint: string,
    attributes: ReadonlyMap<string, string>,
  ): SnsSubscription {
    const subscriptions = this.#topic(topic);
    const known = protocols.find((one) => one === protocol);
    if (known === undefined) throw invalidParameter(`protocol ${protocol} is not part of this endpoint`);
    const same = [...subscriptions.values()].find((one) => one.protocol === protocol && one.endpoint === endpoint);
    const before = same ?? {
      ...defaultAttributes,
      arn: `${topic}:${randomUUID()}`,
      topic,
      protocol: known,
      endpoint,
      token: this.#mustConfirm({ protocol: known, endpoint }) ? randomUUID() : undefined,
    };
    const wanted = [...attributes].reduce((one, [name, value]) => withAttribute(one, name, value), before);
    if (same === undefined) this.#save(wanted);
    else if (!isDeepStrictEqual(wanted, same))
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    return wanted;
  }

  set(arn: string, name: string, value: string): void {
    this.#save(withAttribute(this.subscription(arn), name, value));
  }

  confirm(topic: string, token: string): SnsSubscription {
    const subscriptions = this.#topic(topic);
    const pending = [...subscriptions.values()].find((one) => one.token === token);
    if (pending === undefined) throw invalidParameter('Token');
    const confirmed = { ...pending, token: undefined };
    subscriptions.set(confirmed.arn, confirmed);
    return confirmed;
  }

  /** A subscription that does not exist is no error. */
  unsubscribe(arn: string): void {
    mustBeArn(arn);
    for (const subscriptions of this.#subscriptions.values()) {
      if (subscriptions.get(arn)?.token !== undefined)
        throw invalidParameter(
          'SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
        );
      subscriptions.delete(arn);
    }
  }

  /**
   * The deliveries of a publication: a mail address that has not confirmed gets nothing, a webhook gets it later. @throws {SnsError} where Amazon SNS would
   * refuse it.
   */
  publish(publication: SnsPublication): SnsDelivery[] {
    const { topic, subject, message, attributes } = publication;
    const subscriptions = this.subscriptionsOf(topic);
    if (message === '') throw invalidParameter('Empty message');
    if (Buffer.byteLength(message) > maxBytes) throw invalidParameter('Message too long');
    if (subject !== undefined && !/^[A-Za-z0-9!-/:-@[-`{-~][\x20-\x7e]{0,98}$/.test(subject))
      throw invalidParameter('Subject');
    const textFor = publication.perProtocol ? textsOf(message) : () => message;
    const id = randomUUID();
    return subscriptions
      .filter(({ token, protocol }) => token === undefined || protocol !== 'email')
      .filter(({ filterPolicy }) => matchesFilterPolicy(filterPolicy, attributes))
      .map((subscription) => {
        const text = textFor(subscription.protocol);
        if (subscription.protocol === 'sms' && text.length > maxSmsCharacters)
          throw invalidParameter('SMS message too long');
        return { id, subscription, subject, message: text, attributes };
      });
  }

  #save(subscription: SnsSubscription): void {
    const others = this.subscriptionsOf(subscription.topic).filter(({ arn }) => arn !== subscription.arn);
    if (isFiltered(subscription) && others.filter(isFiltered).length >= maxFilterPolicies)
      throw new SnsError('FilterPolicyLimitExceeded', `Filter policy limit exceeded: ${maxFilterPolicies} a topic`);
    this.#topic(subscription.topic).set(subscription.arn, subscription);
  }

  #topic(arn: string): Map<string, SnsSubscription> {
    const subscriptions = this.#subscriptions.get(arn);
    if (subscriptions === undefined) throw new SnsError('NotFound', 'Topic does not exist');
    return subscriptions;
  }
}

/** A list has "PendingConfirmation" in the place of an ARN. */
function mustBeArn(arn: string): void {
  if (!arn.startsWith('arn:')) throw invalidParameter(`SubscriptionArn Reason: ${arn} does not start with arn`);
}

function textsOf(message: string): (protocol: SnsProtocol) => string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
  const { data } = texts.safeParse(parsed);
  const fallback = data?.default;
  if (data === undefined || fallback === undefined)
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return (protocol) => data[protocol] ?? fallback;
}
