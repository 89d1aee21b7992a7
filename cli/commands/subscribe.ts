/** `monitor subscribe`: tells one more address, or changes what it is told. */
import { FilterPolicyLimitExceededException } from '@aws-sdk/client-sns';
import { BadInput, parse, type Fault } from '../../src/validation.ts';
import { privateUrlConflicts } from '../../src/config/conflict.ts';
import { findRecipientConflicts } from '../../src/config/recipient-conflicts.ts';
import { addressKinds, operator, subscriber, type AddressKind, type Subscriber } from '../../src/config/recipients.ts';
import {
  filterPolicyText,
  toSubscription,
  type SubscriptionFilters,
  type Subscription,
} from '../../src/config/subscriptions.ts';
import { sourcesWithCustomRules } from '../../src/config/custom-rules.ts';
import { phoneNumberFault } from '../../src/config/phone-number.ts';
import { customSources, idFormatOf, sourceNames, sources } from '../../src/sources/registry.ts';
import { quotaWarningWith } from '../subscribers/filter-policy-quota.ts';
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

const lists = ['alerts', 'sources', 'petitions', 'thresholds'] as const;

/** @throws {BadInput} for an address or a choice that is none, or what petitions.json names otherwise. */
export async function subscribe(options: SubscribeOptions): Promise<void> {
  const wanted = toSubscription(personOf(options));
  await withTopic(options, async (topic) => {
    const crowded = await quotaWarningWith(topic, wanted);
    if (crowded !== undefined) note(crowded);
    const outcome = await subscribeTo(topic, wanted).catch((error: unknown) => {
      if (!(error instanceof FilterPolicyLimitExceededException)) throw error;
      throw new Error(`${wanted.endpoint} can not choose, as others do: SNS says "${error.message}"`, { cause: error });
    });
    process.stdout.write(`${said[outcome](wanted, topicLabel(options))}\n`);
    if (outcome === 'subscribed' || outcome === 'waiting') (await nextSteps(wanted, topic)).forEach(note);
  });
}

const note = (text: string): void => void process.stderr.write(`${text}\n`);

const gets = ({ filterPolicy }: Subscription): string =>
  filterPolicy === undefined ? 'all of them' : filterPolicyText(filterPolicy);

const said: Record<SubscribeOutcome, (subscription: Subscription, what: string) => string> = {
  subscribed: (one, what) => `${one.endpoint} subscribes to ${what}: ${gets(one)}.`,
  waiting: (one, what) => `${one.endpoint} subscribes to ${what} already, and is not confirmed yet: SNS asks it again.`,
  changed: (one, what) => `${one.endpoint} subscribes to ${what} already, and is changed: it gets ${gets(one)}.`,
  unchanged: (one, what) => `${one.endpoint} subscribes to ${what} already, and gets ${gets(one)}: nothing is changed.`,
};

/** As petitions.json would name them. */
function personOf(options: SubscribeOptions): Subscriber {
  const given = addressKinds.filter((kind) => options[kind] !== undefined);
  if (given.length !== 1) {
    const message = `name one address: --${addressKinds.join(', --')}; a good one is --email desk@example.org`;
    throw bad([{ path: '', message }]);
  }
  const chosen = lists.filter((list) => options[list] !== undefined);
  if (options.operators && chosen.length > 0) {
    throw bad(chosen.map((list) => ({ path: `--${list}`, message: 'is for alerts: operators get all there is' })));
  }
  const named: Partial<Record<AddressKind | keyof SubscriptionFilters, unknown>> = Object.fromEntries(
    [...given, ...chosen].map((name) => [name, options[name]]),
  );
  const person: Subscriber = parse(options.operators ? operator : subscriber, named, what);
  const faults = [...wrongAddress(person), ...wrongChoices(person)];
  if (faults.length > 0) throw bad(faults);
  return person;
}

const what = 'subscribe';
const bad = (faults: readonly Fault[]): BadInput => new BadInput(what, faults);

/** What the schema does not ask, for its size or for the sake of a laptop: SNS posts to public hosts alone. */
function wrongAddress({ sms, webhook }: Subscriber): Fault[] {
  const number = sms === undefined ? undefined : phoneNumberFault(sms);
  return [
    ...(number === undefined ? [] : [{ path: 'sms', message: number }]),
    ...privateUrlConflicts(['webhook'], webhook).map(() => ({
      path: 'webhook',
      message: 'must be an https address of a public host, such as "https://example.org/alerts"',
    })),
  ];
}

/** As of a config that watches everything that is named: what the deployed one watches may change before this does. */
function wrongChoices(person: Subscriber): Fault[] {
  const watching = {
    isComplete: true,
    petitions: person.petitions ?? [],
    queried: [],
    sources: sourceNames,
    thresholds: mayBringRules(person) ? (person.thresholds ?? []) : [],
    allowPrivate: true,
  };
  const conflicts = findRecipientConflicts({ subscribers: [person] }, watching).map(({ path, message, input }) => ({
    path: path.slice(2).join('.'),
    message: input === undefined ? message : `${message} (it is ${JSON.stringify(input)})`,
  }));
  return [...conflicts, ...watching.petitions.flatMap(wrongPetition)];
}

/** What a petition with rules of its own calls its thresholds is only in the petitions.json that names it. */
const mayBringRules = ({ sources: chosen = [], petitions = [] }: Subscriber): boolean =>
  [...chosen, ...petitions].some((name) => {
    const [source = ''] = name.split('/');
    return source in customSources || sourcesWithCustomRules.has(source);
  });

function wrongPetition(petition: string, index: number): Fault[] {
  const slash = petition.indexOf('/');
  if (idFormatOf(petition.slice(0, slash))?.pattern.test(petition.slice(slash + 1))) return [];
  const good = Object.entries({ ...sources, ...customSources }).map(([name, { id }]) => `"${name}/${id.example}"`);
  const message = `must be a petition of a source that is read here, such as ${good.join(' or ')} (it is "${petition}")`;
  return [{ path: `petitions.${index}`, message }];
}
