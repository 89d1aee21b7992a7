/** Numbers and times for the site: formatted by Intl in its locale, with English words. Pure. */
import type { Instant } from '../../../src/domain/time.ts';
import { forecastNumber } from '../../../src/rounding.ts';
import { clip, oneLine } from '../../../src/text.ts';
import type { SiteContext } from '../view-model.ts';

export type TimeStyle = 'day' | 'moment';

const styles: Readonly<Record<TimeStyle, Intl.DateTimeFormatOptions>> = {
  day: { dateStyle: 'long' },
  moment: { dateStyle: 'long', timeStyle: 'short' },
};

/** Formatters are expensive to create and cheap to use, so one of each kind is kept. */
const dates = new Map<string, Intl.DateTimeFormat>();
const numbers = new Map<string, Intl.NumberFormat>();
const percents = new Map<string, Intl.NumberFormat>();

/** `5 January 2016`, `5 January 2016 at 12:00`: without the zone. */
export function timeText(at: Instant, zone: string, style: TimeStyle, { locale }: Pick<SiteContext, 'locale'>): string {
  const key = `${locale} ${zone} ${style}`;
  const format = dates.get(key) ?? new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: zone });
  dates.set(key, format);
  return format.format(at.epochMilliseconds);
}

/** `100,412`, or with one decimal, as averages have. */
export function numberText(value: number, { locale }: Pick<SiteContext, 'locale'>): string {
  const format = numbers.get(locale) ?? new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  numbers.set(locale, format);
  return format.format(value);
}

/** A rounded number of a forecast: `550,000`, `9.5 million`. */
export const forecastText = (value: number, site: Pick<SiteContext, 'locale'>): string =>
  forecastNumber(value, (one) => numberText(one, site));

/** `1 day`, `1,200 days` */
export const countText = (value: number, one: string, site: Pick<SiteContext, 'locale'>, many = `${one}s`): string =>
  `${numberText(value, site)} ${value === 1 ? one : many}`;

/** A chance from 0 to 1, never as certain: `under 1%`, `42%`, `over 99%`. */
export function chanceText(chance: number, site: Pick<SiteContext, 'locale'>): string {
  if (chance < 0.01) return `under ${percentText(0.01, site)}`;
  return chance > 0.99 ? `over ${percentText(0.99, site)}` : percentText(chance, site);
}

export function percentText(share: number, { locale }: Pick<SiteContext, 'locale'>): string {
  const format = percents.get(locale) ?? new Intl.NumberFormat(locale, { style: 'percent' });
  percents.set(locale, format);
  return format.format(share);
}

/** A stranger's title on one line, or the name of the petition if it has no title. */
export const titleText = ({
  title,
  petition,
}: {
  readonly title?: string | null | undefined;
  readonly petition: string;
}): string => clip(oneLine(title ?? ''), 300) || petition;

/** An http or https link; undefined for anything else. */
export function safeLink(url: string | null | undefined): { href: string; host: string } | undefined {
  if (url === null || url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, href, host } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? { href, host: host.replace(/^www\./, '') } : undefined;
}
