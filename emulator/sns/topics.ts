/** Topics and their subscriptions: who gets what of a message that is published. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import {
  isFiltered,
  defaultAttributes,
  withAttribute,
  type SubscriptionAttributes,
} from './subscription-attributes.ts';
import { matchesFilterPolicy, type MessageAttribute } from './filter-policy.ts';
import { SnsError } from './sns-error.ts';

export const protocols = ['email', 'sms', 'http', 'https', 'sqs', 'lambda'] as const;
export type SnsProtocol = (typeof protocols)[number];

export interface SnsSubscription extends SubscriptionAttributes {
  readonly arn: string;
  readonly topic: string;
  readonly protocol: SnsProtocol;
  readonly endpoint: string;
  /** What must come back from the endpoint before it gets anything; absent once it has. */
  readonly token: string | undefined;
}

export interface SnsPublication {
  readonly topic: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** The message is an object with a text for each protocol. */
  readonly perProtocol: boolean;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

/** One message for one subscription. */
export interface SnsDelivery {
  readonly id: string;
  readonly subscription: SnsSubscription;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

const account = 'arn:aws:sns:us-east-1:000000000000';
const maxBytes = 262_144;
const maxSmsCharacters = 1_600;
const maxFilterPolicies = 200;
const pageLength = 100;
const texts = z.record(z.string(), z.string());

export class SnsTopics {
  readonly #subscriptions = new Map<string, Map<string, SnsSubscription>>();
  readonly #mustConfirm: (protocol: SnsProtocol, endpoint: string) => boolean;

  /** `mustConfirm` says who gets nothing before it has confirmed. */
  constructor(mustConfirm: (protocol: SnsProtocol, endpoint: string) => boolean) {
    this.#mustConfirm = mustConfirm;
  }

  /** The same topic again, when it is there already. */
  create(name: string): string {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name))
      throw new SnsError('InvalidParameter', `Invalid parameter: Topic Name ${name}`);
    const arn = `${account}:${name}`;
    if (!this.#subscriptions.has(arn)) this.#subscriptions.set(arn, new Map());
    return arn;
  }

  subscriptionsOf(topic: string): SnsSubscription[] {
    return [...this.#topic(topic).values()];
  }

  /** A hundred subscriptions, and the token for the next ones where there are more. */
  page(topic: string, token = '0'): { readonly subscriptions: SnsSubscription[]; readonly next: string | undefined } {
    const all = this.subscriptionsOf(topic);
    const from = Number(token);
    if (!/^\d+$/.test(token) || from > all.length)
      throw new SnsError('InvalidParameter', 'Invalid parameter: NextToken');
    const to = from + pageLength;
    return { subscriptions: all.slice(from, to), next: to < all.length ? String(to) : undefined };
  }

  subscription(arn: string): SnsSubscription {
    mustBeArn(arn);
    const found = [...this.#subscriptions.values()].flatMap((some) => some.get(arn) ?? [])[0];
    if (found === undefined) throw new SnsError('NotFound', 'Subscription does not exist');
    return found;
  }

  /** The same subscription again, when the endpoint has it already with what is asked for. */
  subscribe(
    topic: string,
    protocol: string,
    endpoint: string,
    attributes: ReadonlyMap<string, string>,
  ): SnsSubscription {
    const subscriptions = this.#topic(topic);
    const known = protocols.find((one) => one === protocol);
    if (known === undefined)
      throw new SnsError('InvalidParameter', `Invalid parameter: protocol ${protocol} is not spoken here`);
    const same = [...subscriptions.values()].find((one) => one.protocol === protocol && one.endpoint === endpoint);
    const before = same ?? {
      ...defaultAttributes,
      arn: `${topic}:${randomUUID()}`,
      topic,
      protocol: known,
      endpoint,
      token: this.#mustConfirm(known, endpoint) ? randomUUID() : undefined,
    };
    const asked = [...attributes].reduce((one, [name, value]) => withAttribute(one, name, value), before);
    if (same === undefined) this.#keep(asked);
    else if (!isDeepStrictEqual(asked, same)) {
      const message = 'Invalid parameter: Attributes Reason: Subscription already exists with different attributes';
      throw new SnsError('InvalidParameter', message);
    }
    return asked;
  }

  set(arn: string, name: string, value: string): void {
    this.#keep(withAttribute(this.subscription(arn), name, value));
  }

  confirm(topic: string, token: string): SnsSubscription {
    const subscriptions = this.#topic(topic);
    const pending = [...subscriptions.values()].find((one) => one.token === token);
    if (pending === undefined) throw new SnsError('InvalidParameter', 'Invalid parameter: Token');
    const confirmed = { ...pending, token: undefined };
    subscriptions.set(confirmed.arn, confirmed);
    return confirmed;
  }

  /** One that is not there is no fault. */
  unsubscribe(arn: string): void {
    mustBeArn(arn);
    for (const subscriptions of this.#subscriptions.values()) {
      if (subscriptions.get(arn)?.token !== undefined) {
        const reason = 'Cannot unsubscribe a subscription that is pending confirmation';
        throw new SnsError('InvalidParameter', `Invalid parameter: SubscriptionArn Reason: ${reason}`);
      }
      subscriptions.delete(arn);
    }
  }

  /** The deliveries that a publication brings. @throws {SnsError} where the service would refuse it. */
  publish(publication: SnsPublication): SnsDelivery[] {
    const { subject, message, attributes } = publication;
    const subscriptions = this.subscriptionsOf(publication.topic);
    if (message === '') throw new SnsError('InvalidParameter', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > maxBytes)
      throw new SnsError('InvalidParameter', 'Invalid parameter: Message too long');
    if (subject !== undefined && !/^[A-Za-z0-9!-/:-@[-`{-~][\x20-\x7e]{0,98}$/.test(subject)) {
      throw new SnsError('InvalidParameter', 'Invalid parameter: Subject');
    }
    const textFor = publication.perProtocol ? textsOf(message) : () => message;
    const id = randomUUID();
    return subscriptions
      .filter(({ token, filterPolicy }) => token === undefined && matchesFilterPolicy(filterPolicy, attributes))
      .map((subscription) => {
        const text = textFor(subscription.protocol);
        if (subscription.protocol === 'sms' && text.length > maxSmsCharacters) {
          throw new SnsError('InvalidParameter', 'Invalid parameter: SMS message too long');
        }
        return { id, subscription, subject, message: text, attributes };
      });
  }

  #keep(subscription: SnsSubscription): void {
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

// A list says "PendingConfirmation" in the place of an ARN.
function mustBeArn(arn: string): void {
  if (arn.startsWith('arn:')) return;
  const message = `Invalid parameter: SubscriptionArn Reason: ${arn} does not start with arn`;
  throw new SnsError('InvalidParameter', message);
}

function textsOf(message: string): (protocol: SnsProtocol) => string {
  const problem = 'Invalid parameter: Message Structure - ';
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw new SnsError('InvalidParameter', `${problem}JSON message body failed to parse`);
  }
  const { data } = texts.safeParse(parsed);
  const fallback = data?.default;
  if (data === undefined || fallback === undefined)
    throw new SnsError('InvalidParameter', `${problem}No default entry in JSON message body`);
  return (protocol) => data[protocol] ?? fallback;
}
