/** Each day of a year, as each language writes it: none is found out only when its month comes. */
import { parseDate } from '../../../src/sources/custom/date-format.ts';

const locales =
  'en en-GB en-IN de de-AT es es-PE fr fr-CA it pt pt-BR nl pl cs sk sl hr sr bg uk ru lt lv et fi sv nb da is el tr ro hu eu gl cy ga mt ko ja zh zh-TW ar ar-EG he fa hi th vi id ka hy az sq mk bn ur'.split(
    ' ',
  );

test.each(locales)('%s', (locale) => {
  for (const month of ['long', 'short'] as const) {
    const style = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month,
      year: 'numeric',
      calendar: 'gregory',
      timeZone: 'UTC',
    });
    const letters = { day: 'd', year: 'yyyy' } as const;
    const format = style
      .formatToParts(new Date(Date.UTC(2028, 4, 15)))
      .map(({ type, value }) => {
        if (type === 'day' || type === 'year') return letters[type];
        if (type === 'month') return /^\p{Nd}+$/u.test(value) ? 'M' : 'MMM';
        return `'${value}'`;
      })
      .join('');
    for (let day = 0; day < 366; day += 1) {
      const date = new Date(Date.UTC(2028, 0, 1 + day));
      const span = parseDate(style.format(date), format, { timeZone: 'UTC', locale });
      expect([style.format(date), span?.first.epochMilliseconds]).toEqual([style.format(date), date.getTime()]);
    }
  }
});
