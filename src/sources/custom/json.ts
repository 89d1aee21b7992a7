/** Any answer in JSON, or a page with JSON in it: JMESPath expressions say what is where. */
import { decodeHTMLStrict } from 'entities';
import { compile, search } from 'jmespath';
import * as z from 'zod/mini';
import { jsonValue } from '../../json-value.ts';
import { errorMessage, clip, oneLine } from '../../text.ts';
import { createCustomReader, type FindValues } from './reader.ts';
import type { ExtractionRecipe } from './recipe.ts';
import type { Reader } from '../source.ts';

export const jsonReader = (recipe: ExtractionRecipe): Reader => {
  const accept = recipe.after === undefined ? 'application/json' : 'text/html';
  const { read } = createCustomReader(recipe, accept, (text) =>
    finding(recipe.after === undefined ? text : jsonAfter(recipe.after, text)),
  );
  return {
    read: async (ask) => {
      const { observation, ...rest } = await read(ask);
      if (observation.kind === 'gone' || observation.title === undefined) return { observation, ...rest };
      // WordPress and others write titles for HTML into JSON: `R&#038;D for Caf&eacute;s`.
      const title = oneLine(decodeHTMLStrict(observation.title));
      return { observation: { ...observation, title }, ...rest };
    },
  };
};

function finding(text: string): FindValues {
  let data: unknown;
  try {
    data = jsonValue(text);
  } catch (error) {
    const reason = errorMessage(error);
    const hint = text.startsWith('{&quot;')
      ? '; for JSON in an attribute, use "html" with "attribute" and "pattern"'
      : '';
    throw new RangeError(`is not JSON (${reason}); it begins ${clip(oneLine(text), 60)}${hint}`);
  }
  return ({ find }) => [{ value: search(data, find) }];
}

/** Why an expression is not valid; undefined for a good one. */
export function expressionFault(expression: string): string | undefined {
  try {
    checkNode(compile(expression));
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? oneLine(error.message) : String(error);
    return `must be a JMESPath expression, such as "data.count" (${reason})`;
  }
}

const node = z.object({
  type: z.optional(z.string()),
  name: z.optional(z.unknown()),
  children: z.optional(z.array(z.unknown())),
});

/** What the library does not notice in time: a missing name after a dot, and unknown functions. */
function checkNode(compiled: unknown): void {
  const { type, name, children = [] } = node.safeParse(compiled).data ?? {};
  if (type === 'Function') checkFunction(String(name));
  for (const child of children) {
    if ((child ?? null) === null && type !== 'Slice') throw new Error('a name is missing behind a dot');
    checkNode(child);
  }
}

/** Called without arguments, a known function says how many it takes. */
function checkFunction(name: string): void {
  try {
    search(null, `${name}()`);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Unknown function')) throw error;
  }
}

/**
 * The JSON value after such a text; it may be there several times, if it is the same. Blanks in the text may be of any
 * kind, or missing.
 */
export function jsonAfter(after: string, page: string): string {
  const words = after.trim().split(/\s+/);
  const begin = new RegExp(`(?<![\\w$.])${words.map(escaped).join('\\s*')}\\s*(?=[[{])`, 'g');
  const values = new Set<string>();
  for (let start = begin.exec(page); start !== null; start = begin.exec(page)) {
    const from = start.index + start[0].length;
    const end = endOfValue(page, from);
    if (end === undefined) throw new RangeError(`has JSON behind "${after}" that does not end`);
    values.add(page.slice(from, end));
    begin.lastIndex = end;
  }
  const [value, ...others] = values;
  if (value === undefined) throw new RangeError(`has no JSON behind "${after}"`);
  if (others.length > 0) throw new RangeError(`has JSON behind "${after}" more than once, with different values`);
  return value;
}

/** Where the brackets that open at `from` close; each character is read once. */
function endOfValue(text: string, from: number): number | undefined {
  let depth = 0;
  let quoted = false;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (quoted && character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0) return index + 1;
  }
  return undefined;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
