/** petitions.json, edited as text: whatever is not touched stays as somebody wrote it. */
import { applyEdits, findNodeAtLocation, modify, parseTree, type Node } from 'jsonc-parser';

const layout = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** With one more entry at the end of `watch`, set off as the one before it is. */
export function addEntry(text: string, entry: object): string {
  const last = entriesOf(text).at(-1);
  if (last === undefined) return applyEdits(text, modify(text, ['watch'], [entry], layout));
  const [blank = ''] = /\s*$/.exec(text.slice(0, last.offset)) ?? [];
  const end = endOf(last);
  return `${text.slice(0, end)},${blank === '' ? ' ' : blank}${onOneLine(entry)}${text.slice(end)}`;
}

/** Without the entry of `watch` that has this index, and without its comma. */
export function removeEntry(text: string, index: number): string {
  const entries = entriesOf(text);
  const [before, entry, after] = [entries[index - 1], entries[index], entries[index + 1]];
  if (entry === undefined) return text;
  const from = before === undefined ? entry.offset : endOf(before);
  const to = before === undefined && after !== undefined ? after.offset : endOf(entry);
  return text.slice(0, from) + text.slice(to);
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
