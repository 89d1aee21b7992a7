import { closestName, suggestion } from '../../src/domain/closest-name.ts';

const names = ['uk-parliament', 'us-we-the-people', 'scotland', 'jersey', 'json'];

test.each([
  ['uk-parlament', 'uk-parliament'],
  ['uk-parliment', 'uk-parliament'],
  ['Scotland', 'scotland'],
  ['jersy', 'jersey'],
  ['jason', 'json'],
  ['uk', 'uk-parliament'],
  ['j', undefined],
  ['bundestag', undefined],
  ['', undefined],
])('%s is closest to %s', (word, closest) => {
  expect(closestName(word, names)).toBe(closest);
});

test('of two names that are alike the closer one is suggested', () => {
  expect(closestName('thresholt', ['thresholds', 'threshold'])).toBe('threshold');
});

test('a suggestion ends a sentence; without one, the sentence ends as the caller says', () => {
  expect(suggestion('jersy', names, 'use another')).toBe('did you mean "jersey"?');
  expect(suggestion('bundestag', names, 'use another')).toBe('use another');
  expect(suggestion(7, names, 'use another')).toBe('use another');
});
