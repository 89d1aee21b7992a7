/** `petition-monitor subscribe`: subscribes an address, or changes its filters. */
import { FilterPolicyLimitExceededException } from '@aws-sdk/client-sns';
import { BadInput, parse, type Fault } from '../../src/validation.ts';
import { privateUrlConflicts } from '../../src/config/conflict.ts';
import { findRecipientConflicts } from '../../src/config/recipient-conflicts.ts';
import {
  addressKinds,
  goodSource,
  operator,
  subscriber,
  type AddressKind,
  type Subscriber,
} from '../../src/config/recipients.ts';
import {
  filterPolicyText,
  isMachineEndpoint,
  toSubscription,
  type SubscriptionFilters,
  type Subscription,
} from '../../src/config/subscriptions.ts';
import { sourcesWithCustomRules } from '../../src/config/custom-rules.ts';
import { phoneNumberFault } from '../../src/config/phone-number.ts';
import { customSources, idFormatOf, sourceNames } from '../../src/sources/registry.ts';
import { quotaWarningWith } from '../subscribers/filter-policy-quota.ts';
import type { TopicRef } from '../subscribers/topic-subscriptions.ts';
import { nextSteps } from '../subscribers/next-steps.ts';
import { subscribeEndpoint as subscribeTo, type SubscribeOutcome } from '../subscribers/subscribe-endpoint.ts';
import { topicLabel, withTopic, type TopicOptions } from '../open-topic.ts';

export interface SubscribeOptions extends TopicOptions, SubscriptionFilters {
  readonly email?: string;
  readonly sms?: string;
  readonly webhook?: string;
  readonly queue?: string;
  readonly function?: string;
}

const filterNames = ['alerts', 'sources', 'petitions', 'thresholds'] as const;

/** @throws {BadInput} for a bad address or filter, or an address that petitions.json has with other filters. */
export async function subscribe(options: SubscribeOptions): Promise<void> {
  const wanted = toSubscription(subscriberFrom(options));
  await withTopic(options, async (topic) => {
    const warning = await quotaWarningWith(topic, wanted);
    if (warning !== undefined) note(warning);
    // First there: a machine that is only on the topic of alerts would get no alert of a summary.
    const other = isMachineEndpoint(wanted) ? topic.machines : undefined;
    const outcomes = [other && (await subscribeOrExplain(other, wanted)), await subscribeOrExplain(topic, wanted)];
    const outcome = outcomes.findLast((one) => one !== undefined && one !== 'unchanged') ?? 'unchanged';
    process.stdout.write(`${outcomeText[outcome](wanted, topicLabel(options))}\n`);
    if (outcome === 'subscribed' || outcome === 'waiting') (await nextSteps(wanted, topic)).forEach(note);
  });
}

const subscribeOrExplain = (topic: TopicRef, wanted: Subscription): Promise<SubscribeOutcome> =>
  subscribeTo(topic, wanted).catch((error: unknown) => {
    if (!(error instanceof FilterPolicyLimitExceededException)) throw error;
    throw new Error(`${wanted.endpoint} cannot have filters: SNS says "${error.message}"`, { cause: error });
  });

const note = (text: string): void => void process.stderr.write(`${text}\n`);

const filterText = ({ filterPolicy }: Subscription): string =>
  filterPolicy === undefined ? 'all of them' : filterPolicyText(filterPolicy);

const outcomeText: Record<SubscribeOutcome, (subscription: Subscription, what: string) => string> = {
  subscribed: (one, what) => `${one.endpoint} is subscribed to ${what}: ${filterText(one)}.`,
  waiting: (one, what) =>
    `${one.endpoint} is already subscribed to ${what} but not confirmed; SNS has sent the confirmation again.`,
  changed: (one, what) => `${one.endpoint} is subscribed to ${what} and has new filters: ${filterText(one)}.`,
  unchanged: (one, what) => `${one.endpoint} is already subscribed to ${what}: ${filterText(one)}. Nothing changed.`,
};

/** As an entry of petitions.json. */
function subscriberFrom(options: SubscribeOptions): Subscriber {
  const given = addressKinds.filter((kind) => options[kind] !== undefined);
  if (given.length !== 1) {
    const message = `give one address: --${addressKinds.join(', --')}, such as --email desk@example.org`;
    throw bad([{ path: '', message }]);
  }
  const filters = filterNames.filter((list) => options[list] !== undefined);
  if (options.operators && filters.length > 0) {
    throw bad(
      filters.map((list) => ({
        path: `--${list}`,
        message: 'cannot be used with --operators: operators get every message',
      })),
    );
  }
  const named: Partial<Record<AddressKind | keyof SubscriptionFilters, unknown>> = Object.fromEntries(
    [...given, ...filters].map((name) => [name, options[name]]),
  );
  const wanted: Subscriber = parse(options.operators ? operator : subscriber, named, what);
  const faults = [...addressFaults(wanted), ...filterFaults(wanted)];
  if (faults.length > 0) throw bad(faults);
  return wanted;
}

const what = 'subscribe';
const bad = (faults: readonly Fault[]): BadInput => new BadInput(what, faults);

/** What the schema does not check: it would be too big, and it allows private hosts, which SNS cannot reach. */
function addressFaults({ sms, webhook }: Subscriber): Fault[] {
  const number = sms === undefined ? undefined : phoneNumberFault(sms);
  return [
    ...(number === undefined ? [] : [{ path: 'sms', message: number }]),
    ...privateUrlConflicts(['webhook'], webhook).map(() => ({
      path: 'webhook',
      message: 'must be an https address of a public host, such as "https://example.org/alerts"',
    })),
  ];
}

/**
 * As in a config that watches everything in the filters: the deployed config may change while the subscription stays.
 */
function filterFaults(wanted: Subscriber): Fault[] {
  const watching = {
    isComplete: true,
    petitions: wanted.petitions ?? [],
    queried: [],
    sources: sourceNames,
    thresholds: mayHaveCustomRules(wanted) ? (wanted.thresholds ?? []) : [],
    allowPrivate: true,
  };
  const conflicts = findRecipientConflicts({ subscribers: [wanted] }, watching).map(({ path, message, input }) => ({
    path: path.slice(2).join('.'),
    message: input === undefined ? message : `${message} (it is ${JSON.stringify(input)})`,
  }));
  return [...conflicts, ...watching.petitions.flatMap(petitionFaults)];
}

/** Whether it may be about custom rules: the names of their thresholds are only in the deployed petitions.json. */
const mayHaveCustomRules = ({ sources: names = [], petitions = [] }: Subscriber): boolean =>
  [...names, ...petitions].some((name) => {
    const [source = ''] = name.split('/');
    return source in customSources || sourcesWithCustomRules.has(source);
  });

function petitionFaults(petition: string, index: number): Fault[] {
  const slash = petition.indexOf('/');
  const source = petition.slice(0, slash);
  const format = idFormatOf(source);
  if (format?.pattern.test(petition.slice(slash + 1))) return [];
  const good =
    format === undefined ? goodSource(source) : `must be an id of ${source}, such as "${source}/${format.example}"`;
  const message = `${good} (it is "${petition}")`;
  return [{ path: `petitions.${index}`, message }];
}
