/** `monitor rules`: the rules that are built in. */
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
    const message = `there are no rules "${name ?? ''}"; there are ${rulesNames.map((known) => `"${known}"`).join(', ')}`;
    throw new BadInput('rules', [{ path: '', message }]);
  }
  process.stdout.write(`${format === 'jsonl' ? editions.map(lineOf).join('\n') : rulesTable(editions)}\n`);
}

/** An edition, with whether its platform is read here, or its rules are for backtests alone. */
const lineOf = ({ name, from, rules, says }: NamedEdition): string =>
  JSON.stringify({ name, from, read: name in sources, ...rules, says });
