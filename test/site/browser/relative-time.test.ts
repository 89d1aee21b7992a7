/** The time until or since something, in words. */
import { expect, it } from '@jest/globals';
import { relativeTime } from '../../../lambda/site/browser/relative-time.ts';

const at = (text: string): number => Date.parse(text);
const now = at('2026-04-20T09:00:00Z');

it.each([
  ['2026-04-20T09:00:30Z', 'less than a minute left'],
  ['2026-04-20T09:01:30Z', '1 minute left'],
  ['2026-04-20T10:59:00Z', '119 minutes left'],
  ['2026-04-20T11:00:00Z', '2 hours left'],
  ['2026-04-22T08:59:00Z', '47 hours left'],
  ['2026-04-22T09:00:00Z', '2 days left'],
  ['2028-04-19T08:00:00Z', '729 days left'],
  ['2029-04-21T09:00:00Z', '3 years left'],
  ['2026-04-20T09:00:00Z', 'over'],
  ['2026-04-19T09:00:00Z', 'over'],
])('until %s: %s', (when, words) => {
  expect(relativeTime(at(when), now, 'left')).toBe(words);
});

it.each([
  ['2026-04-20T08:59:30Z', 'just now'],
  ['2026-04-20T08:57:00Z', '3 minutes ago'],
  ['2026-04-18T09:00:00Z', '2 days ago'],
  ['2026-04-20T09:05:00Z', 'in 5 minutes'],
])('%s was %s', (when, words) => {
  expect(relativeTime(at(when), now, 'ago')).toBe(words);
});
