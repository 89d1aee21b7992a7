/**
 * Whether a threshold is likely to be met. Only a real change is worth an alert. Fewer than one petition in a hundred
 * reaches 10,000 signatures (of 60,950 in the UK, to 2015): "unlikely" is no news unless it was likely before.
 */
import { forecast } from './forecast.ts';
import type { Evaluated, PetitionContext } from './evaluation-context.ts';
import type { ForecastInput } from './forecast.ts';
import { partsSuffice } from './parts.ts';
import type { LikelihoodState, Threshold, Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { isAfter } from './time.ts';

/** A threshold becomes likely above the first chance, and unlikely again below the second. */
const likelyAbove = 0.8;
const unlikelyBelow = 0.2;

/** Not sooner than this after the last change: a forecast moves with the hours of the day. */
const minGapBetweenChanges = { hours: 24 };

/** The likelihood of one threshold; undefined where it is not open. */
export function evaluateForecast(
  before: Threshold | undefined,
  rule: ThresholdRule,
  { verdict, needed, parts }: Verdict,
  petition: ForecastInput,
  { now, before: lastCount, forecasts }: PetitionContext,
): Evaluated<LikelihoodState | undefined> {
  const previous = before?.prospect;
  // A forecast is about the count only: it is used once there are enough parts.
  if (!forecasts || verdict !== 'open' || !partsSuffice(rule, parts)) return { next: undefined, drafts: [] };
  if (previous !== undefined && isAfter(previous.at.add(minGapBetweenChanges), now))
    return { next: previous, drafts: [] };
  const expected = forecast(petition, now);
  if (expected === undefined) return { next: previous, drafts: [] };
  const chance = expected.chance(needed);
  const wasLikely = previous?.likely ?? false;
  const likely = wasLikely ? chance >= unlikelyBelow : chance > likelyAbove;
  if (likely === wasLikely) return { next: previous, drafts: [] };
  const next = { likely, at: now };
  if (lastCount === undefined) return { next, drafts: [] };
  const { low, median, high } = expected;
  const rounded = { likely, chance: Math.round(chance * 100) / 100, low, median, high };
  const about = { threshold: rule.name, needed, deadline: expected.ends, certain: false };
  return { next, drafts: [{ alert: 'forecast-changed', ...about, forecast: rounded }] };
}
