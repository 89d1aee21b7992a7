/**
 * What README and docs show is as it is: files that are read, commands and options that are there, links that lead somewhere; and
 * they are short and plain enough to be read. The TypeScript is tried in lib/package.slow.test.ts.
 */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { readConfig } from '../src/config/read-config.ts';
import { rulesSchema } from '../src/domain/rules-schema.ts';
import { parseJson } from '../src/validation.ts';
import { monitor } from './cli/cli.ts';
import { bannedIn, linkedPages, linkFault, linksIn, openingOf, pages, proseIn, readme, snippets } from './docs.ts';

const watch = '"watch": [{ "source": "uk-parliament", "petition": "700143" }]';

/** As a whole petitions.json, whatever part of one is shown. */
function wholeOf(shown: string): string {
  if (shown.startsWith('"watch"')) return `{ ${shown} }`;
  if (shown.startsWith('"')) return `{ ${watch}, ${shown} }`;
  return shown.includes('"watch"') ? shown : `{ ${watch}, "subscribers": [${shown}] }`;
}

/** Whose JSON is no petitions.json: what feeds hold (site/feeds/docs.test.ts), and what a platform answers. */
const otherJson = ['docs/feeds.md', 'docs/adding-a-platform.md'];

test('each piece of a petitions.json in README and docs is read, and its rules are rules', () => {
  const shown = pages().flatMap(({ file, text }) =>
    otherJson.includes(file) ? [] : snippets(text, 'json').map((one) => one.trim()),
  );
  expect(shown.length).toBeGreaterThan(10);
  for (const one of shown) {
    if (!one.includes('"watch"') && one.includes('"thresholds": [\n')) parseJson(rulesSchema, one, one);
    else readConfig(wholeOf(one), one);
  }
});

/** The command lines in blocks and in sentences: `monitor -- watch add …`, `petition-monitor rules …` or `npm start -- --exit`. */
const commandLines = (): string[] =>
  pages().flatMap(({ text }) =>
    [...text.matchAll(/(?:monitor --|[`\n] *petition-monitor|monitor\.js|npm (start) --) ([a-z-][^\n`]*)/g)].map(
      (words) => words.slice(1).join(' ').trim(),
    ),
  );

test('each command that README and docs name is there, with its options', async () => {
  const help = (await monitor('--help')).stdout;
  const lines = commandLines();
  expect(new Set(lines.map((line) => line.split(' ')[0])).size).toBeGreaterThan(8);
  for (const line of lines) {
    const [name = '', second = ''] = line.split(' ');
    expect(help).toMatch(new RegExp(`^  ${name}[ |\\n]`, 'm'));
    const options = [...line.matchAll(/ (--[a-z][a-z-]*)/g)].map(([, option = '']) => option);
    const { stdout } = await monitor(name, ...(name === 'watch' ? [second] : []), '--help');
    for (const option of options) expect(`${line}\n${stdout}`).toMatch(new RegExp(`^  ${option}\\b`, 'm'));
  }
});

test('each npm script that README and docs name is in package.json', () => {
  const { scripts } = parseJson(
    z.object({ scripts: z.record(z.string(), z.string()) }),
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
    'package.json',
  );
  const named = linkedPages().flatMap(({ text }) =>
    [...text.matchAll(/npm run (?:--silent )?([a-z][a-z:]*)/g)].map(([, name = '']) => name),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
});

test('each link within the repository leads to a file, and to a heading of it', () => {
  const faults = linkedPages().flatMap((page) => linksIn(page.text).flatMap((target) => linkFault(page, target) ?? []));
  expect(faults).toEqual([]);
});

test('the website lists each page of docs once', () => {
  const groups = parseJson(
    z.array(z.object({ text: z.string(), pages: z.array(z.string()) })),
    readFileSync(new URL('../website/groups.json', import.meta.url), 'utf8'),
    'groups.json',
  );
  const listed = groups.flatMap(({ pages: names }) => names.map((name) => `docs/${name}.md`));
  const others = pages().flatMap(({ file }) => (file === 'README.md' ? [] : [file]));
  expect(listed.toSorted()).toEqual(others.toSorted());
});

test('a link that leads nowhere is found', () => {
  const page = { file: 'docs/page.md', text: '# A `b`: c-d\n\n## Same\n\n## Same\n' };
  expect(linkFault(page, '#a-b-c-d')).toBeUndefined();
  expect(linkFault(page, '#same-1')).toBeUndefined();
  expect(linkFault(page, '#same-2')).toMatch(/no such heading/);
  expect(linkFault(page, '../README.md')).toBeUndefined();
  expect(linkFault(page, 'README.md')).toMatch(/no such file/);
  expect(linksIn('[a](b.md#c) ![d](e.png) [f](https://example.org/)\n```sh\n[g](h)\n```\n')).toEqual([
    'b.md#c',
    'e.png',
  ]);
});

describe('README.md', () => {
  test('has at most 1,200 words, and a picture within the first 20 lines', () => {
    const text = readme();
    expect(text.split(/\s+/).filter((word) => word !== '').length).toBeLessThanOrEqual(1200);
    expect(text.split('\n').slice(0, 20).join('\n')).toMatch(/^!\[.+\]\(docs\/images\/.+\.(?:png|svg)\)$/m);
  });

  test('has tables of at most three columns, and no cell over 80 characters', () => {
    const rows = readme().match(/^\|.*\|$/gm) ?? [];
    const cells = rows.map((row) => row.slice(1, -1).split('|'));
    expect(rows.length).toBeGreaterThan(5);
    expect(Math.max(...cells.map(({ length }) => length))).toBeLessThanOrEqual(3);
    expect(cells.flat().filter((cell) => cell.trim().length > 80)).toEqual([]);
  });

  test('names one command that installs and tests, which CI runs', () => {
    expect(snippets(readme(), 'sh').filter((block) => block.includes('npm cit'))).toHaveLength(1);
    expect(readFileSync(new URL('../.ci/run', import.meta.url), 'utf8')).toMatch(/^npm cit$/m);
  });
});

/** Not rewritten yet. */
const notYet = ['docs/rules.md'];

test('a page of docs opens with two sentences: what it is for, and who reads it', () => {
  const others = pages().filter(({ file }) => file !== 'README.md' && !notYet.includes(file));
  expect(others.length).toBeGreaterThan(12);
  for (const { file, text } of others) {
    const opening = openingOf(text);
    expect([file, ...opening]).toEqual([
      file,
      expect.stringMatching(/^This page /),
      expect.stringMatching(/^(?:It is for|Read) /),
    ]);
  }
});

test('README, docs, decisions and CONTRIBUTING are in plain English', () => {
  const found = linkedPages()
    .filter(({ file }) => !notYet.includes(file))
    .flatMap(({ file, text }) => bannedIn(proseIn(text)).map((fault) => `${file}: ${fault}`));
  expect(found).toEqual([]);
});

test('what is not plain is found in sentences, and not in code', () => {
  expect(bannedIn(proseIn('It can not be made anew: 9 % of it is told.'))).toHaveLength(4);
  expect(bannedIn(proseIn('no more than two, as many as three `can not`\n\n```\nanew\n```\n'))).toEqual([]);
});
