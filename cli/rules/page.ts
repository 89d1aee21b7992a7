/** Generates docs/rules.md from the rulebook; a test compares the two. */
import type { Provenance, Rules, ThresholdRule } from '../../src/domain/rules.ts';
import { decidimSites } from '../../src/sources/platforms/decidim-sites.ts';
import { sources } from '../../src/sources/registry.ts';
import { editionsOf, rulesNames, type NamedEdition } from './editions.ts';
import { minimumText, obligationText, signingRuleText, requirementText, lapseText, calendarText } from './wording.ts';

const opening = `# Rules

The built-in rules of each platform. \`npm run rules\` generates this page from \`src/domain/rulebook/\`; \`petition-monitor rules\` prints
the same rules. An edition holds for petitions opened from its day on (or registered, where the platform registers petitions
first), in the zone of the platform, until the next edition. A number, a deadline or a timestamp from the platform itself wins
over these rules.

The words for a response follow what its date is worth: _due_ where a statute sets it, _promised_ where the authority does,
_expected_ where a convention does. A convention may be a practice, a rule of a parliament, or an assumption of this monitor:
each edition says which.`;

/** The whole page, before it is formatted. */
export const rulesPage = (): string => `${[opening, ...rulesNames.map(section)].join('\n\n')}\n`;

function section(name: string): string {
  const editions = editionsOf(name);
  return [`## ${name}`, ...placeText(name), ...editions.map(edition)].join('\n\n');
}

/** Where rules apply that are not those of a source. */
function placeText(name: string): string[] {
  if (name in sources) return [];
  const [host] = Object.entries(decidimSites).find(([, { rules }]) => rules === name) ?? [];
  return [
    host === undefined
      ? 'No longer polled; `backtest --rules` still knows these rules.'
      : `Of a site of \`decidim\`, ${host}.`,
  ];
}

function edition({ from, rules, says, responseSays }: NamedEdition): string {
  const minimums = rules.thresholds.flatMap((rule) => minimumText(rule) ?? []);
  return [
    `### From ${from}`,
    ...quotation(says),
    ...(responseSays === undefined ? [] : ['The date of the response:', ...quotation(responseSays)]),
    facts(rules),
    table(rules),
    ...minimums.map((text) => `The minimum: ${text}.`),
    ...rules.thresholds.flatMap(calendarText),
  ].join('\n\n');
}

const quotation = ({ text, source, asOf }: Provenance): string[] => [`> ${text}`, `Source: ${source}; as of ${asOf}.`];

function table(rules: Rules): string {
  if (rules.thresholds.length === 0) return 'There is no threshold.';
  const head = ['| threshold | requires | consequence | response |', '| --- | --- | --- | --- |'];
  return [...head, ...rules.thresholds.map(row(rules))].join('\n');
}

function facts(rules: Rules): string {
  const retracted = rules.retractable ? 'A met threshold is retracted when signatures are removed.' : 'Met stays met.';
  const after = rules.stopsAtDeadline
    ? 'The platform takes no signatures after the deadline.'
    : 'The platform may take signatures after the deadline.';
  return [`Signing: ${signingRuleText(rules)}.`, ...lapseText(rules), after, retracted].join(' ');
}

const row =
  ({ authority, commitment }: Rules) =>
  (rule: ThresholdRule): string => {
    const response = obligationText(rule);
    const owed = response === undefined ? 'no date' : `${authority}, ${response} (${commitment})`;
    return `| \`${rule.name}\` | ${requirementText(rule)} | ${rule.consequence ?? ''} | ${owed} |`;
  };
