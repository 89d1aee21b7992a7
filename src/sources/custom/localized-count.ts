/**
 * Numbers as people of a country write them: `1 234 567`, `1.234.567`, `1,234,567`, `12,34,567`. The group separator
 * comes from the locale and is never guessed: `1.234` is more than a thousand in German, and a little more than one in
 * English.
 */
interface Figures {
  readonly group: string;
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
  const { group, written } = figuresOf(locale);
  const plain = common(text.trim());
  const groups = plain.split(group);
  const digits = groups.join('');
  const count = /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
  // With groups, it must be as the locale writes it, in India in groups of two and three; or in threes, as everywhere.
  const inThrees = /^[1-9]\d{0,2}(?: \d{3})+$/.test(groups.join(' '));
  if (inThrees || plain === digits || plain === written(count)) if (Number.isSafeInteger(count)) return count;
  throw new RangeError(`is no whole number as it is written in "${locale}", such as "${formatCount(12_345, locale)}"`);
}

/** As the locale itself has it, for messages. */
export const formatCount = (count: number, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(count);

function figuresOf(locale: string): Figures {
  const cached = cache.get(locale);
  if (cached !== undefined) return cached;
  const format = new Intl.NumberFormat(locale, { useGrouping: 'always', maximumFractionDigits: 0 });
  const group = common(format.formatToParts(1_234_567).find(({ type }) => type === 'group')?.value ?? ',');
  const figures: Figures = { group, written: (count) => common(format.format(count)) };
  cache.set(locale, figures);
  return figures;
}

/**
 * Keyboards have one blank and one apostrophe: a page may use them instead of the narrow, unbreakable or curved one. In
 * East Asia, digits and commas may be as wide as other characters; Arabic has a comma of its own between groups.
 */
const common = (text: string): string =>
  plainDigits(text)
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/\u2019/g, "'")
    .replace(/[\uff0c\u066c]/g, ',')
    .replace(/\uff0e/g, '.');

/** With the digits 0 to 9, whatever the script: in Unicode, the ten digits of each follow each other. */
export const plainDigits = (text: string): string =>
  text.replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.normalize('NFKC').codePointAt(0) ?? 0;
    let value = 0;
    while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
    return String(value);
  });
