/**
 * JSON from outside. JSON.parse takes the last of two keys with one name and any depth: nobody can say which of two counts
 * is meant, and what walks a value that is nested a hundred thousand deep overflows the stack.
 */

/** Objects and lists in each other. No known answer has more than a dozen. */
const maxDepth = 200;

/** @throws {Error} that says why the text is not JSON, or why it is not taken. */
export function jsonValue(text: string): unknown {
  const value: unknown = JSON.parse(text);
  checkNesting(text);
  return value;
}

/** Of a text that is JSON. Each character is read once. */
function checkNesting(json: string): void {
  /** The keys of the objects that are open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') {
      const end = endOfString(json, index);
      const keys = open.at(-1);
      if (keys !== undefined && isKey(json, end)) addKey(keys, json.slice(index, end));
      index = end - 1;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? new Set() : undefined);
      if (open.length > maxDepth) throw new RangeError(`it is nested more than ${maxDepth} deep`);
    } else if (character === '}' || character === ']') open.pop();
  }
}

function endOfString(json: string, start: number): number {
  let end = start + 1;
  while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
  return end + 1;
}

function isKey(json: string, end: number): boolean {
  let next = end;
  while (' \t\r\n'.includes(json[next] ?? '.')) next += 1;
  return json[next] === ':';
}

function addKey(keys: Set<string>, quoted: string): void {
  // One name may be written in several ways.
  const key = quoted.includes('\\') ? JSON.stringify(JSON.parse(quoted)) : quoted;
  if (keys.has(key)) throw new RangeError(`it has the key ${key.slice(0, 60)} twice in one object`);
  keys.add(key);
}
