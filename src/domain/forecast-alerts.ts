/**
 * Whether a threshold is likely to be met, so far as that is told: only a real change of it is. Of all petitions fewer than
 * one in a hundred come to 10,000 signatures (60,950 of the UK, to 2015): that a line is unlikely goes without saying, until
 * it was likely.
 */
import { forecast } from './forecast.ts';
import type { Evaluated, PetitionContext } from './evaluation-context.ts';
import type { ForecastInput } from './forecast.ts';
import { partsBelowMinimum } from './parts.ts';
import type { LikelihoodState, Threshold, Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { isAfter } from './time.ts';

/** A line becomes likely above the one, and unlikely again below the other. */
const likelyAbove = 0.8;
const unlikelyBelow = 0.2;

/** No sooner than this after the last change: a forecast moves with the hours of the day. */
const minGapBetweenChanges = { hours: 24 };

/** What is told of the outlook of one threshold; nothing of one that is not open. */
export function evaluateForecast(
  known: Threshold | undefined,
  rule: ThresholdRule,
  { verdict, needed, parts }: Verdict,
  petition: ForecastInput,
  { now, before, forecasts }: PetitionContext,
): Evaluated<LikelihoodState | undefined> {
  const prospect = known?.prospect;
  // A forecast is of the count, and says nothing of the parts: it is told once they are enough.
  const partsHold = rule.parts === undefined || (parts !== undefined && !partsBelowMinimum(rule.parts, parts));
  if (!forecasts || verdict !== 'open' || !partsHold) return { next: undefined, drafts: [] };
  if (prospect !== undefined && isAfter(prospect.at.add(minGapBetweenChanges), now))
    return { next: prospect, drafts: [] };
  const outlook = forecast(petition, now);
  if (outlook === undefined) return { next: prospect, drafts: [] };
  const chance = outlook.chance(needed);
  const was = prospect?.likely ?? false;
  const likely = was ? chance >= unlikelyBelow : chance > likelyAbove;
  if (likely === was) return { next: prospect, drafts: [] };
  const next = { likely, at: now };
  if (before === undefined) return { next, drafts: [] };
  const { low, median, high } = outlook;
  const expected = { likely, chance: Math.round(chance * 100) / 100, low, median, high };
  const about = { threshold: rule.name, needed, deadline: outlook.ends, certain: false };
  return { next, drafts: [{ alert: 'forecast-changed', ...about, forecast: expected }] };
}
