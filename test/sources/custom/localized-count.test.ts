/** Numbers as pages write them, by the locale of the page. */
import { parseCount, isSupportedLocale } from '../../../src/sources/custom/localized-count.ts';

test.each([
  ['en', '1,234,567', 1_234_567],
  ['en', '1234567', 1_234_567],
  ['en', ' 7 ', 7],
  ['en', '0', 0],
  ['en', '999', 999],
  ['de', '1.234.567', 1_234_567],
  ['de', '1.234', 1_234],
  ['fr', '1 234 567', 1_234_567],
  ['fr', '1\u202f234\u202f567', 1_234_567],
  ['fr', '1\u00a0234', 1_234],
  ['sv', '12\u2009345', 12_345],
  ['es', '1.234', 1_234],
  ['es', '12.345', 12_345],
  ['pl', '1 234', 1_234],
  ['de-CH', "1'234'567", 1_234_567],
  ['de-CH', '1’234’567', 1_234_567],
  ['de-AT', '1 234', 1_234],
  ['hi', '12,34,567', 1_234_567],
  ['en-IN', '1,00,000', 100_000],
  ['ar-EG', '١٬٢٣٤', 1_234],
  ['ar-EG', '1٬234', 1_234],
  ['zh-TW', '5,000', 5_000],
  ['en-CA', '78350', 78_350],
  ['ja', '８，１２０', 8_120],
])('in %s, "%s" is %i', (locale, text, count) => {
  expect(parseCount(text, locale)).toBe(count);
});

test.each([
  ['en', '1.234', 'is a little more than one'],
  ['de', '1,234', 'is a little more than one'],
  ['en', '1 234', 'has another separator'],
  ['en', '872³', 'has a note'],
  ['en', '12,34', 'has a group of two'],
  ['en', '12,34,567', 'is grouped as in India'],
  ['en', '1,2345', 'has a group of four'],
  ['en', ',123', 'has an empty group'],
  ['en', '1,,234', 'has an empty group'],
  ['fr', '1  234', 'has an empty group'],
  ['en', '-5', 'is below zero'],
  ['en', '1e3', 'is no number of people'],
  ['en', '12 345 signatures', 'is more than a number'],
  ['en', '', 'is nothing'],
  ['en', '1234567890123456', 'is too long'],
])('in %s, "%s" %s, and no count', (locale, text) => {
  expect(() => parseCount(text, locale)).toThrow(/^is no whole number as it is written in ".*", such as "12.345"$/);
});

test('a locale is one that figures are known of', () => {
  expect(['fr', 'en-CA', 'zh-TW', 'de-CH'].every(isSupportedLocale)).toBe(true);
  expect(['xx', 'french', 'fr_FR', ''].some(isSupportedLocale)).toBe(false);
});
