/** What no single field of a subscriber or operator shows: choices of what is not watched, one address named twice. */
import * as z from 'zod/mini';
import { sourceNames, sources } from '../sources/registry.ts';
import type { Source } from '../sources/source.ts';
import { privateUrlConflicts, type Conflict } from './conflict.ts';
import { addressKinds } from './recipients.ts';
import { filterCombinations, filterPolicyOf, snsLimits, type SubscriptionFilters } from './subscriptions.ts';

/** What is watched, as far as it can be read. */
export interface WatchedNames {
  /** `source/id` */
  readonly petitions: readonly string[];
  /** The sources of queries: any of their petitions may be watched. */
  readonly queried: readonly string[];
  readonly sources: readonly string[];
  /** The names of thresholds in rules of their own. */
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

export function findRecipientConflicts(value: unknown, watching: WatchedNames): Conflict[] {
  const { subscribers, operators } = z.parse(outline, value);
  return [
    ...subscribers.flatMap((one, index) => [
      ...filterConflicts(one, ['subscribers', index], watching),
      ...addressConflicts(one, index, subscribers, ['subscribers'], watching),
    ]),
    ...operators.flatMap((one, index) => addressConflicts(one, index, operators, ['operators'], watching)),
  ];
}

/** Of one person in the list at `path`: an address that another has already, or that is not public. */
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
      const message = `is named already, as ${[...path, first].join('.')}; SNS has an address once: put its choices together`;
      conflicts.push({ path: [...path, index, kind], message, input: address });
    }
  }
  return allowPrivate ? conflicts : [...conflicts, ...privateUrlConflicts([...path, index, 'webhook'], one.webhook)];
}

/** One of the names chosen at `path` that is none of the good ones; one that its own field finds wrong is left to that. */
function unknownNames(
  names: readonly string[],
  path: Conflict['path'],
  good: readonly string[],
  isWrong: (name: string) => boolean,
  what: string,
): Conflict[] {
  return names.flatMap((name, position) =>
    good.includes(name) || !isWrong(name)
      ? []
      : [{ path: [...path, position], message: `${what} ${quoted(good)}`, input: name }],
  );
}

export const unwatchedPetitions = (
  names: readonly string[],
  path: Conflict['path'],
  { petitions, queried }: Pick<WatchedNames, 'petitions' | 'queried'>,
): Conflict[] =>
  unknownNames(
    names,
    path,
    petitions,
    (name) => name.includes('/') && !queried.includes(name.slice(0, name.indexOf('/'))),
    'is not watched; watched are',
  );

function filterConflicts(choices: SubscriptionFilters, path: Conflict['path'], watching: WatchedNames): Conflict[] {
  const { sources: chosen = [], petitions = [], thresholds: lines = [] } = choices;
  const thresholds = thresholdsOf(watching);
  const conflicts: Conflict[] = [
    ...unwatchedPetitions(petitions, [...path, 'petitions'], watching),
    ...unknownNames(
      chosen,
      [...path, 'sources'],
      watching.sources,
      (name) => sourceNames.includes(name),
      'is not watched; watched are petitions of',
    ),
    ...unknownNames(
      lines,
      [...path, 'thresholds'],
      thresholds,
      () => thresholds.length > 0,
      'is no threshold of what is watched; there are',
    ),
  ];
  const policy = filterPolicyOf(choices);
  if (policy !== undefined && filterCombinations(policy) > snsLimits.combinations) {
    const factors = Object.entries(policy).map(([key, { length }]) => `${length} of ${key}`);
    const message = `chooses ${filterCombinations(policy)} combinations (${factors.join(' × ')}), and SNS takes ${snsLimits.combinations}: name fewer, or leave a list out for all`;
    conflicts.push({ path, message, input: undefined });
  }
  return conflicts;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The names of thresholds that petitions of these sources may have, under any edition of their rules. */
function thresholdsOf({ sources: watched, thresholds }: WatchedNames): string[] {
  const known = Object.entries<Source>(sources).filter(([name]) => watched.includes(name));
  const names = known.flatMap(([, { history }]) =>
    history.flatMap(({ rules }) => rules.thresholds.map((threshold) => threshold.name)),
  );
  return [...new Set([...names, ...thresholds])];
}
