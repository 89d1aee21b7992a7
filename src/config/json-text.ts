/**
 * JSON that people write: with comments and trailing commas, and with the line and column of what is wrong. Only the
 * command line and synth load this: functions read what synth wrote.
 */
import { getNodePath, getNodeValue, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';
import type * as z from 'zod/mini';
import { BadInput, parse, positionAt, type Fault } from '../validation.ts';
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
  const located = keyFaults(root, text);
  try {
    const read = parse(schema, value, file);
    if (located.length === 0) return read;
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    located.push(
      ...withoutConsequences(error.faults).map((fault) => ({ ...fault, offset: offsetOf(root, fault.path) })),
    );
  }
  const faults = located
    .sort((a, b) => a.offset - b.offset)
    .map(({ path, message, offset }) => ({ path, message, position: positionAt(text, offset) }));
  throw new BadInput(file, faults);
}

interface LocatedFault extends Fault {
  readonly offset: number;
}

/**
 * The settings that an object would drop in silence: all but the last of a name (RFC 8259, section 4, leaves that
 * open), and `__proto__`, which is not stored as a key.
 */
function keyFaults(node: Node, text: string): LocatedFault[] {
  const firsts = new Map<unknown, Node>();
  return (node.children ?? []).flatMap((child) => {
    const key = child.type === 'property' ? child.children?.[0] : undefined;
    const inside = keyFaults(child, text);
    if (key === undefined) return inside;
    const first = firsts.get(key.value);
    if (first === undefined) firsts.set(key.value, key);
    let message: string | undefined;
    if (first !== undefined) {
      message = `is there twice, first at ${positionAt(text, first.offset)}: keep one, with all that both should say`;
    } else if (key.value === '__proto__') message = 'is not a name that can be used here; choose another name';
    if (message === undefined) return inside;
    return [{ path: getNodePath(key).join('.'), message, offset: key.offset }, ...inside];
  });
}

/** @throws {BadInput} for the first place where it is not JSON: what comes after it is seldom a fault of its own. */
function parseText(text: string, file: string): Node {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // It calls itself for each level, some thousand times at the most.
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(file, [{ path: '', message: 'is nested too deeply: a good file has a dozen levels at most' }]);
  }
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
    // Of settings that are there twice, the last is the one that the schema has read.
    const named = found.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];
    const next = found.type === 'array' ? found.children?.[Number(key)] : named;
    if (next === undefined) break;
    found = next;
  }
  return (found.parent?.type === 'property' ? found.parent : found).offset;
}
