/**
 * Validation: what comes from outside (environment, config, stored items, answers of platforms, events) is parsed here
 * and trusted inside. Input that does not fit is one error that names every fault by its path.
 */
import * as z from 'zod/mini';
import { jsonValue } from './json-value.ts';
import { errorMessage, clip, oneLine } from './text.ts';

// zod/mini has no words of its own, and those of its locales are not ours.
z.config({ localeError: (issue) => messageOf(issue) });

export interface Fault {
  /** Where, such as `watch.0.source`; empty for the whole. */
  readonly path: string;
  /** What is wrong there, and what a good value looks like. */
  readonly message: string;
  /** Line and column in a file that people write, such as `3:15`. */
  readonly position?: string;
}

/** The place of a character in a text that people write: line and column, such as `3:15`. */
export function positionAt(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** Input from outside that is not what it has to be. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  readonly faults: readonly Fault[];

  /** `what` names the input in the message: `petitions.json`, `answer of uk-parliament`. */
  constructor(what: string, faults: readonly Fault[]) {
    const lines = faults.map(({ path, message, position }) => {
      const place = position === undefined ? (faults.length === 1 ? `${what}: ` : '') : `${what}:${position}: `;
      return `${place}${path}${path === '' ? '' : ' '}${message}`;
    });
    super(lines.length === 1 ? lines.join('') : `${what}: ${lines.length} faults\n  ${lines.join('\n  ')}`);
    this.faults = faults;
  }
}

/**
 * The value as the schema reads it. @throws {BadInput} with every fault, but one for each path: the first says the
 * most.
 */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  const faults = result.error.issues.flatMap((issue) => faultsOf(issue, value));
  throw new BadInput(
    what,
    faults.filter(({ path }, index) => faults.findIndex((other) => other.path === path) === index),
  );
}

/** JSON text as the schema reads it. @throws {BadInput} also when it is not JSON. */
export function parseJson<Schema extends z.ZodMiniType>(schema: Schema, text: string, what: string): z.output<Schema> {
  let value: unknown;
  try {
    value = jsonValue(text);
  } catch (error) {
    const reason = errorMessage(error);
    throw new BadInput(what, [{ path: '', message: `is not JSON (${reason}); it begins ${excerpt(text)}` }]);
  }
  return parse(schema, value, what);
}

/** What one of zod's issues says, with what was found. */
function faultsOf(issue: z.core.$ZodIssue, value: unknown): Fault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const messages = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      path: [...path, key].join('.'),
      message: messages[index] ?? issue.message,
    }));
  }
  if (issue.code === 'invalid_union') {
    // Of the forms that a value may have, only one is of its type: the faults of that form say more than that none
    // fits.
    const [likely, ...others] = issue.errors.filter((errors) =>
      errors.every(({ code, path: inside }) => inside.length > 0 || code === 'unrecognized_keys'),
    );
    if (likely !== undefined && others.length === 0) {
      return likely.flatMap((error) => faultsOf({ ...error, path: [...issue.path, ...error.path] }, value));
    }
  }
  const found = valueAt(value, path);
  // Where the name of a key's place is wanted, somebody may have put the key: it must not get into a log, or onto a
  // screen. So may somebody who writes `"slack": "https://hooks.slack.com/..."`.
  const isInsteadOfObject = issue.code === 'invalid_type' && issue.expected === 'object' && path[0] === 'subscribers';
  const isMarked = issue.code === 'custom' && issue.params?.isSecret === true;
  const isSecret =
    found !== undefined && (path.includes('key') || path.at(-1) === 'parameter' || isInsteadOfObject || isMarked);
  return [{ path: path.join('.'), message: `${issue.message}${isSecret ? '' : receivedText(found)}` }];
}

/** For schemas that do not name a good value themselves. */
function messageOf(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${typeNames.get(issue.expected) ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${issue.values.map((one) => (typeof one === 'string' ? `"${one}"` : String(one))).join(' or ')}`;
    case 'too_small':
      return `must ${beOrHave(issue.origin)} ${issue.inclusive === false ? 'more than ' : 'at least '}${String(issue.minimum)}`;
    case 'too_big':
      return `must ${beOrHave(issue.origin)} ${issue.inclusive === false ? 'less than ' : 'at most '}${String(issue.maximum)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return `must be written as ${issue.format === 'regex' ? String(issue.pattern) : issue.format}`;
    case 'unrecognized_keys':
      return 'is not known here';
    default:
      return 'is not a good value';
  }
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'an object'],
  ['record', 'an object'],
]);

const beOrHave = (origin: string): string => (origin === 'string' || origin === 'array' ? 'have a length of' : 'be');

function valueAt(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = new Map(Object.entries(found)).get(key);
  }
  return found;
}

function receivedText(value: unknown): string {
  if (value === undefined) return ' (it is missing)';
  if (typeof value === 'object' && value !== null) return '';
  return ` (it is ${excerpt(JSON.stringify(value))})`;
}

const excerpt = (text: string): string => clip(oneLine(text), 60);
