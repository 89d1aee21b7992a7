/** `monitor subscribers`: who is told, and what. */
import { subscribed, type Subscribed } from '../subscribers/topic-subscriptions.ts';
import { tableOf } from '../subscribers/subscribers-table.ts';
import type { Format } from '../options.ts';
import { nameOf, withTopic, type OfTopic } from '../open-topic.ts';

export interface SubscribersOptions extends OfTopic {
  readonly format: Format;
}

export async function subscribers({ format, ...options }: SubscribersOptions): Promise<void> {
  const found = await withTopic(options, (topic) => subscribed(topic));
  if (format === 'jsonl') for (const one of found) process.stdout.write(`${JSON.stringify(asData(one))}\n`);
  else if (found.length === 0) process.stdout.write(`Nobody subscribes to ${nameOf(options)}.\n`);
  else process.stdout.write(`${tableOf(found, options.operators ? 'every message' : 'every alert')}\n`);
}

/** The keys that docs/design.md names, each in every line. */
const asData = ({ protocol, endpoint, confirmed, filterPolicy, madeBy, arn, undelivered }: Subscribed) => ({
  protocol,
  endpoint,
  confirmed,
  filterPolicy: filterPolicy ?? null,
  madeBy,
  arn: arn ?? null,
  undelivered: undelivered ?? null,
});
