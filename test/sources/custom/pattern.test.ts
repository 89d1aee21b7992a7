/** Patterns of the config, on texts of strangers. */
import { patternFault, matchGroups } from '../../../src/sources/custom/pattern.ts';

/** The first of them; undefined for no match. */
const matchGroup = (text: string, pattern: string): string | undefined => matchGroups(text, pattern)[0]?.text;

test('a pattern picks what its group matches, or nothing', () => {
  expect(matchGroup('Anzahl Online-Mitzeichnungen 12.345', 'Online-Mitzeichnungen ([0-9.]+)')).toBe('12.345');
  expect(matchGroup('no count', '([0-9]+)')).toBeUndefined();
  expect(matchGroup('a', 'a|(b)')).toBeUndefined();
});

test.each([
  ['that takes exponentially long', '^(?:(a+)+)$', `${'a'.repeat(40)}b`],
  ['that takes a high power of the length', '(a*a*a*a*a*b)$', 'a'.repeat(90_000)],
])('one %s is stopped', (_, pattern, text) => {
  const begun = performance.now();
  expect(() => matchGroup(text, pattern)).toThrow('takes too long to be searched for');
  // The limit is of the clock. On a busy machine, processor time said nothing: a limit of 8 s passed for 5.
  expect(performance.now() - begun).toBeLessThan(5_000);
});

test('a page is searched from its beginning, and not without end', () => {
  expect(matchGroup(`${' '.repeat(99_990)}7 signed`, '([0-9]+) signed')).toBe('7');
  expect(matchGroup(`${' '.repeat(100_000)}7 signed`, '([0-9]+) signed')).toBeUndefined();
});

test('a pattern has one group', () => {
  expect(patternFault('([0-9,]+) signatures')).toBeUndefined();
  expect(patternFault('(?:at|by) (?<count>[0-9]+)')).toBeUndefined();
  expect(patternFault('[0-9]+')).toMatch(/^must have one group/);
  expect(patternFault('([0-9]+) of ([0-9]+)')).toMatch(/^must have one group/);
  expect(patternFault('([0-9]+')).toMatch(/^must be a regular expression with one group/);
});
