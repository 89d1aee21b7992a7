/** docs/cli.md: between its marks it has what `--help` says of each command. `npm run cli` writes it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitor } from './cli.ts';

const file = new URL('../../docs/cli.md', import.meta.url);
const between = /(<!-- commands -->\n\n).*?(\n\n<!-- end of commands -->)/s;

/** The names under "Commands:", in the order of the help. */
const namesIn = (help: string): string[] =>
  [...(/^Commands:\n(.*)/ms.exec(help)?.[1] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');

/** A section for each command; one that only has others below it gives way to these. */
async function sectionsOf(words: readonly string[]): Promise<string[]> {
  const { stdout } = await monitor(...words, '--help');
  const below = namesIn(stdout);
  if (below.length === 0) return [`### ${words.join(' ')}\n\n\`\`\`text\n${stdout.trimEnd()}\n\`\`\``];
  const sections = await inOrder(below, (name) => sectionsOf([...words, name]));
  return sections.flat();
}

/** One after another: the commands write on the one stdout that there is. */
async function inOrder<Result>(names: readonly string[], make: (name: string) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const name of names) results.push(await make(name));
  return results;
}

test('docs/cli.md has the help of each command', async () => {
  // As wide as where there is no terminal.
  process.stdout.columns = 80;
  const page = readFileSync(file, 'utf8');
  const sections = await sectionsOf([]);
  expect(sections.length).toBeGreaterThan(15);
  const now = page.replace(between, (_, begin: string, end: string) => `${begin}${sections.join('\n\n')}${end}`);
  expect(page).toMatch(between);
  if (process.env.CLI === 'write') writeFileSync(file, now);
  else expect(page).toBe(now);
});
