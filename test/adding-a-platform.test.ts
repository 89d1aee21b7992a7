/**
 * The code that docs/adding-a-platform.md shows is that of test/sources/example/, as it would stand in the files that the page
 * names. `npm run platforms` writes it there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { formattedPage } from './formatted.ts';

const page = new URL('../docs/adding-a-platform.md', import.meta.url);
const example = (file: string): string => readFileSync(new URL(`sources/example/${file}`, import.meta.url), 'utf8');

/** Where each file would be, what it imports is nearer. */
const moved: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  'hallam.ts': [
    ['../../../src/sources/', '../'],
    ['../../../src/', '../../'],
  ],
  'rules.ts': [['../../../src/domain/', '../']],
  'entry.ts': [['./hallam.ts', './platforms/hallam.ts']],
  'contract.ts': [['../contract/', './']],
};

/** A whole file, or the lines of one list in it. */
function codeOf(file: string, list: string | undefined): string {
  const text = (moved[file] ?? []).reduce((code, [from, to]) => code.replaceAll(`'${from}`, `'${to}`), example(file));
  if (list === undefined) return text.trimEnd();
  const lines = new RegExp(`const ${list} = \\{\\n(.*?)\\n\\} as const`, 's').exec(text)?.[1];
  if (lines === undefined) throw new Error(`there is no ${list} in ${file}`);
  return lines;
}

test('docs/adding-a-platform.md shows the code of its example', () => {
  const text = readFileSync(page, 'utf8');
  const marked = /(<!-- ([\w-]+\.ts)(?: (\w+))? -->\n)(?:\n```ts\n.*?\n```\n)?/gs;
  const now = formattedPage(
    text.replace(
      marked,
      (_, mark: string, file: string, list?: string) => `${mark}\n\`\`\`ts\n${codeOf(file, list)}\n\`\`\`\n`,
    ),
  );
  expect([...text.matchAll(marked)].map(([, , file]) => file)).toEqual([
    'rules.ts',
    'entry.ts',
    'hallam.ts',
    'entry.ts',
    'contract.ts',
  ]);
  if (process.env.PLATFORMS === 'write') writeFileSync(page, now);
  else expect(text).toBe(now);
});
