/**
 * The SNS endpoint: the part of Amazon SNS's query protocol that this project speaks, for the real SDK client. There is
 * no well-kept emulator of it without a container; what it leaves out it refuses by name.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import XMLBuilder from 'fast-xml-builder';
import { listen, type LoopbackServer } from '../listen.ts';
import { attributesResponse } from './subscription-attributes.ts';
import type { MessageAttribute } from './filter-policy.ts';
import { SnsError } from './sns-error.ts';
import { SnsTopics, type SnsDelivery, type SnsProtocol, type SnsPublication, type SnsSubscription } from './topics.ts';
import { confirmationBody, confirmationMail, notificationBody, postToWebhook } from './http-delivery.ts';

export interface SnsSettings {
  /** An ISO instant: when this is. */
  readonly now: () => string;
  /** A message for an address that is not called from here, and that only this process can show; `service` is our own address. */
  readonly onDelivery: (delivery: SnsDelivery, service: string) => void | Promise<void>;
  /** Which webhooks are posted to; the others are shown, as mails are. Absent: all. */
  readonly isCalled?: (webhook: URL) => boolean;
  /** Whether mail addresses must confirm first. Absent: no, for on a laptop nobody gets the mail that asks for it. */
  readonly mailsConfirm?: boolean;
  /** Every message that was accepted, once, whoever subscribes to it. */
  readonly onPublication?: (publication: SnsPublication) => void;
}

export interface SnsEndpoint extends LoopbackServer {
  /** Resolves when everything that was published so far has been delivered, or given up. */
  readonly settled: () => Promise<void>;
}

type Parameters = URLSearchParams;
type Result = Record<string, unknown>;

const xml = new XMLBuilder();
const statuses: Record<SnsError['code'], number> = {
  InvalidParameter: 400,
  FilterPolicyLimitExceeded: 403,
  NotFound: 404,
};
const owner = '000000000000';

export async function startSns({
  now,
  onDelivery,
  isCalled = () => true,
  mailsConfirm = false,
  onPublication,
}: SnsSettings): Promise<SnsEndpoint> {
  const isPostedTo = (protocol: SnsProtocol, endpoint: string): boolean =>
    (protocol === 'http' || protocol === 'https') && isCalled(new URL(endpoint));
  const topics = new SnsTopics(
    (protocol, endpoint) => isPostedTo(protocol, endpoint) || (mailsConfirm && protocol === 'email'),
  );
  const underWay = new Set<Promise<unknown>>();
  let service = '';

  function inBackground(work: Promise<unknown>): void {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  }

  async function deliver(delivery: SnsDelivery): Promise<void> {
    const { subscription, id } = delivery;
    if (!isPostedTo(subscription.protocol, subscription.endpoint)) await onDelivery(delivery, service);
    else await postToWebhook(subscription, notificationBody(delivery, now(), service), id);
  }

  async function askToConfirm(subscription: SnsSubscription): Promise<void> {
    const id = randomUUID();
    if (subscription.protocol === 'email') await onDelivery(confirmationMail(subscription, id, service), service);
    else await postToWebhook(subscription, confirmationBody(subscription, id, now(), service), id);
  }

  const actions: Readonly<Record<string, (parameters: Parameters) => Result>> = {
    CreateTopic: (parameters) => ({ TopicArn: topics.create(required(parameters, 'Name')) }),
    ListSubscriptionsByTopic: (parameters) => {
      const { subscriptions, next } = topics.page(
        required(parameters, 'TopicArn'),
        parameters.get('NextToken') ?? undefined,
      );
      return { Subscriptions: { member: subscriptions.map(listed) }, ...(next !== undefined && { NextToken: next }) };
    },
    GetSubscriptionAttributes: (parameters) => ({
      Attributes: mapOf(attributesOf(topics.subscription(required(parameters, 'SubscriptionArn')))),
    }),
    SetSubscriptionAttributes: (parameters) => {
      const name = required(parameters, 'AttributeName');
      topics.set(required(parameters, 'SubscriptionArn'), name, parameters.get('AttributeValue') ?? '');
      return {};
    },
    Subscribe: (parameters) => {
      const subscription = topics.subscribe(
        required(parameters, 'TopicArn'),
        required(parameters, 'Protocol'),
        required(parameters, 'Endpoint'),
        new Map(entriesOf(parameters, 'Attributes', 'key').map((entry) => [entry('key'), entry('value')])),
      );
      if (subscription.token === undefined) return { SubscriptionArn: subscription.arn };
      inBackground(askToConfirm(subscription));
      const known = parameters.get('ReturnSubscriptionArn') === 'true';
      return { SubscriptionArn: known ? subscription.arn : 'pending confirmation' };
    },
    ConfirmSubscription: (parameters) => ({
      SubscriptionArn: topics.confirm(required(parameters, 'TopicArn'), required(parameters, 'Token')).arn,
    }),
    Unsubscribe: (parameters) => {
      topics.unsubscribe(required(parameters, 'SubscriptionArn'));
      return {};
    },
    Publish: (parameters) => {
      const attributes = entriesOf(parameters, 'MessageAttributes', 'Name').map((entry): [string, MessageAttribute] => [
        entry('Name'),
        { type: entry('Value.DataType'), value: entry('Value.StringValue') },
      ]);
      const publication: SnsPublication = {
        topic: required(parameters, 'TopicArn'),
        subject: parameters.get('Subject') ?? undefined,
        message: parameters.get('Message') ?? '',
        perProtocol: parameters.get('MessageStructure') === 'json',
        attributes: new Map(attributes),
      };
      const deliveries = topics.publish(publication);
      onPublication?.(publication);
      for (const delivery of deliveries) inBackground(deliver(delivery));
      return { MessageId: deliveries[0]?.id ?? randomUUID() };
    },
    // Of an account that has never asked for more.
    GetSMSAttributes: () => ({ attributes: mapOf({ MonthlySpendLimit: '1' }) }),
    GetSMSSandboxAccountStatus: () => ({ IsInSandbox: true }),
  };

  function answer(parameters: Parameters): { status: number; body: string } {
    const action = parameters.get('Action') ?? '';
    const metadata = { RequestId: randomUUID() };
    try {
      const act = actions[action];
      if (act === undefined) throw new SnsError('InvalidParameter', `${action} is not part of this endpoint`);
      const response = { [`${action}Result`]: act(parameters), ResponseMetadata: metadata };
      return { status: 200, body: xml.build({ [`${action}Response`]: response }) };
    } catch (error) {
      if (!(error instanceof SnsError)) throw error;
      const refusal = { Type: 'Sender', Code: error.code, Message: error.message };
      return { status: statuses[error.code], body: xml.build({ ErrorResponse: { Error: refusal, ...metadata } }) };
    }
  }

  const server = createServer((request, response) => {
    void parametersOf(request).then((parameters) => {
      const { status, body } = answer(parameters);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body);
    });
  });
  const listening = await listen(server);
  service = listening.url;
  return {
    ...listening,
    settled: async () => {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
  };
}

/** A form in the body, as the SDK sends it; or a query, as links in messages carry it. */
async function parametersOf(request: IncomingMessage): Promise<Parameters> {
  if (request.method === 'POST') return new URLSearchParams(await text(request));
  return new URL(request.url ?? '/', 'http://localhost').searchParams;
}

function required(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value === null) throw new SnsError('InvalidParameter', `Invalid parameter: ${name}`);
  return value;
}

/** The entries of a list such as `Attributes.entry.1.key=…`, each as a way to its fields. */
function entriesOf(parameters: Parameters, list: string, firstField: string): ((field: string) => string)[] {
  const entries: ((field: string) => string)[] = [];
  for (let i = 1; parameters.has(`${list}.entry.${i}.${firstField}`); i++) {
    entries.push((field) => parameters.get(`${list}.entry.${i}.${field}`) ?? '');
  }
  return entries;
}

const listed = ({ arn, topic, protocol, endpoint, token }: SnsSubscription): Result => ({
  SubscriptionArn: token === undefined ? arn : 'PendingConfirmation',
  TopicArn: topic,
  Protocol: protocol,
  Endpoint: endpoint,
  Owner: owner,
});

const attributesOf = (subscription: SnsSubscription): Record<string, string> => ({
  SubscriptionArn: subscription.arn,
  TopicArn: subscription.topic,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  Owner: owner,
  PendingConfirmation: String(subscription.token !== undefined),
  ...attributesResponse(subscription),
});

const mapOf = (values: Readonly<Record<string, string>>): Result => ({
  entry: Object.entries(values).map(([key, value]) => ({ key, value })),
});
