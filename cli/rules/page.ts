/** docs/rules.md: a page that is made of the rulebook, and held to it by a test. */
import type { Rules, ThresholdRule } from '../../src/domain/rules.ts';
import { sources } from '../../src/sources/registry.ts';
import { editionsOf, rulesNames, type NamedEdition } from './editions.ts';
import { minimumText, obligationText, signingRuleText, requirementText } from './wording.ts';

const opening = `# Rules

The rules that are built in, as \`npm run rules\` writes them from \`src/domain/rulebook/\`; \`monitor rules\` prints them. They
hold for petitions opened (or, where the platform registers petitions first, registered) from the day named, in the zone of
the platform, until the next edition's. A number, a deadline or a stamp that the platform gives itself wins over what stands here.

How an answer is spoken of follows what its deadline is worth: _was due_ by a statute, _was promised_, _was expected_ by a
convention.`;

/** The whole page, before it is formatted. */
export const rulesPage = (): string => `${[opening, ...rulesNames.map(section)].join('\n\n')}\n`;

function section(name: string): string {
  const editions = editionsOf(name);
  const isRead = name in sources;
  const about = isRead ? [] : ['Not read any more: `backtest --rules` knows them.'];
  return [`## ${name}`, ...about, ...editions.map(edition)].join('\n\n');
}

function edition({ from, rules, says }: NamedEdition): string {
  const minimums = rules.thresholds.flatMap((rule) => minimumText(rule) ?? []);
  return [
    `### From ${from}`,
    `> ${says.text}`,
    `Source: ${says.source}; as of ${says.asOf}.`,
    facts(rules),
    table(rules),
    ...minimums.map((text) => `The minimum: ${text}.`),
  ].join('\n\n');
}

function table(rules: Rules): string {
  if (rules.thresholds.length === 0) return 'There is nothing to reach.';
  const head = ['| threshold | takes | brings | answer |', '| --- | --- | --- | --- |'];
  return [...head, ...rules.thresholds.map(row(rules))].join('\n');
}

function facts(rules: Rules): string {
  const retracted = rules.retractable ? 'A threshold is taken back when signatures are removed.' : 'Met stays met.';
  const after = rules.stopsAtDeadline
    ? 'No signature is taken after the deadline.'
    : 'Signatures may be taken after the deadline.';
  return `Signing: ${signingRuleText(rules)}. ${after} ${retracted}`;
}

const row =
  ({ authority, commitment }: Rules) =>
  (rule: ThresholdRule): string => {
    const answer = obligationText(rule);
    const owed = answer === undefined ? 'none is owed' : `${authority}, ${answer} (${commitment})`;
    return `| \`${rule.name}\` | ${requirementText(rule)} | ${rule.consequence ?? ''} | ${owed} |`;
  };
