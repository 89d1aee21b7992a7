/** The actions of Amazon SNS that this project uses: each takes the parameters of a request and returns its result. */
import { randomUUID } from 'node:crypto';
import type { SnsDeliveries } from './delivery.ts';
import { invalidParameter, SnsError } from './sns-error.ts';
import { monthlySmsDollars } from './sms-budget.ts';
import { attributesResponse } from './subscription-attributes.ts';
import type { SnsPublication, SnsSubscription, SnsTopics } from './topics.ts';

type Result = Record<string, unknown>;
/** `signed`: whether the request is of the owner of the topics, and not of somebody who visits a link. */
type SnsAction = (parameters: URLSearchParams, signed: boolean) => Result | Promise<Result>;
export type SnsActions = Readonly<Record<string, SnsAction>>;

const owner = '000000000000';

export const snsActions = (
  topics: SnsTopics,
  deliveries: SnsDeliveries,
  onPublication: (publication: SnsPublication) => void,
): SnsActions => ({
  CreateTopic: (parameters) => ({
    TopicArn: topics.create(required(parameters, 'Name'), attributesOf(parameters), tagsOf(parameters)),
  }),
  DeleteTopic: (parameters) => {
    topics.delete(required(parameters, 'TopicArn'));
    return {};
  },
  ListTopics: (parameters) => {
    const { found, next } = topics.topicsPage(parameters.get('NextToken') ?? undefined);
    const member = found.map((TopicArn) => ({ TopicArn }));
    return { Topics: { member }, ...(next !== undefined && { NextToken: next }) };
  },
  GetTopicAttributes: (parameters) => {
    const topic = required(parameters, 'TopicArn');
    const pending = topics.subscriptionsOf(topic).filter(({ token }) => token !== undefined).length;
    return {
      Attributes: xmlMap({
        TopicArn: topic,
        DisplayName: topics.displayNameOf(topic),
        SubscriptionsPending: String(pending),
        SubscriptionsConfirmed: String(topics.subscriptionsOf(topic).length - pending),
      }),
    };
  },
  SetTopicAttributes: (parameters) => {
    const name = required(parameters, 'AttributeName');
    topics.setTopic(required(parameters, 'TopicArn'), name, parameters.get('AttributeValue') ?? '');
    return {};
  },
  ListSubscriptionsByTopic: (parameters) => {
    const { found, next } = topics.page(required(parameters, 'TopicArn'), parameters.get('NextToken') ?? undefined);
    return { Subscriptions: { member: found.map(listed) }, ...(next !== undefined && { NextToken: next }) };
  },
  GetSubscriptionAttributes: (parameters) => ({
    Attributes: xmlMap(allAttributes(topics.subscription(required(parameters, 'SubscriptionArn')))),
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
      attributesOf(parameters),
    );
    deliveries.askToConfirm(subscription);
    const showsArn = subscription.token === undefined || parameters.get('ReturnSubscriptionArn') === 'true';
    return { SubscriptionArn: showsArn ? subscription.arn : 'pending confirmation' };
  },
  ConfirmSubscription: (parameters, signed) => {
    const isProtected = parameters.get('AuthenticateOnUnsubscribe') === 'true';
    if (isProtected && !signed) throw new SnsError('AuthorizationError', 'AuthenticateOnUnsubscribe wants a signature');
    const subscription = topics.confirm(required(parameters, 'TopicArn'), required(parameters, 'Token'), isProtected);
    deliveries.confirmed(subscription);
    return { SubscriptionArn: subscription.arn };
  },
  Unsubscribe: (parameters, signed) => {
    topics.unsubscribe(required(parameters, 'SubscriptionArn'), signed);
    return {};
  },
  Publish: async (parameters) => {
    const publication = publicationOf(parameters);
    const accepted = topics.publish(publication);
    onPublication(publication);
    await Promise.all(accepted.map((delivery) => deliveries.deliver(delivery)));
    return { MessageId: accepted[0]?.id ?? randomUUID() };
  },
  // Of an account that has never asked for more.
  GetSMSAttributes: () => ({ attributes: xmlMap({ MonthlySpendLimit: String(monthlySmsDollars) }) }),
  GetSMSSandboxAccountStatus: () => ({ IsInSandbox: true }),
});

const publicationOf = (parameters: URLSearchParams): SnsPublication => ({
  topic: required(parameters, 'TopicArn'),
  subject: parameters.get('Subject') ?? undefined,
  message: parameters.get('Message') ?? '',
  perProtocol: parameters.get('MessageStructure') === 'json',
  attributes: new Map(
    entriesOf(parameters, 'MessageAttributes.entry', 'Name').map((entry) => [
      entry('Name'),
      { type: entry('Value.DataType'), value: entry('Value.StringValue') },
    ]),
  ),
});

function required(parameters: URLSearchParams, name: string): string {
  const value = parameters.get(name);
  if (value === null) throw invalidParameter(name);
  return value;
}

/** The entries of a list such as `Attributes.entry.1.key=…` or `Tags.member.1.Key=…`, each as a function from a field to its value. */
function entriesOf(parameters: URLSearchParams, list: string, firstField: string): ((field: string) => string)[] {
  const entries: ((field: string) => string)[] = [];
  for (let i = 1; parameters.has(`${list}.${i}.${firstField}`); i++) {
    entries.push((field) => parameters.get(`${list}.${i}.${field}`) ?? '');
  }
  return entries;
}

const attributesOf = (parameters: URLSearchParams): ReadonlyMap<string, string> =>
  new Map(entriesOf(parameters, 'Attributes.entry', 'key').map((entry) => [entry('key'), entry('value')]));

const tagsOf = (parameters: URLSearchParams): ReadonlyMap<string, string> =>
  new Map(entriesOf(parameters, 'Tags.member', 'Key').map((entry) => [entry('Key'), entry('Value')]));

const listed = ({ arn, topic, protocol, endpoint, token, leftAt }: SnsSubscription): Result => ({
  SubscriptionArn: leftAt !== undefined ? 'Deleted' : token === undefined ? arn : 'PendingConfirmation',
  TopicArn: topic,
  Protocol: protocol,
  Endpoint: endpoint,
  Owner: owner,
});

const allAttributes = (subscription: SnsSubscription): Record<string, string> => ({
  SubscriptionArn: subscription.arn,
  TopicArn: subscription.topic,
  Protocol: subscription.protocol,
  Endpoint: subscription.endpoint,
  Owner: owner,
  PendingConfirmation: String(subscription.token !== undefined),
  ...attributesResponse(subscription),
});

const xmlMap = (values: Readonly<Record<string, string>>): Result => ({
  entry: Object.entries(values).map(([key, value]) => ({ key, value })),
});
