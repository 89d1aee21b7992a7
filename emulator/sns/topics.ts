/** Topics and their subscriptions: who gets which message. Limits are those of the developer guide of Amazon SNS (2026-11). */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod/mini';
import { matchesFilterPolicy, type MessageAttribute } from './filter-policy.ts';
import { MailRate } from './mail-rate.ts';
import { SmsBudget } from './sms-budget.ts';
import { smsText } from './sms-text.ts';
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
  /** Since when it is waited for: milliseconds since 1970. */
  readonly pendingSince: number;
  /** Whether it ends by a signed request only, and not by the link in its messages. */
  readonly isProtected: boolean;
  /** When it was ended by that link: milliseconds since 1970. It gets nothing, and is listed for a while. */
  readonly leftAt: number | undefined;
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
  /** The text of those that have none of their own: with it a copy is known. */
  readonly event: string;
}

const account = 'arn:aws:sns:us-east-1:000000000000';
const maxBytes = 262_144;
const maxFilterPolicies = 200;
const pageLength = 100;
const maxPendingHours = 48;
/** For so long an ended subscription is listed as "Deleted" (repost.aws/knowledge-center/sns-cross-account-subscription). */
const listedHours = 72;
const texts = z.record(z.string(), z.string());

export interface TopicRules {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether a new subscription gets nothing before it has confirmed. */
  readonly mustConfirm: (subscription: Pick<SnsSubscription, 'topic' | 'protocol' | 'endpoint'>) => boolean;
  /** Whether a subscription that does not confirm ends, and a mail address that gets too much must confirm again. */
  readonly mailsConfirm: (topic: string) => boolean;
  /** Of an SMS, in dollars. */
  readonly smsPrice: number;
  readonly deliversTwice: boolean;
  /** Called when a topic, its attributes or its subscriptions have changed. */
  readonly onChange: (topic: string, all: ReadonlyMap<string, Topic>) => void;
}

type TopicAttributes = Readonly<Record<'DisplayName' | 'KmsMasterKeyId', string>>;

export interface Topic {
  attributes: TopicAttributes;
  readonly tags: ReadonlyMap<string, string>;
  readonly subscriptions: Map<string, SnsSubscription>;
  /** Those whom the link in a message ended. */
  readonly left: SnsSubscription[];
}

export class SnsTopics {
  readonly #topics: Map<string, Topic>;
  readonly #rules: TopicRules;
  readonly #mailRate = new MailRate();
  readonly #smsBudget = new SmsBudget();

  constructor(rules: TopicRules, before: ReadonlyMap<string, Topic> = new Map()) {
    this.#rules = rules;
    this.#topics = new Map(before);
  }

  /** A topic that exists stays as it is, and is refused with other attributes or tags. */
  create(name: string, attributes: ReadonlyMap<string, string>, tags: ReadonlyMap<string, string> = new Map()): string {
    if (!/^[A-Za-z0-9_-]{1,256}$/.test(name)) throw invalidParameter(`Topic Name ${name}`);
    const arn = `${account}:${name}`;
    const before = this.#topics.get(arn);
    const given = before?.attributes ?? { DisplayName: '', KmsMasterKeyId: '' };
    const wanted = [...attributes].reduce(
      (one, [attribute, value]) => withTopicAttribute(one, attribute, value),
      given,
    );
    const refuse = (what: string): never => {
      throw invalidParameter(`${what} Reason: Topic already exists with different ${what.toLowerCase()}`);
    };
    if (before !== undefined && !isDeepStrictEqual(wanted, given)) refuse('Attributes');
    if (before !== undefined && tags.size > 0 && !isDeepStrictEqual(tags, before.tags)) refuse('Tags');
    if (before === undefined) {
      this.#topics.set(arn, { attributes: wanted, tags, subscriptions: new Map(), left: [] });
      this.#changed(arn);
    }
    return arn;
  }

  /** With all its subscriptions. A topic that does not exist is no error. */
  delete(arn: string): void {
    this.#topics.delete(arn);
    this.#changed(arn);
  }

  /** A hundred topics, and a token where there are more. */
  topicsPage(token?: string): { readonly found: string[]; readonly next: string | undefined } {
    return pageOf([...this.#topics.keys()], token);
  }

  setTopic(arn: string, attribute: string, value: string): void {
    const topic = this.#topic(arn);
    topic.attributes = withTopicAttribute(topic.attributes, attribute, value);
    this.#changed(arn);
  }

  displayNameOf(arn: string): string {
    return this.#topic(arn).attributes.DisplayName;
  }

  subscriptionsOf(topic: string): SnsSubscription[] {
    return [...this.#topic(topic).subscriptions.values()];
  }

  /** A hundred subscriptions, and a token where there are more. */
  page(topic: string, token?: string): { readonly found: SnsSubscription[]; readonly next: string | undefined } {
    return pageOf([...this.subscriptionsOf(topic), ...this.#topic(topic).left], token);
  }

  subscription(arn: string): SnsSubscription {
    mustBeArn(arn);
    const found = this.find(arn);
    if (found === undefined) throw new SnsError('NotFound', 'Subscription does not exist');
    return found;
  }

  find(arn: string): SnsSubscription | undefined {
    return [...this.#topics.keys()].flatMap((topic) => this.#topic(topic).subscriptions.get(arn) ?? [])[0];
  }

  /** Gives the existing subscription if the endpoint has one with the same attributes. */
  subscribe(
    topic: string,
    protocol: string,
    endpoint: string,
    attributes: ReadonlyMap<string, string>,
  ): SnsSubscription {
    const known = protocols.find((one) => one === protocol);
    if (known === undefined) throw invalidParameter(`protocol ${protocol} is not part of this endpoint`);
    const same = this.subscriptionsOf(topic).find((one) => one.protocol === protocol && one.endpoint === endpoint);
    const before = same ?? {
      ...defaultAttributes,
      arn: `${topic}:${randomUUID()}`,
      topic,
      protocol: known,
      endpoint,
      token: this.#rules.mustConfirm({ topic, protocol: known, endpoint }) ? randomUUID() : undefined,
      pendingSince: this.#rules.now(),
      isProtected: protocol === 'sqs',
      leftAt: undefined,
    };
    const wanted = [...attributes].reduce((one, [name, value]) => withAttribute(one, name, value), before);
    if (same !== undefined && !isDeepStrictEqual(wanted, same))
      throw invalidParameter('Attributes Reason: Subscription already exists with different attributes');
    // Also one that is there: it may be that it could not be kept.
    this.#save(wanted);
    return wanted;
  }

  set(arn: string, name: string, value: string): void {
    this.#save(withAttribute(this.subscription(arn), name, value));
  }

  confirm(topic: string, token: string, isProtected: boolean): SnsSubscription {
    const pending = this.subscriptionsOf(topic).find((one) => one.token === token);
    if (pending === undefined) throw invalidParameter('Token');
    const confirmed = { ...pending, token: undefined, isProtected: pending.isProtected || isProtected };
    this.#save(confirmed);
    return confirmed;
  }

  /** A subscription that does not exist is no error. `signed`: by the owner of the topic, and not by a link. */
  unsubscribe(arn: string, signed: boolean): void {
    mustBeArn(arn);
    const subscription = this.find(arn);
    if (subscription === undefined) return;
    const { topic, token, isProtected } = subscription;
    if (token !== undefined)
      throw invalidParameter('SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation');
    if (isProtected && !signed) throw new SnsError('AuthorizationError', 'Not authorized to perform: SNS:Unsubscribe');
    const { subscriptions, left } = this.#topic(topic);
    subscriptions.delete(arn);
    if (!signed) left.push({ ...subscription, leftAt: this.#rules.now() });
    this.#changed(topic);
  }

  /**
   * The deliveries of a publication: a mail address that has not confirmed gets nothing, a webhook gets it later. @throws {SnsError} where Amazon SNS would
   * refuse it.
   */
  publish(publication: SnsPublication): SnsDelivery[] {
    const { topic, subject, message, attributes } = publication;
    const { DisplayName: displayName } = this.#topic(topic).attributes;
    if (message === '') throw invalidParameter('Empty message');
    if (bytesOf(publication) > maxBytes) throw invalidParameter('Message too long');
    if (subject !== undefined && !/^[A-Za-z0-9!-/:-@[-`{-~][\x20-\x7e]{0,98}$/.test(subject))
      throw invalidParameter('Subject');
    const textFor = publication.perProtocol ? textsOf(message) : () => message;
    const id = randomUUID();
    const accepted = this.subscriptionsOf(topic)
      .filter(({ token, protocol }) => token === undefined || protocol !== 'email')
      .filter(({ filterPolicy }) => matchesFilterPolicy(filterPolicy, attributes))
      .filter((subscription) => !this.#suspend(subscription))
      .filter(({ protocol }) => protocol !== 'sms' || this.#smsBudget.admits(this.#rules.smsPrice, this.#rules.now()))
      .map((subscription) => {
        const { protocol } = subscription;
        const text = protocol === 'sms' ? smsText(displayName, textFor(protocol)) : textFor(protocol);
        return { id, subscription, subject, message: text, event: textFor('sqs'), attributes };
      });
    return this.#rules.deliversTwice ? [...accepted, ...accepted] : accepted;
  }

  /** Whether a mail address has got so much within a second that it gets nothing more until it confirms again. */
  #suspend(subscription: SnsSubscription): boolean {
    const { now, mailsConfirm } = this.#rules;
    if (
      !mailsConfirm(subscription.topic) ||
      subscription.protocol !== 'email' ||
      this.#mailRate.admits(subscription.arn, now())
    )
      return false;
    this.#save({ ...subscription, token: randomUUID(), pendingSince: now() });
    return true;
  }

  #save(subscription: SnsSubscription): void {
    const others = this.subscriptionsOf(subscription.topic).filter(({ arn }) => arn !== subscription.arn);
    if (isFiltered(subscription) && others.filter(isFiltered).length >= maxFilterPolicies)
      throw new SnsError('FilterPolicyLimitExceeded', `Filter policy limit exceeded: ${maxFilterPolicies} a topic`);
    this.#topic(subscription.topic).subscriptions.set(subscription.arn, subscription);
    this.#changed(subscription.topic);
  }

  #changed(topic: string): void {
    this.#rules.onChange(topic, this.#topics);
  }

  /** The topic, without those who have not confirmed in time, or left long ago. */
  #topic(arn: string): Topic {
    const topic = this.#topics.get(arn);
    if (topic === undefined) throw new SnsError('NotFound', 'Topic does not exist');
    const { now, mailsConfirm } = this.#rules;
    const lapsed = ({ token, pendingSince }: SnsSubscription): boolean =>
      mailsConfirm(arn) && token !== undefined && now() - pendingSince >= maxPendingHours * 3_600_000;
    const ended = [...topic.subscriptions.values()].filter(lapsed);
    for (const one of ended) topic.subscriptions.delete(one.arn);
    if (ended.length > 0) this.#changed(arn);
    const isListed = ({ leftAt = 0 }: SnsSubscription): boolean => now() - leftAt < listedHours * 3_600_000;
    topic.left.splice(0, topic.left.length, ...topic.left.filter(isListed));
    return topic;
  }
}

/** A message with its attributes: their names, types and values count too. */
const bytesOf = ({ message, attributes }: SnsPublication): number =>
  [message, ...[...attributes].flatMap(([name, { type, value }]) => [name, type, value])].reduce(
    (bytes, text) => bytes + Buffer.byteLength(text),
    0,
  );

function withTopicAttribute(before: TopicAttributes, attribute: string, value: string): TopicAttributes {
  if (attribute !== 'DisplayName' && attribute !== 'KmsMasterKeyId')
    throw invalidParameter(`AttributeName ${attribute} is not part of this endpoint`);
  if (value.length > (attribute === 'DisplayName' ? 100 : 2048)) throw invalidParameter(attribute);
  return { ...before, [attribute]: value };
}

function pageOf<One>(all: readonly One[], token = '0'): { readonly found: One[]; readonly next: string | undefined } {
  const from = Number(token);
  if (!/^\d+$/.test(token) || from > all.length) throw invalidParameter('NextToken');
  const to = from + pageLength;
  return { found: all.slice(from, to), next: to < all.length ? String(to) : undefined };
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
