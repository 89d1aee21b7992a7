/** `petition-monitor subscribers`: the subscriptions of a topic. */
import * as z from 'zod/mini';
import { filterPolicyOf } from '../../src/config/subscriptions.ts';
import { parseJson } from '../../src/validation.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { describeSubscriptions, type SubscriptionDetails } from '../subscribers/topic-subscriptions.ts';
import { howToBringBack } from '../subscribers/subscribe-endpoint.ts';
import { subscribersTable } from '../subscribers/subscribers-table.ts';
import type { OutputFormat } from '../options.ts';
import { topicLabel, withTopic, type TopicOptions } from '../open-topic.ts';

export interface SubscribersOptions extends TopicOptions {
  readonly format: OutputFormat;
}

export async function subscribers({ format, ...options }: SubscribersOptions): Promise<void> {
  const subscribed = await withTopic(options, (topic) => describeSubscriptions(topic));
  const found = [...subscribed, ...(options.operators ? [] : await channelsOf(options.stack))];
  if (format === 'jsonl') for (const one of found) process.stdout.write(`${JSON.stringify(asData(one))}\n`);
  else if (found.length === 0) process.stdout.write(`Nobody is subscribed to ${topicLabel(options)}.\n`);
  else process.stdout.write(`${subscribersTable(found, options.operators ? 'every message' : 'every alert')}\n`);
  for (const { endpoint, state } of found) if (state === 'gone') process.stderr.write(`${goneText(endpoint)}\n`);
}

const channelList = z.array(
  z.object({ kind: z.string(), name: z.string(), filters: z.record(z.string(), z.array(z.string())) }),
);

/** The channels of the deployed petitions.json. SNS does not know them, and there is nothing to confirm. */
async function channelsOf(stack: string): Promise<SubscriptionDetails[]> {
  const { Channels = '[]' } = await stackOutputs(stack);
  return parseJson(channelList, Channels, 'the output Channels').map(({ kind, name, filters }) => ({
    protocol: kind,
    endpoint: name,
    state: 'confirmed',
    filterPolicy: filterPolicyOf(filters) ?? {},
    ...{ madeBy: 'petitions.json', arn: undefined, undelivered: undefined },
  }));
}

const goneText = (endpoint: string): string =>
  `${endpoint} is in petitions.json, and SNS no longer has it: ${howToBringBack(endpoint)}.`;

/** Every line has all keys that docs/design.md names. */
const asData = ({ protocol, endpoint, state, filterPolicy, madeBy, arn, undelivered }: SubscriptionDetails) => ({
  protocol,
  endpoint,
  confirmed: state === 'confirmed',
  state,
  filterPolicy: filterPolicy ?? null,
  madeBy,
  arn: arn ?? null,
  undelivered: undelivered ?? null,
});
