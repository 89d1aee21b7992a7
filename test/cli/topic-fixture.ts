/** The commands about people, in this process, over the embedded SNS and a CloudFormation that knows one stack. */
import { text } from 'node:stream/consumers';
import {
  ConfirmSubscriptionCommand,
  CreateTopicCommand,
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SNSClient,
  SubscribeCommand,
  type Subscription,
} from '@aws-sdk/client-sns';
import { Command, Option } from 'commander';
import { addSubscriberCommands } from '../../cli/subscriber-commands.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import { startSns } from '../../emulator/sns/server.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { Clock } from '../../src/runtime/runtime.ts';
import { at } from '../domain/story.ts';
import { serve } from '../loopback.ts';
import { startCloudFormation, type Resource } from './cloudformation.ts';
import { accessKey } from '../../emulator/listen.ts';

/** What a command said, and the error it ended with, if any. */
export interface Said {
  readonly stdout: string;
  readonly stderr: string;
  readonly error: unknown;
}

export interface People {
  readonly environment: Readonly<Record<string, string>>;
  readonly alerts: string;
  readonly operators: string;
  /** In a stack of an earlier version it is no output: tests that need it add it. */
  readonly machines: string;
  /** More outputs of the stack. */
  readonly outputs: Record<string, string>;
  /** Actions of SNS that are answered so, in place of what it would do. */
  readonly answers: Map<string, { readonly status: number; readonly body: string }>;
  /** When each message so far was delivered. */
  readonly deliveredAt: readonly Instant[];
  readonly run: (command: string, ...parameters: string[]) => Promise<Said>;
  /** Subscribes as CloudFormation does for what petitions.json names, or as anybody may. */
  readonly subscribe: (
    by: 'stack' | 'hand',
    topic: string,
    protocol: string,
    endpoint: string,
    attributes?: Record<string, string>,
  ) => Promise<string>;
  /** Visits the link that unsubscribes, as somebody or a mail scanner does. The status of the answer. */
  readonly lose: (arn: string) => Promise<number>;
  readonly attributesOf: (endpoint: string, topic?: string) => Promise<Record<string, string> | undefined>;
  /** Whoever waits confirms, by the link or so that the link of later mails ends nothing. */
  readonly confirmAll: (by?: 'link' | 'command') => Promise<void>;
  /** What was delivered since it was last asked. */
  readonly delivered: () => Promise<SnsDelivery[]>;
  readonly close: () => Promise<void>;
}

/** Webhooks are of the world: none is called. Waiting takes no time, but the clock goes on. */
export async function startPeople(stack = 'Petitions'): Promise<People> {
  const deliveries: SnsDelivery[] = [];
  const deliveredAt: Instant[] = [];
  let now = at('2026-01-05T17:00:00Z');
  const clock: Clock = {
    now: () => now,
    waitUntil: (instant) => {
      now = instant;
      return Promise.resolve();
    },
  };
  const sns = await startSns({
    now: () => now.toString(),
    onDelivery: (delivery) => {
      deliveries.push(delivery);
      deliveredAt.push(now);
    },
    isCalled: () => false,
    mailsConfirm: true,
  });
  const answers: People['answers'] = new Map();
  const front = await serve((request, response) => {
    void text(request).then(async (body) => {
      const own = answers.get(new URLSearchParams(body).get('Action') ?? '');
      const { authorization = '' } = request.headers;
      const answer = own ?? (await fetch(sns.url, { method: 'POST', body, headers: { authorization } }));
      response.writeHead(answer.status).end(answer instanceof Response ? await answer.text() : answer.body);
    });
  });
  const client = new SNSClient({
    endpoint: sns.url,
    region: 'us-east-1',
    credentials: { accessKeyId: accessKey, secretAccessKey: 'local' },
  });
  const topicWith = async (Name: string): Promise<string> =>
    (await client.send(new CreateTopicCommand({ Name }))).TopicArn ?? '';
  const [alerts, operators] = [await topicWith('petition-alerts'), await topicWith('petition-operators')];
  const machines = await topicWith('petition-alerts-machines');
  const outputs: Record<string, string> = {
    AlertTopicArn: alerts,
    OperatorTopicArn: operators,
    TableName: 'petitions',
    PollFunctionName: 'poll',
  };
  const resources: Resource[] = [{ type: 'AWS::SNS::Topic', id: alerts }];
  const cloudFormation = await startCloudFormation({ [stack]: { outputs, resources } });
  const environment = {
    AWS_ENDPOINT_URL_CLOUDFORMATION: cloudFormation.url,
    AWS_ENDPOINT_URL_SNS: front.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: accessKey,
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const restore = setEnvironment(environment);
  const listed = async (topics = [alerts, operators]): Promise<Subscription[]> => {
    const all = topics.map((TopicArn) => client.send(new ListSubscriptionsByTopicCommand({ TopicArn })));
    return (await Promise.all(all)).flatMap(({ Subscriptions = [] }) => Subscriptions);
  };
  return {
    environment,
    alerts,
    operators,
    machines,
    outputs,
    answers,
    deliveredAt,
    run: (command, ...parameters) => said(clock, command, '--stack', stack, ...parameters),
    subscribe: async (by, TopicArn, Protocol, Endpoint, Attributes) => {
      const request = { TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn: true };
      const { SubscriptionArn = '' } = await client.send(new SubscribeCommand(request));
      if (by === 'stack') {
        const FilterPolicy: unknown = JSON.parse(Attributes?.FilterPolicy ?? '{}');
        const properties = { Protocol, Endpoint, ...(Attributes?.FilterPolicy && { FilterPolicy }) };
        resources.push({ type: 'AWS::SNS::Subscription', id: SubscriptionArn, properties });
      }
      return SubscriptionArn;
    },
    lose: async (SubscriptionArn) => {
      const link = new URLSearchParams({ Action: 'Unsubscribe', SubscriptionArn });
      return (await fetch(`${sns.url}/?${link.toString()}`)).status;
    },
    attributesOf: async (endpoint, topic) => {
      const found = (await listed(topic === undefined ? undefined : [topic])).find(
        (one) => one.Endpoint === endpoint && one.SubscriptionArn !== 'Deleted',
      );
      if (found === undefined) return undefined;
      const { SubscriptionArn } = found;
      return (await client.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }))).Attributes;
    },
    confirmAll: async (by = 'link') => {
      await sns.settled();
      for (const { message } of deliveries.splice(0)) {
        const link = /visit:\n(.*)/.exec(message)?.[1];
        if (link === undefined) continue;
        const { searchParams } = new URL(link);
        const [TopicArn, Token] = ['TopicArn', 'Token'].map((name) => searchParams.get(name) ?? '');
        if (by === 'link') await fetch(link);
        // As docs/subscribing.md says.
        else await client.send(new ConfirmSubscriptionCommand({ TopicArn, Token, AuthenticateOnUnsubscribe: 'true' }));
      }
    },
    delivered: async () => {
      await sns.settled();
      return deliveries.splice(0);
    },
    close: async () => {
      restore();
      client.destroy();
      await Promise.all([front.close(), sns.close(), cloudFormation.close()]);
    },
  };
}

async function said(clock: Clock, ...parameters: string[]): Promise<Said> {
  const program = new Command().exitOverride();
  addSubscriberCommands(program, () => new Option('--format <format>').default('text'), clock);
  const written = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((stream) =>
    jest.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return { ...written, error: undefined };
  } catch (error) {
    return { ...written, error };
  } finally {
    for (const stream of streams) stream.mockRestore();
  }
}
