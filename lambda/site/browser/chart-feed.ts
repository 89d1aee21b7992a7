/** What the chart takes from a petition's JSON. Invalid parts are left out. Pure. */

export interface ChartFeed {
  /** Time in seconds and count, oldest first. */
  readonly readings: readonly (readonly [number, number])[];
  readonly thresholds: readonly { readonly name: string; readonly needed: number }[];
  /** When signing ends, in seconds. */
  readonly deadline: number | undefined;
  /** When the platform closed it, in seconds. */
  readonly closed: number | undefined;
  readonly isEarly: boolean;
  /** When the authority answered, in seconds. */
  readonly answered: number | undefined;
  readonly forecast: { readonly low: number; readonly median: number; readonly high: number } | undefined;
  readonly alerts: readonly ChartAlert[];
}

export interface ChartAlert {
  /** Its anchor on the page. */
  readonly anchor: string;
  /** Seconds. */
  readonly at: number;
  readonly signatures: number;
  readonly headline: string;
}

/** Undefined if there is nothing to draw. */
export function parseChartFeed(value: unknown): ChartFeed | undefined {
  const readings = list(field(value, 'readings')).flatMap((one): (readonly [number, number])[] => {
    const [at, count] = list(one);
    const seconds = secondsOf(at);
    return seconds === undefined || !isNumber(count) ? [] : [[seconds, count]];
  });
  const inOrder = readings.filter(([at], index) => index === 0 || at > (readings[index - 1]?.[0] ?? at));
  if (inOrder.length === 0) return undefined;
  return {
    readings: inOrder,
    thresholds: list(field(value, 'thresholds')).flatMap((one) => {
      const [name, needed] = [field(one, 'threshold'), field(one, 'needed')];
      return typeof name === 'string' && isNumber(needed) ? [{ name, needed }] : [];
    }),
    deadline: secondsOf(field(value, 'deadline')),
    closed: secondsOf(field(field(value, 'closed'), 'by')),
    isEarly: field(field(value, 'closed'), 'early') === true,
    answered: secondsOf(field(field(value, 'answer'), 'by')),
    forecast: forecastOf(field(value, 'forecast')),
    alerts: list(field(value, 'alerts')).flatMap(alertOf),
  };
}

function forecastOf(value: unknown): ChartFeed['forecast'] {
  const [low, median, high] = [field(value, 'low'), field(value, 'median'), field(value, 'high')];
  return isNumber(low) && isNumber(median) && isNumber(high) ? { low, median, high } : undefined;
}

function alertOf(value: unknown): ChartAlert[] {
  const [id, headline, signatures] = [field(value, 'id'), field(value, 'headline'), field(value, 'signatures')];
  const at = secondsOf(field(value, 'detectedAt'));
  if (typeof id !== 'string' || typeof headline !== 'string' || !isNumber(signatures) || at === undefined) return [];
  return [{ anchor: `alert-${id.slice(id.lastIndexOf('#') + 1)}`, at, signatures, headline }];
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;

function secondsOf(value: unknown): number | undefined {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : at / 1000;
}
