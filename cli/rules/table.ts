/** The built-in rules as a table: one row per threshold of an edition. */
import { fittingTable, type Column } from '../../local/fitting-table.ts';
import type { NamedEdition } from './editions.ts';
import { obligationText, signingRuleText, requirementText } from './wording.ts';

const columns: readonly Column[] = [
  { head: 'rules' },
  { head: 'opened from' },
  { head: 'signing', width: 26 },
  { head: 'threshold' },
  { head: 'requires', width: 26 },
  { head: 'response', width: 26 },
  { head: 'by' },
  { head: 'retractable' },
  { head: 'source', width: 40 },
];

/** `width` is that of the terminal, if not given: where the table is wider, each edition is a block. */
export const rulesTable = (editions: readonly NamedEdition[], width?: number): string =>
  fittingTable({ columns, groups: editions.map(rowsOf), wordWrap: true }, width);

function rowsOf({ name, from, rules, says, responseSays }: NamedEdition): string[][] {
  const source = [says, ...(responseSays === undefined ? [] : [responseSays])]
    .map(({ source: where, asOf }) => `${where} (${asOf})`)
    .join('; response: ');
  const signing = signingRuleText(rules);
  if (rules.thresholds.length === 0) return [[name, from, signing, '', 'no threshold', '', '', '', source]];
  return rules.thresholds.map((rule, index) => {
    const response = obligationText(rule);
    return [
      ...(index === 0 ? [name, from, signing] : ['', '', '']),
      rule.name,
      `${requirementText(rule)}${rule.consequence === undefined ? '' : `: ${rule.consequence}`}`,
      response ?? '',
      response === undefined ? '' : rules.commitment,
      rules.retractable ? 'yes' : 'no',
      index === 0 ? source : '',
    ];
  });
}
