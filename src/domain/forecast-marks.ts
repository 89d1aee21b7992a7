/**
 * Which forecasts are kept: one at each of four marks of the signing window, and one each time subscribers were told that
 * a threshold is likely, or unlikely again. Each is kept once, and never changed.
 */
import type { AlertDraft } from './alerts.ts';
import type { Count } from './count-series.ts';
import { forecast, type ForecastInput } from './forecast.ts';
import { elapsedDays } from './growth-rates.ts';
import { forecastMoments, type KeptForecast } from './kept-forecasts.ts';
import type { Petition } from './petition.ts';
import type { Instant } from './time.ts';

/** Percents of the signing window. */
const windowMarks = [10, 25, 50, 75] as const;

/** A mark counts for this many percents of the window after it. Who begins to watch later has missed it. */
const markLasts = 5;

/** Of one threshold. Forecasts that change their mind more often than this say nothing more. */
const mostTold = 4;

/** The share of the signing window that has passed at an instant; undefined where the window is not known. */
export function windowShare({ opened, deadline }: Pick<Petition, 'opened' | 'deadline'>, at: Instant) {
  if (opened === undefined || deadline === undefined) return undefined;
  const whole = elapsedDays(opened, deadline.at);
  return whole <= 0 ? undefined : elapsedDays(opened, at) / whole;
}

/** A petition at a poll: what its forecast is made from, and the thresholds that a forecast says something about. */
interface Forecastable extends ForecastInput, Pick<Petition, 'opened'> {
  readonly last: Count;
  readonly open: readonly { readonly name: string; readonly needed: number }[];
}

/** The kept forecasts after a poll; the same if none was made. */
export function keepForecasts(
  kept: readonly KeptForecast[] | undefined,
  petition: Forecastable,
  drafts: readonly AlertDraft[],
  now: Instant,
): readonly KeptForecast[] | undefined {
  const { signatures } = petition.last;
  const told = drafts.flatMap(({ threshold, forecast: changed }): KeptForecast[] => {
    if (changed === undefined || typeof threshold !== 'string') return [];
    const { likely, chance, low, median, high } = changed;
    const before = (kept ?? []).filter(({ moment, chances }) => !moment.endsWith('%') && threshold in chances);
    if (before.length >= mostTold) return [];
    const moment = likely ? 'likely' : 'unlikely';
    return [{ moment, at: now, signatures, low, median, high, chances: { [threshold]: chance } }];
  });
  const made = [...atMark(kept, petition, now), ...told];
  return made.length === 0 ? kept : [...(kept ?? []), ...made];
}

/** What is forecast at a mark, at the first poll after it. */
function atMark(kept: readonly KeptForecast[] | undefined, petition: Forecastable, now: Instant): KeptForecast[] {
  const passed = (windowShare(petition, now) ?? 0) * 100;
  const mark = windowMarks.find((one) => passed >= one && passed < one + markLasts);
  const moment = forecastMoments.find((one) => one === `${mark ?? ''}%`);
  if (moment === undefined || kept?.some((one) => one.moment === moment) === true) return [];
  const expected = forecast(petition, now);
  if (expected === undefined) return [];
  const { low, median, high, chance } = expected;
  const { open, last } = petition;
  const chances = open.map(({ name, needed }): [string, number] => [name, Math.round(chance(needed) * 100) / 100]);
  return [{ moment, at: now, signatures: last.signatures, low, median, high, chances: Object.fromEntries(chances) }];
}
