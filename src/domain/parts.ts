/**
 * A minimum in parts (member states, departments), which some rules ask for beside the count. Platforms show the parts more
 * rarely than the count, or not at all: what was not shown is as it was when it last was.
 */
import type { Alert } from './alerts.ts';
import type { EvaluationContext } from './evaluation-context.ts';
import type { Verdict } from './petition.ts';
import type { PartsRule, ThresholdRule } from './rules.ts';
import { earliest } from './time.ts';

/** In how many parts the minimum is reached, as far as is known at this look; undefined where it was never shown. */
export function updateParts(
  known: Verdict['parts'],
  { parts: rule }: ThresholdRule,
  look: EvaluationContext,
): Verdict['parts'] {
  const { parts, partsAt: at } = look.reading;
  if (rule === undefined) return undefined;
  if (parts === undefined) return known;
  return { have: countPartsAtMinimum(rule, parts), at: at === undefined ? look.now : earliest(at, look.now) };
}

function countPartsAtMinimum({ minimum }: PartsRule, parts: Readonly<Record<string, number>>): number {
  const minimumOf = (part: string): number => (typeof minimum === 'number' ? minimum : (minimum[part] ?? Infinity));
  return Object.entries(parts).filter(([part, count]) => count >= minimumOf(part)).length;
}

/** Whether too few parts were shown to have their minimum. */
export const partsBelowMinimum = (rule: PartsRule | undefined, shown: Verdict['parts']): boolean =>
  rule !== undefined && shown !== undefined && shown.have < rule.atLeast;

/** What an alert says of the parts. */
export const partsFields = ({ parts }: ThresholdRule, shown: Verdict['parts']): Pick<Alert, 'parts'> =>
  parts === undefined ? {} : { parts: { of: parts.of, atLeast: parts.atLeast, have: shown?.have ?? null } };
