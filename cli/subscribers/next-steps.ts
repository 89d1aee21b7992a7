/** What SNS needs of people before an address of theirs gets anything: said to whoever subscribes it. */
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, type SNSClient } from '@aws-sdk/client-sns';
import { isMachineEndpoint, type Protocol, type Subscription } from '../../src/config/subscriptions.ts';
import type { TopicRef } from './topic-subscriptions.ts';

/** In sentences; commands and policies on lines of their own. */
export async function nextSteps(subscription: Subscription, topic: TopicRef): Promise<string[]> {
  const needs = await entries[subscription.protocol](subscription.endpoint, topic);
  return isMachineEndpoint(subscription) ? [...needs, kept(topic.undelivered)] : needs;
}

type Needs = (endpoint: string, topic: TopicRef) => string[] | Promise<string[]>;

const visit: Needs = (endpoint) => [
  `SNS posts a SubscriptionConfirmation to ${endpoint}, which gets nothing before it has visited the SubscribeURL in it, within two days.`,
];

const entries: Record<Protocol, Needs> = {
  email: (endpoint) => [
    `SNS sends a mail to ${endpoint}, which gets nothing before somebody has visited the link in it, within two days.`,
  ],
  sms: async (endpoint, { client }) => [
    ...(await sandbox(client, endpoint)),
    await spending(client),
    ...(endpoint.startsWith('+1')
      ? [
          'If it is a number in the US, the account must have an origination identity: a registered toll-free number, 10DLC campaign or short code.',
        ]
      : []),
  ],
  http: visit,
  https: visit,
  sqs: (endpoint, { arn }) => [
    'It gets nothing before the policy of the queue admits the topic. Its statement, unless it is there:',
    JSON.stringify({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: endpoint,
      Condition: { ArnEquals: { 'aws:SourceArn': arn } },
    }),
    'Of a queue that is encrypted with a key of yours, the policy of the key must let sns.amazonaws.com do kms:GenerateDataKey* and kms:Decrypt.',
  ],
  lambda: (endpoint, { arn }) => [
    'It gets nothing before the function lets the topic invoke it. Unless it does:',
    `aws lambda add-permission --region ${endpoint.split(':')[3] ?? ''} --function-name ${endpoint} --statement-id ${statementId(arn)} --action lambda:InvokeFunction --principal sns.amazonaws.com --source-arn ${arn}`,
  ],
};

/** One a topic, so that two monitors can use one function: letters, digits, `-` and `_`, at most 100. */
const statementId = (topicArn: string): string => (topicArn.split(':').at(-1) ?? '').slice(-100);

const kept = (undelivered: string | undefined): string =>
  undelivered === undefined
    ? 'What it does not take after SNS has tried again is lost: the stack has a queue for that only while petitions.json names a webhook, queue or function for this topic.'
    : `What it does not take after SNS has tried again is kept for 14 days in ${undelivered}.`;

async function sandbox(client: SNSClient, endpoint: string): Promise<string[]> {
  const unknown =
    'Whether the account is in the SMS sandbox, where only verified numbers get anything, could not be asked';
  const status = await orReason(() => client.send(new GetSMSSandboxAccountStatusCommand({})));
  if (typeof status === 'string') return [`${unknown}: ${status}`];
  if (!status.IsInSandbox) return [];
  return [
    'The account is in the SMS sandbox: only verified numbers get anything, ten at most, until you ask AWS to move it out. To verify this one:',
    `aws sns create-sms-sandbox-phone-number --phone-number ${endpoint}`,
    `aws sns verify-sms-sandbox-phone-number --phone-number ${endpoint} --one-time-password CODE`,
  ];
}

async function spending(client: SNSClient): Promise<string> {
  const name = 'MonthlySpendLimit';
  const answer = await orReason(() => client.send(new GetSMSAttributesCommand({ attributes: [name] })));
  if (typeof answer === 'string') return `What the account may spend on SMS in a month could not be asked: ${answer}`;
  // An account that has set none has the first limit of all.
  const dollars = answer.attributes?.[name] ?? '1';
  return `The account spends at most ${dollars} US dollars a month on SMS; then SNS sends none, until you ask for more.`;
}

/** The answer; or why there is none: a missing permission is no reason not to subscribe. */
async function orReason<Answer extends object>(ask: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await ask();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
