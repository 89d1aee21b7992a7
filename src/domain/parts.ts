/**
 * A minimum in parts (member states, departments), which some rules need in addition to the count. Platforms show the
 * parts more rarely than the count, or not at all. Parts that are not shown stay as they were.
 */
import type { Alert } from './alerts.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import type { Verdict } from './petition.ts';
import type { PartsRule, ThresholdRule } from './rules.ts';
import { earliest } from './time.ts';

/** How many parts reach the minimum, as far as is known now; undefined where they were never shown. */
export function updateParts(
  previous: Verdict['parts'],
  { parts: rule }: ThresholdRule,
  context: Pick<EvaluationContext, 'reading' | 'now'>,
): Verdict['parts'] {
  const { parts, partsAt: at } = context.reading;
  if (rule === undefined) return undefined;
  if (parts === undefined) return previous;
  return { have: countPartsAtMinimum(rule, parts), at: at === undefined ? context.now : earliest(at, context.now) };
}

function countPartsAtMinimum({ minimum }: PartsRule, parts: Readonly<Record<string, number>>): number {
  const minimumOf = (part: string): number => (typeof minimum === 'number' ? minimum : (minimum[part] ?? Infinity));
  return Object.entries(parts).filter(([part, count]) => count >= minimumOf(part)).length;
}

/** Whether too few parts have their minimum, by what was shown. */
export const partsBelowMinimum = (rule: PartsRule | undefined, shown: Verdict['parts']): boolean =>
  rule !== undefined && shown !== undefined && shown.have < rule.atLeast;

/** Whether a forecast of the count says something about the threshold: the rule asks for no parts, or they are enough. */
export const partsSuffice = ({ parts: rule }: ThresholdRule, shown: Verdict['parts']): boolean =>
  rule === undefined || (shown !== undefined && !partsBelowMinimum(rule, shown));

/** What an alert says about the parts. */
export const partsFields = ({ parts }: ThresholdRule, shown: Verdict['parts']): Pick<Alert, 'parts'> =>
  parts === undefined ? {} : { parts: { of: parts.of, atLeast: parts.atLeast, have: shown?.have ?? null } };
