/** Faults of recipients across several fields: filters for what is not watched, one address used twice. */
import { sourceOf } from '../domain/source-of.ts';
import * as z from 'zod/mini';
import { suggestion } from '../domain/closest-name.ts';
import { sourceNames, sources } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { privateUrlConflicts, type Conflict } from './conflict.ts';
import { channelKinds } from '../channels/channel-registry.ts';
import { channelName } from './channel-subscribers.ts';
import { addressKinds } from './recipients.ts';
import { filterCombinations, filterPolicyOf, snsLimits, type SubscriptionFilters } from './subscriptions.ts';

/** What is watched, as far as it can be read. */
export interface WatchedNames {
  /** Whether all of it can be read: only then is a name that is not among it wrong. */
  readonly isComplete: boolean;
  /** `source/id` */
  readonly petitions: readonly string[];
  /** The sources of queries: any of their petitions may be watched. */
  readonly queried: readonly string[];
  readonly sources: readonly string[];
  /** The names of thresholds in custom rules. */
  readonly thresholds: readonly string[];
  readonly allowPrivate: boolean;
}

export const lenient = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.optional(z.catch(z.optional(schema), undefined));
const text = lenient(z.string());
export const lenientTexts = lenient(z.array(z.string()).check(z.minLength(1)));
const lenientRecipient = z.catch(
  z.object({
    email: text,
    sms: text,
    webhook: text,
    queue: text,
    function: text,
    alerts: lenientTexts,
    sources: lenientTexts,
    petitions: lenientTexts,
    thresholds: lenientTexts,
  }),
  {},
);
type LenientRecipient = z.output<typeof lenientRecipient>;
export const lenientRecipients = z.catch(z.array(lenientRecipient), []);
const outline = z.catch(z.object({ subscribers: lenientRecipients, operators: lenientRecipients }), {
  subscribers: [],
  operators: [],
});

const channelsOf = z.catch(
  z.object({ subscribers: z.catch(z.array(z.catch(z.record(z.string(), z.unknown()), {})), []) }),
  {
    subscribers: [],
  },
);
const settingsOf = z.catch(z.record(z.string(), z.unknown()), {});

/** Of the channels: one that another subscriber already has, or an address that is not public. */
function channelConflicts(value: unknown, { allowPrivate }: WatchedNames): Conflict[] {
  const { subscribers } = z.parse(channelsOf, value);
  const firsts = new Map<string, number>();
  return subscribers.flatMap((one, index) =>
    channelKinds.flatMap((kind): Conflict[] => {
      if (one[kind] === undefined) return [];
      const path = ['subscribers', index, kind];
      const settings = z.parse(settingsOf, one[kind]);
      const name = `${kind} ${channelName(settings)}`;
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, index);
      const message = `is already the channel of subscribers.${first}, so merge the filters`;
      const addresses = Object.entries(settings).flatMap(([field, text]) =>
        !allowPrivate && typeof text === 'string' && /^https?:/.test(text)
          ? privateUrlConflicts([...path, field], text)
          : [],
      );
      return first === undefined ? addresses : [...addresses, { path, message, input: undefined }];
    }),
  );
}

export function findRecipientConflicts(value: unknown, watching: WatchedNames): Conflict[] {
  const { subscribers, operators } = z.parse(outline, value);
  return [
    ...subscribers.flatMap((one, index) => [
      ...filterConflicts(one, ['subscribers', index], watching),
      ...addressConflicts(one, index, subscribers, ['subscribers'], watching),
    ]),
    ...operators.flatMap((one, index) => addressConflicts(one, index, operators, ['operators'], watching)),
    ...channelConflicts(value, watching),
  ];
}

/** Of one recipient in the list at `path`: an address that another already has, or that is not public. */
export function addressConflicts(
  one: LenientRecipient,
  index: number,
  all: readonly LenientRecipient[],
  path: Conflict['path'],
  { allowPrivate }: WatchedNames,
): Conflict[] {
  const conflicts: Conflict[] = [];
  for (const kind of addressKinds) {
    const address = one[kind];
    const first = all.findIndex((other) => other[kind] === address);
    if (address !== undefined && first < index) {
      const merge = path[0] === 'subscribers' ? ', so merge the filters' : '';
      const message = `is already used by ${[...path, first].join('.')}; SNS allows one subscription per address${merge}`;
      conflicts.push({ path: [...path, index, kind], message, input: address });
    }
  }
  return allowPrivate ? conflicts : [...conflicts, ...privateUrlConflicts([...path, index, 'webhook'], one.webhook)];
}

/** Names at `path` that are not among the good ones. A name that its own field finds wrong is left to that field. */
function unknownNames(
  names: readonly string[],
  path: Conflict['path'],
  good: readonly string[],
  isWrong: (name: string) => boolean,
  messageFor: (name: string) => string,
): Conflict[] {
  return names.flatMap((name, position) =>
    good.includes(name) || !isWrong(name)
      ? []
      : [{ path: [...path, position], message: messageFor(name), input: name }],
  );
}

export const unwatchedPetitions = (
  names: readonly string[],
  path: Conflict['path'],
  { petitions, queried, isComplete }: Pick<WatchedNames, 'petitions' | 'queried' | 'isComplete'>,
): Conflict[] =>
  unknownNames(
    names,
    path,
    petitions,
    (name) => isComplete && name.includes('/') && !queried.includes(sourceOf(name)),
    () => `is not a watched petition; ${listed([...petitions, ...queried.map((source) => `${source}/…`)])}`,
  );

function filterConflicts(filters: SubscriptionFilters, path: Conflict['path'], watching: WatchedNames): Conflict[] {
  const { isComplete } = watching;
  const known = thresholdsOf(watching);
  const conflicts: Conflict[] = [
    ...unwatchedPetitions(filters.petitions ?? [], [...path, 'petitions'], watching),
    ...unknownNames(
      filters.sources ?? [],
      [...path, 'sources'],
      watching.sources,
      (name) => isComplete && sourceNames.includes(name),
      () => `is not a source of a watched petition; ${listed(watching.sources)}`,
    ),
    ...unknownNames(
      filters.thresholds ?? [],
      [...path, 'thresholds'],
      known,
      () => isComplete && known.length > 0,
      (name) => `is not a threshold of a watched petition; ${suggestion(name, known, listed(known))}`,
    ),
  ];
  const policy = filterPolicyOf(filters);
  if (policy !== undefined && filterCombinations(policy) > snsLimits.combinations) {
    const factors = Object.entries(policy).map(([key, { length }]) => `${length} of ${key}`);
    const message = `has filters with ${filterCombinations(policy)} combinations (${factors.join(' × ')}), and SNS allows ${snsLimits.combinations}: name fewer, or leave a list out to get all`;
    conflicts.push({ path, message, input: undefined });
  }
  return conflicts;
}

/** Names beyond this many are only counted. */
const maxNamed = 20;

function listed(names: readonly string[]): string {
  const shown = names.slice(0, maxNamed).map((name) => `"${name}"`);
  const more = names.length - shown.length;
  return `there ${names.length === 1 ? 'is' : 'are'} ${[...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ')}`;
}

/** The names of thresholds that petitions of these sources may have, under any edition of their rules. */
function thresholdsOf({ sources: watched, thresholds }: WatchedNames): string[] {
  const platforms = Object.entries<Source>(sources).filter(([name]) => watched.includes(name));
  const names = platforms.flatMap(([, { history }]) =>
    history.flatMap(({ rules }) => rules.thresholds.map((threshold) => threshold.name)),
  );
  return [...new Set([...names, ...thresholds])];
}
