/** What no single field of a subscriber or operator shows: choices of what is not watched, one address named twice. */
import * as z from 'zod/mini';
import { sources } from '../sources/index.ts';
import type { Source } from '../sources/source.ts';
import { privateAddress, type Conflict } from './conflict.ts';
import { addressKinds } from './people.ts';
import { combinations, filterPolicyOf, snsTakes, type Choices } from './subscriptions.ts';

/** What is watched, as far as it can be read. */
export interface Watching {
  /** `source/id` */
  readonly petitions: readonly string[];
  readonly sources: readonly string[];
  readonly allowPrivate: boolean;
}

const maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.catch(z.optional(schema), undefined));
const text = maybe(z.string());
const texts = maybe(z.array(z.string()).check(z.minLength(1)));
const person = z.catch(
  z.object({
    email: text,
    sms: text,
    webhook: text,
    queue: text,
    function: text,
    alerts: texts,
    sources: texts,
    petitions: texts,
    thresholds: texts,
  }),
  {},
);
type Person = z.output<typeof person>;
const people = z.catch(z.array(person), []);
const outline = z.catch(z.object({ subscribers: people, operators: people }), { subscribers: [], operators: [] });

export function findConflictsOfPeople(value: unknown, watching: Watching): Conflict[] {
  const { subscribers, operators } = z.parse(outline, value);
  return [
    ...subscribers.flatMap((one, index) => [
      ...wrongChoices(one, ['subscribers', index], watching),
      ...wrongAddresses(one, index, subscribers, 'subscribers', watching),
    ]),
    ...operators.flatMap((one, index) => wrongAddresses(one, index, operators, 'operators', watching)),
  ];
}

function wrongAddresses(one: Person, index: number, all: readonly Person[], list: string, { allowPrivate }: Watching) {
  const conflicts: Conflict[] = [];
  for (const kind of addressKinds) {
    const address = one[kind];
    const first = all.findIndex((other) => other[kind] === address);
    if (address !== undefined && first < index) {
      const message = `is named already, as ${list}.${first}; SNS has an address once: put its choices together`;
      conflicts.push({ path: [list, index, kind], message, input: address });
    }
  }
  return allowPrivate ? conflicts : [...conflicts, ...privateAddress([list, index, 'webhook'], one.webhook)];
}

function wrongChoices(choices: Choices, path: Conflict['path'], watching: Watching): Conflict[] {
  const unknown = (list: keyof Choices, good: readonly string[], isWrong: (name: string) => boolean, what: string) =>
    (choices[list] ?? []).flatMap((name, position) =>
      good.includes(name) || !isWrong(name)
        ? []
        : [{ path: [...path, list, position], message: `${what} ${quoted(good)}`, input: name }],
    );
  const thresholds = thresholdsOf(watching.sources);
  const conflicts: Conflict[] = [
    ...unknown('petitions', watching.petitions, (name) => name.includes('/'), 'is not watched; watched are'),
    ...unknown('sources', watching.sources, (name) => name in sources, 'is not watched; watched are petitions of'),
    ...unknown('thresholds', thresholds, () => thresholds.length > 0, 'is no threshold of what is watched; there are'),
  ];
  const policy = filterPolicyOf(choices);
  if (policy !== undefined && combinations(policy) > snsTakes.combinations) {
    const factors = Object.entries(policy).map(([key, { length }]) => `${length} of ${key}`);
    const message = `chooses ${combinations(policy)} combinations (${factors.join(' × ')}), and SNS takes ${snsTakes.combinations}: name fewer, or leave a list out for all`;
    conflicts.push({ path, message, input: undefined });
  }
  return conflicts;
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The names of thresholds that petitions of these sources may have, under any edition of their rules. */
function thresholdsOf(watched: readonly string[]): string[] {
  const known = Object.entries<Source>(sources).filter(([name]) => watched.includes(name));
  const names = known.flatMap(([, { history }]) =>
    history.flatMap(({ rules }) => rules.thresholds.map((threshold) => threshold.name)),
  );
  return [...new Set(names)];
}
