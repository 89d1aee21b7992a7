/**
 * JSON that people write: with comments and trailing commas, and with the line and column of what is wrong. Only the
 * command line and synth load this: functions read what synth wrote.
 */
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type * as z from 'zod/mini';
import { BadInput, parse, type Fault } from '../validation.ts';
import { clip, oneLine } from '../text.ts';

/** The text as the schema reads it. @throws {BadInput} with every fault, each at its line and column. */
export function parseJsonText<Schema extends z.ZodMiniType>(
  schema: Schema,
  written: string,
  file: string,
): z.output<Schema> {
  // Editors on Windows begin a file with a byte order mark.
  const text = written.replace(/^\uFEFF/, '');
  const root = parseText(text, file);
  const value: unknown = getNodeValue(root);
  try {
    return parse(schema, value, file);
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    const located = withoutConsequences(error.faults).map((fault) => ({ fault, offset: offsetOf(root, fault.path) }));
    const faults = located
      .sort((a, b) => a.offset - b.offset)
      .map(({ fault, offset }) => ({ ...fault, position: positionAt(text, offset) }));
    throw new BadInput(file, faults);
  }
}

/** @throws {BadInput} for the first place where it is not JSON: what comes after it is seldom a fault of its own. */
function parseText(text: string, file: string): Node {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first === undefined && root !== undefined) return root;
  const offset = first?.offset ?? 0;
  const found = clip(oneLine(text.slice(offset)), 40);
  const message = `${(first && syntaxFaults.get(printParseErrorCode(first.error))) ?? 'is not JSON'}; ${found === '' ? 'here the file ends' : `here it says: ${found}`}`;
  throw new BadInput(file, [{ path: '', message, position: positionAt(text, offset) }]);
}

const syntaxFaults: ReadonlyMap<string, string> = new Map([
  ['PropertyNameExpected', 'the name of a setting is missing, such as "watch"'],
  ['ValueExpected', 'a value is missing, such as "text", 5, true, [] or {}'],
  ['ColonExpected', 'a colon is missing after the name of a setting'],
  ['CommaExpected', 'a comma is missing'],
  ['CloseBraceExpected', 'a closing brace is missing: }'],
  ['CloseBracketExpected', 'a closing bracket is missing: ]'],
  ['EndOfFileExpected', 'the file should end before this'],
  ['UnexpectedEndOfComment', 'a comment does not end: */ is missing'],
  ['UnexpectedEndOfString', 'a text does not end: " is missing'],
  ['InvalidSymbol', 'this is not JSON: names and texts have double quotes; true, false and null are in lower case'],
]);

/** A misspelt setting is one mistake: that the right one is missing, or its object incomplete, follows from it. */
function withoutConsequences(faults: readonly Fault[]): Fault[] {
  const misspelt = faults.flatMap(({ path, message }) => {
    const meant = /^is not a setting here; did you mean "(.+)"\?$/.exec(message)?.[1];
    const before = path.slice(0, path.lastIndexOf('.') + 1);
    return meant === undefined ? [] : [{ object: before.slice(0, -1), setting: `${before}${meant}` }];
  });
  return faults.filter(
    ({ path, message }) =>
      !misspelt.some(
        ({ object, setting }) => path === object || (path === setting && message.endsWith('(it is missing)')),
      ),
  );
}

/** Where a fault is, or what it is missing from: of a setting its name, of an entry of a list its beginning. */
function offsetOf(root: Node, path: string): number {
  let found = root;
  for (const key of path.split('.')) {
    const next = findNodeAtLocation(found, [found.type === 'array' ? Number(key) : key]);
    if (next === undefined) break;
    found = next;
  }
  return (found.parent?.type === 'property' ? found.parent : found).offset;
}

function positionAt(text: string, offset: number): string {
  const lines = text.slice(0, offset).split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}
