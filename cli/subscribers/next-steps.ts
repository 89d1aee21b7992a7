/** What is left to do before a new subscription gets anything. */
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, type SNSClient } from '@aws-sdk/client-sns';
import { isMachineEndpoint, type Protocol, type Subscription } from '../../src/config/subscriptions.ts';
import type { TopicRef } from './topic-subscriptions.ts';
import { errorMessage } from '../../src/text.ts';

/** Sentences, with commands and policies on lines of their own. */
export async function nextSteps(subscription: Subscription, topic: TopicRef): Promise<string[]> {
  const stepsOf = stepsFor[subscription.protocol];
  const steps = await stepsOf(subscription.endpoint, topic);
  if (!isMachineEndpoint(subscription)) return steps;
  const { machines } = topic;
  const again = 'The same for the topic that has alerts for machines while people get a summary:';
  return [
    ...steps,
    ...(machines === undefined ? [] : [again, ...(await stepsOf(subscription.endpoint, machines))]),
    undeliveredText(topic.undelivered),
  ];
}

type Steps = (endpoint: string, topic: TopicRef) => string[] | Promise<string[]>;

const visit: Steps = (endpoint) => [
  `SNS posts a SubscriptionConfirmation to ${endpoint}. Visit its SubscribeURL within two days; until then nothing is sent there.`,
];

const stepsFor: Record<Protocol, Steps> = {
  email: (endpoint) => [
    `SNS sends a mail to ${endpoint}. Somebody must follow its link within two days; until then nothing is sent there.`,
  ],
  sms: async (endpoint, { client }) => [
    ...(await sandbox(client, endpoint)),
    await spending(client),
    ...(endpoint.startsWith('+1')
      ? [
          'For a number in the US, the account needs an origination identity: a registered toll-free number, 10DLC campaign or short code.',
        ]
      : []),
  ],
  http: visit,
  https: visit,
  sqs: (endpoint, { arn }) => [
    'It gets nothing until the policy of the queue allows the topic. Add this statement, unless it is there:',
    JSON.stringify({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: endpoint,
      Condition: { ArnEquals: { 'aws:SourceArn': arn } },
    }),
    'If the queue is encrypted with your own key, the policy of the key must allow sns.amazonaws.com kms:GenerateDataKey* and kms:Decrypt.',
  ],
  lambda: (endpoint, { arn }) => [
    'It gets nothing until the topic may invoke the function. Run this, unless it may:',
    `aws lambda add-permission --region ${endpoint.split(':')[3] ?? ''} --function-name ${endpoint} --statement-id ${statementId(arn)} --action lambda:InvokeFunction --principal sns.amazonaws.com --source-arn ${arn}`,
  ],
};

/** One per topic, so that two monitors can use one function: letters, digits, `-` and `_`, at most 100. */
const statementId = (topicArn: string): string => (topicArn.split(':').at(-1) ?? '').slice(-100);

const undeliveredText = (undelivered: string | undefined): string =>
  undelivered === undefined
    ? 'Messages that still fail after the retries of SNS are lost: the stack has a dead-letter queue only while petitions.json names a webhook, queue or function for this topic.'
    : `Messages that still fail after the retries of SNS are kept for 14 days in ${undelivered}.`;

async function sandbox(client: SNSClient, endpoint: string): Promise<string[]> {
  const unknown = 'It is not known whether the account is in the SMS sandbox, where only verified numbers get anything';
  const status = await orReason(() => client.send(new GetSMSSandboxAccountStatusCommand({})));
  if (typeof status === 'string') return [`${unknown}: ${status}`];
  if (!status.IsInSandbox) return [];
  return [
    'The account is in the SMS sandbox: only verified numbers get anything, ten at most, until AWS moves it out on request. To verify this number:',
    `aws sns create-sms-sandbox-phone-number --phone-number ${endpoint}`,
    `aws sns verify-sms-sandbox-phone-number --phone-number ${endpoint} --one-time-password CODE`,
  ];
}

async function spending(client: SNSClient): Promise<string> {
  const name = 'MonthlySpendLimit';
  const answer = await orReason(() => client.send(new GetSMSAttributesCommand({ attributes: [name] })));
  if (typeof answer === 'string') return `The monthly SMS budget of the account is not known: ${answer}`;
  // An account without a limit of its own has the default.
  const dollars = answer.attributes?.[name] ?? '1';
  return `The account spends at most ${dollars} US dollars per month on SMS. Then SNS sends none, unless AWS raises the limit on request.`;
}

/** The answer, or why there is none: a missing permission does not prevent the subscription. */
async function orReason<Answer extends object>(ask: () => Promise<Answer>): Promise<Answer | string> {
  try {
    return await ask();
  } catch (error) {
    return errorMessage(error);
  }
}
