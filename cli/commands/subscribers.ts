/** `petition-monitor subscribers`: the subscriptions of a topic. */
import { describeSubscriptions, type SubscriptionDetails } from '../subscribers/topic-subscriptions.ts';
import { howToBringBack } from '../subscribers/subscribe-endpoint.ts';
import { subscribersTable } from '../subscribers/subscribers-table.ts';
import type { OutputFormat } from '../options.ts';
import { topicLabel, withTopic, type TopicOptions } from '../open-topic.ts';

export interface SubscribersOptions extends TopicOptions {
  readonly format: OutputFormat;
}

export async function subscribers({ format, ...options }: SubscribersOptions): Promise<void> {
  const found = await withTopic(options, (topic) => describeSubscriptions(topic));
  if (format === 'jsonl') for (const one of found) process.stdout.write(`${JSON.stringify(asData(one))}\n`);
  else if (found.length === 0) process.stdout.write(`Nobody is subscribed to ${topicLabel(options)}.\n`);
  else process.stdout.write(`${subscribersTable(found, options.operators ? 'every message' : 'every alert')}\n`);
  for (const { endpoint, state } of found) if (state === 'gone') process.stderr.write(`${goneText(endpoint)}\n`);
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
