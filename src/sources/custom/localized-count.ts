/**
 * Numbers as people of a country write them: `1 234 567`, `1.234.567`, `1,234,567`, `12,34,567`. The group separator
 * comes from the locale and is never guessed: `1.234` is more than a thousand in German, and a little more than one in
 * English.
 */
interface Figures {
  readonly group: string;
  readonly digits: ReadonlyMap<string, string>;
  /** The number, with its groups. */
  readonly written: (count: number) => string;
}

const cache = new Map<string, Figures>();

/** Whether this system has the digits and names of months of a locale. */
export function isSupportedLocale(name: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(name).length === 1;
  } catch {
    return false;
  }
}

/**
 * The whole number in a text, with the groups of the locale or without any. @throws {RangeError} that says what the
 * text is, where it is not such a number.
 */
export function parseCount(text: string, locale: string): number {
  const figures = figuresOf(locale);
  const plain = inCommon(text.trim(), figures);
  const digits = plain.replaceAll(figures.group, '');
  const count = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
  // With groups, it must be as the locale writes it: groups of three, or as in India of two and three.
  if (plain === digits || plain === figures.written(count)) if (Number.isSafeInteger(count)) return count;
  throw new RangeError(`is no whole number as it is written in "${locale}", such as "${formatCount(12_345, locale)}"`);
}

/** As the locale itself has it, for messages. */
export const formatCount = (count: number, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(count);

function figuresOf(locale: string): Figures {
  const cached = cache.get(locale);
  if (cached !== undefined) return cached;
  const format = new Intl.NumberFormat(locale, { useGrouping: 'always', maximumFractionDigits: 0 });
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const group = common(format.formatToParts(1_234_567).find(({ type }) => type === 'group')?.value ?? ',');
  const digits = new Map(Array.from({ length: 10 }, (_, digit) => [plain.format(digit), String(digit)]));
  const figures: Figures = { group, digits, written: (count) => inCommon(format.format(count), { digits }) };
  cache.set(locale, figures);
  return figures;
}

/**
 * Keyboards have one blank and one apostrophe: a page may use them instead of the narrow, unbreakable or curved one. In
 * East Asia, digits and commas may be as wide as other characters.
 */
const common = (text: string): string =>
  text
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/\u2019/g, "'")
    .replace(/[\uff0c\uff0e\uff10-\uff19]/g, (wide) => wide.normalize('NFKC'));

/** In digits from 0 to 9; and as `common`. */
const inCommon = (text: string, { digits }: Pick<Figures, 'digits'>): string =>
  Array.from(common(text), (character) => digits.get(character) ?? character).join('');
