/** Topics and their subscriptions: who gets what of a message that is published. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { parseJson } from '../../lambda/border.ts';
import { filterPolicySchema, passes, type FilterPolicy, type MessageAttribute } from './filter-policy.ts';

/** A request that the service would refuse, by its own name for the reason. */
export class Refused extends Error {
  readonly code: 'InvalidParameter' | 'NotFound';

  constructor(code: Refused['code'], message: string) {
    super(message);
    this.code = code;
  }
}

export const protocols = ['email', 'sms', 'http', 'https', 'sqs', 'lambda'] as const;
export type Protocol = (typeof protocols)[number];

export interface Subscription {
  readonly arn: string;
  readonly topic: string;
  readonly protocol: Protocol;
  readonly endpoint: string;
  readonly filterPolicy: FilterPolicy;
  readonly raw: boolean;
  /** What a web endpoint must send back before it gets anything; absent once it has. */
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

  /** The same subscription again, when the endpoint has it already. */
  subscribe(topic: string, protocol: string, endpoint: string, attributes: ReadonlyMap<string, string>): Subscription {
    const subscriptions = this.#topic(topic);
    const known = protocols.find((one) => one === protocol);
    if (known === undefined)
      throw new Refused('InvalidParameter', `Invalid parameter: protocol ${protocol} is not spoken here`);
    const same = [...subscriptions.values()].find((one) => one.protocol === protocol && one.endpoint === endpoint);
    const subscription: Subscription = {
      arn: same?.arn ?? `${topic}:${randomUUID()}`,
      topic,
      protocol: known,
      endpoint,
      filterPolicy: policyOf(attributes.get('FilterPolicy')),
      raw: attributes.get('RawMessageDelivery') === 'true',
      token: same === undefined && this.#mustConfirm(known, endpoint) ? randomUUID() : same?.token,
    };
    subscriptions.set(subscription.arn, subscription);
    return subscription;
  }

  confirm(topic: string, token: string): Subscription {
    const subscriptions = this.#topic(topic);
    const pending = [...subscriptions.values()].find((one) => one.token === token);
    if (pending === undefined) throw new Refused('InvalidParameter', 'Invalid parameter: Token');
    const confirmed = { ...pending, token: undefined };
    subscriptions.set(confirmed.arn, confirmed);
    return confirmed;
  }

  unsubscribe(arn: string): void {
    for (const subscriptions of this.#subscriptions.values()) subscriptions.delete(arn);
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

  #topic(arn: string): Map<string, Subscription> {
    const subscriptions = this.#subscriptions.get(arn);
    if (subscriptions === undefined) throw new Refused('NotFound', 'Topic does not exist');
    return subscriptions;
  }
}

function policyOf(json: string | undefined): FilterPolicy {
  if (json === undefined) return {};
  try {
    return parseJson(filterPolicySchema, json, 'FilterPolicy');
  } catch (error) {
    throw new Refused(
      'InvalidParameter',
      `Invalid parameter: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
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
