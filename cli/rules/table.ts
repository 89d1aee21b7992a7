/** The built-in rules as a table for a terminal: a line a threshold of an edition. */
import Table from 'cli-table3';
import type { Named } from './editions.ts';
import { owes, signing, takes } from './wording.ts';

export function tableOf(editions: readonly Named[]): string {
  const table = new Table({
    head: ['rules', 'opened from', 'signing', 'threshold', 'takes', 'answer', 'by', 'taken back', 'source'],
    style: { head: [], border: [], compact: true },
    colWidths: [null, null, 26, null, 26, 26, null, null, 40],
    wordWrap: true,
  });
  for (const { name, from, rules, says } of editions) {
    const source = `${says.source} (${says.asOf})`;
    if (rules.thresholds.length === 0)
      table.push([name, from, signing(rules), '', 'nothing to reach', '', '', '', source]);
    rules.thresholds.forEach((rule, index) => {
      const answer = owes(rule);
      const about = index === 0 ? [name, from, signing(rules)] : ['', '', ''];
      const worth = answer === undefined ? '' : rules.commitment;
      table.push([
        ...about,
        rule.name,
        `${takes(rule)}${rule.consequence === undefined ? '' : `: ${rule.consequence}`}`,
        answer ?? '',
        worth,
        rules.retractable ? 'yes' : 'no',
        index === 0 ? source : '',
      ]);
    });
  }
  return table.toString();
}
