/** What a bench prints: one table in Markdown, as docs/performance.md has it, and the command that made it. */

export type Row = readonly (string | number)[];

/** `head` and each row have one cell a column; numbers are put to the right. */
export function print(command: string, head: readonly string[], rows: readonly Row[]): void {
  const right = head.map((_, column) => rows.every((row) => /^[\d.,–-]/.test(String(row[column] ?? ''))));
  const cells = [head, right.map((is) => (is ? '--:' : '---')), ...rows];
  const lines = cells.map((row) => `| ${row.join(' | ')} |`);
  process.stdout.write(`\`${command}\`\n\n${lines.join('\n')}\n`);
}
