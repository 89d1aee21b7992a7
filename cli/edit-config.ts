/** Edits petitions.json as text: comments, blanks and everything else that is not edited stay as they were written. */
import { applyEdits, findNodeAtLocation, modify, parseTree, type Node } from 'jsonc-parser';

const layout = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** Adds an entry at the end of `watch`, separated as the one before it is. */
export function addEntry(text: string, entry: object): string {
  const last = entriesOf(text).at(-1);
  if (last === undefined) return applyEdits(text, modify(text, ['watch'], [entry], layout));
  const { comma = endOf(last), end } = tailOf(text, last);
  const comment = text.slice(comma, end);
  const [blank = ''] = /\s*$/.exec(text.slice(0, last.offset)) ?? [];
  const between = comment.includes('//') && !blank.includes('\n') ? '\n  ' : blank || ' ';
  return `${text.slice(0, endOf(last))},${comment}${between}${onOneLine(entry)}${comma === endOf(last) ? '' : ','}${text.slice(end)}`;
}

/** Removes the entry of `watch` that has this index, with its comma and the comment behind it. */
export function removeEntry(text: string, index: number): string {
  const entries = entriesOf(text);
  const [before, entry, after] = [entries[index - 1], entries[index], entries[index + 1]];
  if (entry === undefined) return text;
  const { comma, end } = tailOf(text, entry);
  // The entry before is the last one now: without the comma that stands between the two, unless a comma ended the list.
  const kept =
    before !== undefined && after === undefined && comma === undefined
      ? text.slice(0, endOf(before)) + text.slice(tailOf(text, before).comma ?? endOf(before), entry.offset)
      : text.slice(0, entry.offset);
  const [start, rest] = [kept.trimEnd(), text.slice(end)];
  // A comment that ends at the line's end must not swallow what follows.
  const isSafe = /^[^\S\n]*\n/.test(rest) || !start.slice(start.lastIndexOf('\n')).includes('//');
  return (isSafe ? start : kept) + rest;
}

/** What follows an entry on its line: where its comma ends, if it has one, and where the comment behind it ends. */
function tailOf(text: string, entry: Node): { readonly comma: number | undefined; readonly end: number } {
  const [tail = '', comma] = /^(\s*,)?([^\S\n]*(\/\/.*|\/\*[^]*?\*\/))?/.exec(text.slice(endOf(entry))) ?? [];
  return {
    comma: comma === undefined ? undefined : endOf(entry) + comma.length,
    end: endOf(entry) + tail.trimEnd().length,
  };
}

function entriesOf(text: string): readonly Node[] {
  const root = parseTree(text);
  return (root && findNodeAtLocation(root, ['watch'])?.children) ?? [];
}

const endOf = ({ offset, length }: Node): number => offset + length;

/** `{ "source": "uk-parliament", "petition": "700143" }` */
function onOneLine(entry: object): string {
  const fields = Object.entries(entry).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{ ${fields.join(', ')} }`;
}
