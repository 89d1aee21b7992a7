/** The built-in rules as a table for a terminal: a line a threshold of an edition. */
import Table from 'cli-table3';
import type { NamedEdition } from './editions.ts';
import { obligationText, signingRuleText, requirementText } from './wording.ts';

export function rulesTable(editions: readonly NamedEdition[]): string {
  const table = new Table({
    head: ['rules', 'opened from', 'signing', 'threshold', 'requires', 'response', 'by', 'retractable', 'source'],
    style: { head: [], border: [], compact: true },
    colWidths: [null, null, 26, null, 26, 26, null, null, 40],
    wordWrap: true,
  });
  for (const { name, from, rules, says, responseSays } of editions) {
    const source = [says, ...(responseSays === undefined ? [] : [responseSays])]
      .map(({ source: where, asOf }) => `${where} (${asOf})`)
      .join('; response: ');
    if (rules.thresholds.length === 0)
      table.push([name, from, signingRuleText(rules), '', 'no threshold', '', '', '', source]);
    rules.thresholds.forEach((rule, index) => {
      const answer = obligationText(rule);
      const about = index === 0 ? [name, from, signingRuleText(rules)] : ['', '', ''];
      const worth = answer === undefined ? '' : rules.commitment;
      table.push([
        ...about,
        rule.name,
        `${requirementText(rule)}${rule.consequence === undefined ? '' : `: ${rule.consequence}`}`,
        answer ?? '',
        worth,
        rules.retractable ? 'yes' : 'no',
        index === 0 ? source : '',
      ]);
    });
  }
  return table.toString();
}
