/** What the papers show is as it is: files that are read, commands that are there. The TypeScript is tried in lib/package.slow.test.ts. */
import { readConfig } from '../src/config/read-config.ts';
import { rulesSchema } from '../src/domain/rules-schema.ts';
import { parseJson } from '../src/validation.ts';
import { monitor } from './cli/cli.ts';
import { papers, readme, snippets } from './docs.ts';

const watch = '"watch": [{ "source": "uk-parliament", "petition": "700143" }]';

/** As a whole petitions.json, whatever part of one is shown. */
function wholeOf(shown: string): string {
  if (shown.startsWith('"')) return `{ ${watch}, ${shown} }`;
  return shown.includes('"watch"') ? shown : `{ ${watch}, "subscribers": [${shown}] }`;
}

test('each piece of a petitions.json in README.md is read, and its rules are rules', () => {
  const shown = snippets(readme(), 'json');
  expect(shown.length).toBeGreaterThan(3);
  for (const one of shown) {
    if (!one.includes('"watch"') && one.includes('"signingWindow"')) parseJson(rulesSchema, one, one);
    else readConfig(wholeOf(one), one);
  }
});

test('each command that the papers name is there', async () => {
  const help = (await monitor('--help')).stdout;
  const named = new Set(
    papers().flatMap((paper) => [...paper.matchAll(/monitor -- ([a-z][a-z-]*)/g)].map(([, name]) => name)),
  );
  expect(named.size).toBeGreaterThan(8);
  for (const name of named) expect(help).toMatch(new RegExp(`^  ${String(name)}[ |\\n]`, 'm'));
});
