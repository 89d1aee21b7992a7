/** Whether the site is up to date. */
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
const freshness = (changes: object) => siteFreshness(status(changes), now);

it('says when it was checked', () => {
  expect(freshness({})).toEqual({ stale: false, text: 'Checked 4 minutes ago' });
  expect(freshness({ lastTick: null })).toEqual({ stale: false, text: 'Checked 3 minutes ago' });
});

it('warns after three missing runs, and after an hour at the earliest', () => {
  expect(freshness({ at: '2026-04-20T08:00:01Z' }).stale).toBe(false);
  expect(freshness({ at: '2026-04-20T07:59:59Z' }).stale).toBe(true);
  expect(freshness({ at: '2026-04-20T03:00:01Z', every: 'PT2H' }).stale).toBe(false);
  expect(freshness({ at: '2026-04-20T02:59:59Z', every: 'PT2H' }).stale).toBe(true);
});

it('warns when the site stops being updated', () => {
  expect(freshness({ at: '2026-04-20T03:00:00Z' })).toEqual({
    stale: true,
    text: 'This site was last updated 6 hours ago and may be out of date.',
  });
});

it('warns when pages are generated but no petition is checked', () => {
  expect(freshness({ lastTick: '2026-04-20T03:00:00Z' })).toEqual({
    stale: true,
    text: 'Petitions were last checked 6 hours ago. This page may be out of date.',
  });
});

it('treats a check in the future as just now', () => {
  expect(freshness({ at: '2026-04-20T09:03:00Z', lastTick: '2026-04-20T09:02:00Z' }).text).toBe('Checked just now');
});

it.each([
  [null],
  ['x'],
  [{}],
  [{ at: 'x', every: 'PT15M' }],
  [{ at: '2026-04-20T09:00:00Z', every: 'soon' }],
  [{ at: '2026-04-20T09:00:00Z', every: 'P' }],
])('ignores %j', (value) => {
  expect(parseSiteStatus(value)).toBeUndefined();
});

it('reads durations of up to a day', () => {
  const lengths = ['PT1M', 'PT1H30M', 'P1D', 'PT90S'].map((every) => status({ every }).every / 60_000);
  expect(lengths).toEqual([1, 90, 1440, 1.5]);
});
