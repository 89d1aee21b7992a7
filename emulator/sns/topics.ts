/** Topics and their subscriptions: who gets what of a message that is published. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { isFiltered, nothingChosen, withAttribute, type Chosen } from './subscription-attributes.ts';
import { passes, type MessageAttribute } from './filter-policy.ts';
import { Refused } from './sns-error.ts';

export const protocols = ['email', 'sms', 'http', 'https', 'sqs', 'lambda'] as const;
export type Protocol = (typeof protocols)[number];

export interface Subscription extends Chosen {
  readonly arn: string;
  readonly topic: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  /** What must come back from the endpoint before it gets anything; absent once it has. */
  readonly token: string | undefined;
}

export interface Publication {
  readonly topic: string;
  readonly subject: string | undefined;
  readonly message: string;
  /** The message is an object with a text for each protocol. */
  readonly perProtocol: boolean;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

/** One message for one subscription. */
export interface Delivery {
  readonly id: string;
  readonly subscription: Subscription;
  readonly subject: string | undefined;
  readonly message: string;
  readonly attributes: ReadonlyMap<string, MessageAttribute>;
}

const account = 'arn:aws:sns:us-east-1:000000000000';
const mostBytes = 262_144;
const mostSmsCharacters = 1_600;
const mostFilterPolicies = 200;
const pageLength = 100;
const texts = z.record(z.string(), z.string());

export class Topics {
  readonly #subscriptions = new Map<string, Map<string, Subscription>>();
  readonly #mustConfirm: (protocol: Protocol, endpoint: string) => boolean;

  /** `mustConfirm` says who gets nothing before it has confirmed. */
  constructor(mustConfirm: (protocol: Protocol, endpoint: string) => boolean) {
    this.#mustConfirm = mustConfirm;
  }

  /** The same topic again, when it is there already. */
  create(name: string): string {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name))
      throw new Refused('InvalidParameter', `Invalid parameter: Topic Name ${name}`);
    const arn = `${account}:${name}`;
    if (!this.#subscriptions.has(arn)) this.#subscriptions.set(arn, new Map());
    return arn;
  }

  subscriptionsOf(topic: string): Subscription[] {
    return [...this.#topic(topic).values()];
  }

  /** A hundred subscriptions, and the token for the next ones where there are more. */
  page(topic: string, token = '0'): { readonly subscriptions: Subscription[]; readonly next: string | undefined } {
    const all = this.subscriptionsOf(topic);
    const from = Number(token);
    if (!/^\d+$/.test(token) || from > all.length)
      throw new Refused('InvalidParameter', 'Invalid parameter: NextToken');
    const to = from + pageLength;
    return { subscriptions: all.slice(from, to), next: to < all.length ? String(to) : undefined };
  }

  subscription(arn: string): Subscription {
    mustBeArn(arn);
    const found = [...this.#subscriptions.values()].flatMap((some) => some.get(arn) ?? [])[0];
    if (found === undefined) throw new Refused('NotFound', 'Subscription does not exist');
    return found;
  }

  /** The same subscription again, when the endpoint has it already with what is asked for. */
  subscribe(topic: string, protocol: string, endpoint: string, attributes: ReadonlyMap<string, string>): Subscription {
    const subscriptions = this.#topic(topic);
    const known = protocols.find((one) => one === protocol);
    if (known === undefined)
      throw new Refused('InvalidParameter', `Invalid parameter: protocol ${protocol} is not spoken here`);
    const same = [...subscriptions.values()].find((one) => one.protocol === protocol && one.endpoint === endpoint);
    const before = same ?? {
      ...nothingChosen,
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
      throw new Refused('InvalidParameter', message);
    }
    return asked;
  }

  set(arn: string, name: string, value: string): void {
    this.#keep(withAttribute(this.subscription(arn), name, value));
  }

  confirm(topic: string, token: string): Subscription {
    const subscriptions = this.#topic(topic);
    const pending = [...subscriptions.values()].find((one) => one.token === token);
    if (pending === undefined) throw new Refused('InvalidParameter', 'Invalid parameter: Token');
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
        throw new Refused('InvalidParameter', `Invalid parameter: SubscriptionArn Reason: ${reason}`);
      }
      subscriptions.delete(arn);
    }
  }

  /** The deliveries that a publication brings. @throws {Refused} where the service would refuse it. */
  publish(publication: Publication): Delivery[] {
    const { subject, message, attributes } = publication;
    const subscriptions = this.subscriptionsOf(publication.topic);
    if (message === '') throw new Refused('InvalidParameter', 'Invalid parameter: Empty message');
    if (Buffer.byteLength(message) > mostBytes)
      throw new Refused('InvalidParameter', 'Invalid parameter: Message too long');
    if (subject !== undefined && !/^[A-Za-z0-9!-/:-@[-`{-~][\x20-\x7e]{0,98}$/.test(subject)) {
      throw new Refused('InvalidParameter', 'Invalid parameter: Subject');
    }
    const textFor = publication.perProtocol ? textsOf(message) : () => message;
    const id = randomUUID();
    return subscriptions
      .filter(({ token, filterPolicy }) => token === undefined && passes(filterPolicy, attributes))
      .map((subscription) => {
        const text = textFor(subscription.protocol);
        if (subscription.protocol === 'sms' && text.length > mostSmsCharacters) {
          throw new Refused('InvalidParameter', 'Invalid parameter: SMS message too long');
        }
        return { id, subscription, subject, message: text, attributes };
      });
  }

  #keep(subscription: Subscription): void {
    const others = this.subscriptionsOf(subscription.topic).filter(({ arn }) => arn !== subscription.arn);
    if (isFiltered(subscription) && others.filter(isFiltered).length >= mostFilterPolicies)
      throw new Refused('FilterPolicyLimitExceeded', `Filter policy limit exceeded: ${mostFilterPolicies} a topic`);
    this.#topic(subscription.topic).set(subscription.arn, subscription);
  }

  #topic(arn: string): Map<string, Subscription> {
    const subscriptions = this.#subscriptions.get(arn);
    if (subscriptions === undefined) throw new Refused('NotFound', 'Topic does not exist');
    return subscriptions;
  }
}

// A list says "PendingConfirmation" in the place of an ARN.
function mustBeArn(arn: string): void {
  if (arn.startsWith('arn:')) return;
  const message = `Invalid parameter: SubscriptionArn Reason: ${arn} does not start with arn`;
  throw new Refused('InvalidParameter', message);
}

function textsOf(message: string): (protocol: Protocol) => string {
  const problem = 'Invalid parameter: Message Structure - ';
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    throw new Refused('InvalidParameter', `${problem}JSON message body failed to parse`);
  }
  const { data } = texts.safeParse(parsed);
  const fallback = data?.default;
  if (data === undefined || fallback === undefined)
    throw new Refused('InvalidParameter', `${problem}No default entry in JSON message body`);
  return (protocol) => data[protocol] ?? fallback;
}
