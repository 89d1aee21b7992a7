/**
 * The border: what comes from outside (environment, config, stored items, answers of platforms, events) is parsed here
 * and trusted inside. What does not fit is one error that names every fault by its path.
 */
import * as z from 'zod/mini';
import { en } from 'zod/v4/locales';
import { clip, oneLine } from './text.ts';

// zod/mini brings no words of its own.
z.config(en());

export interface Fault {
  /** Where, such as `watch.0.source`; empty for the whole. */
  readonly path: string;
  /** What is wrong there, and what a good value looks like. */
  readonly message: string;
}

/** Input from outside that is not what it has to be. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
  readonly faults: readonly Fault[];

  /** `what` names the input in the message: `petitions.json`, `answer of uk-parliament`. */
  constructor(what: string, faults: readonly Fault[]) {
    const lines = faults.map(({ path, message }) => (path === '' ? message : `${path} ${message}`));
    super(
      lines.length === 1 ? `${what}: ${lines.join('')}` : `${what}: ${lines.length} faults\n  ${lines.join('\n  ')}`,
    );
    this.faults = faults;
  }
}

/** The value as the schema reads it. @throws {BadInput} with every fault. */
export function parse<Schema extends z.ZodMiniType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new BadInput(
    what,
    result.error.issues.flatMap((issue) => faultsOf(issue, value)),
  );
}

/** JSON text as the schema reads it. @throws {BadInput} also when it is not JSON. */
export function parseJson<Schema extends z.ZodMiniType>(schema: Schema, text: string, what: string): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BadInput(what, [{ path: '', message: `is not JSON (${reason}); it begins ${excerpt(text)}` }]);
  }
  return parse(schema, value, what);
}

function faultsOf(issue: z.core.$ZodIssue, value: unknown): Fault[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: issue.message }));
  }
  // A key that was put where its place is named: it must not get into a log, or onto a screen.
  const shown = path.includes('key') ? '' : receivedText(valueAt(value, path));
  return [{ path: path.join('.'), message: `${issue.message}${shown}` }];
}

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
