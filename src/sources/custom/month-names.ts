/**
 * The months as a language writes them: long and short, alone and after a day, with and without a dot, here and
 * elsewhere. `Sept` is British, `Jänner` Austrian, `setiembre` Peruvian: a page may have any of them, and is found out
 * only when that month comes.
 */

/** By locale; to compute one takes 20 ms, and 60 ms with all regions of the language (2026-11). */
const own = new Map<string, ReadonlyMap<string, number>>();
const elsewhere = new Map<string, ReadonlyMap<string, number>>();

/** 1 to 12; 0 for text that is not the name of a month. */
export function monthOf(name: string, locale: string): number {
  const bare = plain(name);
  const language = new Intl.Locale(locale).language;
  return (
    cached(own, locale, () => [locale, language]).get(bare) ??
    cached(elsewhere, language, () => regionsOf(language)).get(bare) ??
    0
  );
}

function cached(
  cache: Map<string, ReadonlyMap<string, number>>,
  key: string,
  locales: () => readonly string[],
): ReadonlyMap<string, number> {
  const known = cache.get(key) ?? monthsIn(locales());
  cache.set(key, known);
  return known;
}

/** The language with each country that the system knows it of. */
function regionsOf(language: string): string[] {
  const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
  return letters
    .flatMap((one) => letters.map((other) => `${language}-${one}${other}`))
    .filter((locale) => new Intl.NumberFormat(locale).resolvedOptions().locale === locale);
}

const plain = (text: string): string => text.toLocaleLowerCase().normalize('NFKC').replace(/\.$/, '');

/** A name that a locale has for two months is none; where two locales differ, the first holds. */
function monthsIn(locales: readonly string[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const locale of locales) {
    const here = new Map<string, number>();
    for (const [name, month] of namesIn(locale)) here.set(name, (here.get(name) ?? month) === month ? month : 0);
    for (const [name, month] of here) if (!found.has(name)) found.set(name, month);
  }
  return found;
}

const day = 'numeric' as const;

/** Some languages have another form of the month after a day, or before a year. */
const namesIn = (locale: string): [string, number][] =>
  (['long', 'short'] as const).flatMap((month) =>
    [{ month }, { month, day }, { month, day, year: day }].flatMap((options) => {
      const format = new Intl.DateTimeFormat(locale, { ...options, calendar: 'gregory', timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, index): [string, number] => {
        const parts = format.formatToParts(new Date(Date.UTC(2026, index, 15)));
        return [plain(parts.find(({ type }) => type === 'month')?.value ?? ''), index + 1];
      });
    }),
  );
