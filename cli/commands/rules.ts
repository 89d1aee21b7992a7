/** `petition-monitor rules`: the built-in rules. */
import { suggestion } from '../../src/domain/closest-name.ts';
import { quoted } from '../../src/text.ts';
import { BadInput } from '../../src/validation.ts';
import { sources } from '../../src/sources/registry.ts';
import { editionsOf, rulesNames, type NamedEdition } from '../rules/editions.ts';
import { rulesTable } from '../rules/table.ts';
import type { OutputFormat } from '../options.ts';

export interface RulesOptions {
  readonly format: OutputFormat;
}

export function rules(name: string | undefined, { format }: RulesOptions): void {
  const editions = editionsOf(name);
  if (editions.length === 0) {
    const message = `"${name ?? ''}" is not the name of built-in rules; ${suggestion(name, rulesNames, `there are ${quoted(rulesNames)}`)}`;
    throw new BadInput('rules', [{ path: '', message }]);
  }
  process.stdout.write(`${format === 'jsonl' ? editions.map(lineOf).join('\n') : rulesTable(editions)}\n`);
}

/** An edition. `read` says whether the monitor reads its platform; otherwise its rules are only for backtests. */
const lineOf = ({ name, from, rules, says }: NamedEdition): string =>
  JSON.stringify({ name, from, read: name in sources, ...rules, says });
