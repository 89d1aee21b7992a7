/** Whether the site is made anew as it should be. */
import { expect, it } from '@jest/globals';
import { siteFreshness, parseSiteStatus, type SiteStatus } from '../../../lambda/site/browser/freshness.ts';

const now = Date.parse('2026-04-20T09:00:00Z');
const status = (changes: object = {}): SiteStatus => {
  const found = parseSiteStatus({
    at: '2026-04-20T08:57:00Z',
    lastTick: '2026-04-20T08:56:00Z',
    every: 'PT15M',
    ...changes,
  });
  if (found === undefined) throw new Error('no status');
  return found;
};
const said = (changes: object) => siteFreshness(status(changes), now);

it('says when it was checked', () => {
  expect(said({})).toEqual({ stale: false, text: 'Checked 4 minutes ago' });
  expect(said({ lastTick: null })).toEqual({ stale: false, text: 'Checked 3 minutes ago' });
});

it('has patience for an hour at least, and for three times as long as it takes', () => {
  expect(said({ at: '2026-04-20T08:00:01Z' }).stale).toBe(false);
  expect(said({ at: '2026-04-20T07:59:59Z' }).stale).toBe(true);
  expect(said({ at: '2026-04-20T03:00:01Z', every: 'PT2H' }).stale).toBe(false);
  expect(said({ at: '2026-04-20T02:59:59Z', every: 'PT2H' }).stale).toBe(true);
});

it('warns where the pages are made, and nothing is looked at', () => {
  expect(said({ lastTick: '2026-04-20T03:00:00Z' })).toEqual({
    stale: true,
    text: 'The petitions are not being looked at: the last time was 6 hours ago. What is said here may have changed since.',
  });
});

it('makes nothing of a clock that is ahead', () => {
  expect(said({ at: '2026-04-20T09:03:00Z', lastTick: '2026-04-20T09:02:00Z' }).text).toBe('Checked just now');
});

it.each([
  [null],
  ['x'],
  [{}],
  [{ at: 'x', every: 'PT15M' }],
  [{ at: '2026-04-20T09:00:00Z', every: 'soon' }],
  [{ at: '2026-04-20T09:00:00Z', every: 'P' }],
])('makes nothing of %j', (value) => {
  expect(parseSiteStatus(value)).toBeUndefined();
});

it('reads every length of a day and less', () => {
  const lengths = ['PT1M', 'PT1H30M', 'P1D', 'PT90S'].map((every) => status({ every }).every / 60_000);
  expect(lengths).toEqual([1, 90, 1440, 1.5]);
});
