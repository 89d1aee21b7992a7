/** `petition-monitor subscribers`: the subscriptions of a topic. */
import * as z from 'zod/mini';
import { filterPolicyOf } from '../../src/config/subscriptions.ts';
import { parseJson } from '../../src/validation.ts';
import { fittingTable } from '../../local/fitting-table.ts';
import { formatNumber } from '../../src/format.ts';
import { oneLine } from '../../src/text.ts';
import {
  addressesOfFollowers,
  countFollowers,
  listFollowersTopics,
  type CountedFollowers,
  type FollowerAddress,
} from '../subscribers/signed-up.ts';
import { stackOutputs } from '../stack-outputs.ts';
import { describeSubscriptions, type SubscriptionDetails } from '../subscribers/topic-subscriptions.ts';
import { howToBringBack } from '../subscribers/subscribe-endpoint.ts';
import { subscribersTable } from '../subscribers/subscribers-table.ts';
import type { OutputFormat } from '../options.ts';
import { topicLabel, withTopics, type StackTopics, type TopicOptions } from '../open-topic.ts';

export interface SubscribersOptions extends TopicOptions {
  readonly format: OutputFormat;
  /** Whether the addresses of followers are shown. */
  readonly addresses?: boolean;
}

export async function subscribers({ format, addresses = false, ...options }: SubscribersOptions): Promise<void> {
  const { subscribed, followed } = await withTopics(options.stack, async ({ alerts, operators, followers }) => ({
    subscribed: await describeSubscriptions(options.operators ? operators : alerts),
    followed: options.operators || followers === undefined ? undefined : await followersIn(followers, addresses),
  }));
  const found = [...subscribed, ...(options.operators ? [] : await channelsOf(options.stack))];
  if (format === 'jsonl') for (const one of found) process.stdout.write(`${JSON.stringify(asData(one))}\n`);
  else if (found.length === 0) process.stdout.write(`Nobody is subscribed to ${topicLabel(options)}.\n`);
  else process.stdout.write(`${subscribersTable(found, options.operators ? 'every message' : 'every alert')}\n`);
  if (followed !== undefined) showFollowers(followed, format);
  for (const { endpoint, state } of found) if (state === 'gone') process.stderr.write(`${goneText(endpoint)}\n`);
}

interface Followed extends CountedFollowers {
  readonly addresses?: readonly FollowerAddress[] | undefined;
}

async function followersIn(
  { client, prefix }: NonNullable<StackTopics['followers']>,
  withAddresses: boolean,
): Promise<Followed[]> {
  const topics = await listFollowersTopics(client, prefix);
  const counted = await countFollowers(client, topics);
  if (!withAddresses) return counted;
  const addresses = await addressesOfFollowers(client, topics);
  return counted.map((one) => ({ ...one, addresses: addresses.get(one.arn) }));
}

function showFollowers(followed: readonly Followed[], format: OutputFormat): void {
  if (format === 'jsonl') {
    for (const { petition, choice, confirmed, pending, arn, addresses } of followed) {
      const line = { petition, choice, confirmed, pending, topic: arn, ...(addresses && { addresses }) };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    }
  } else if (followed.length === 0) process.stdout.write('Nobody has signed up on the site yet.\n');
  else process.stdout.write(`${followersTable(followed)}\n`);
}

const followersTable = (followed: readonly Followed[]): string =>
  fittingTable({
    columns: [
      { head: 'followers of' },
      { head: 'told of' },
      { head: 'confirmed', align: 'right' },
      { head: 'pending', align: 'right' },
      ...(followed.some(({ addresses }) => addresses !== undefined) ? [{ head: 'addresses', width: 60 }] : []),
    ],
    groups: followed.map(({ petition, choice, confirmed, pending, addresses }) => [
      [
        oneLine(petition),
        choice === 'main' ? 'main alerts' : 'all alerts',
        formatNumber(confirmed),
        formatNumber(pending),
        ...(addresses === undefined ? [] : [addresses.map(addressText).join(', ')]),
      ],
    ]),
    wordWrap: true,
  });

const addressText = ({ endpoint, confirmed }: FollowerAddress): string =>
  `${oneLine(endpoint)}${confirmed ? '' : ' (pending)'}`;

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
