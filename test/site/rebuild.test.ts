/** When the files of a petition are generated again: at once after an event, less often for counts and forecasts. */
import { needsRebuild, buildRecord } from '../../lambda/site/rebuild.ts';
import type { Petition } from '../../src/domain/petition.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { rulesForPetition } from '../../src/domain/rules.ts';
import { petitionStatus, stableViewTime } from '../../src/status/petition-status.ts';
import { at, weThePeople, type Story } from '../domain/story.ts';

const opened = at('2015-12-20T17:00:00Z');
/** Due by 2016-01-19T17:00Z. */
const story = (): Story =>
  weThePeople().sees('2016-01-02T10:00:00Z', 9_000, { opened }).sees('2016-01-03T10:00:00Z', 10_000);

function buildAt(petition: Petition, now: string) {
  const status = petitionStatus({ petition, failures: 0, outbox: [] }, stableViewTime(petition, at(now)), (origin) =>
    rulesForPetition(rulebook['us-we-the-people'], origin),
  );
  return buildRecord(petition, status, at(now));
}

/** Whether files built from `before` at `builtAt` are generated again from `next` at `now`. */
const isRebuilt = (before: Petition, builtAt: string, next: Petition, now: string): boolean =>
  needsRebuild(buildAt(before, builtAt), next, buildAt(next, now));

const before = story().petition;
const counted = (signatures: number): Petition => story().sees('2016-01-03T12:00:00Z', signatures).petition;

test('not while nothing has changed, however many polls there were', () => {
  const quiet = story().sees('2016-01-03T12:00:00Z', 10_000).petition;
  expect(isRebuilt(before, '2016-01-03T10:01:00Z', { ...quiet, last: before.last }, '2016-01-03T22:00:00Z')).toBe(
    false,
  );
});

test('for a count that changed by more than 1%, and not for 1% or less on the same day', () => {
  expect(isRebuilt(before, '2016-01-03T10:01:00Z', counted(10_100), '2016-01-03T12:01:00Z')).toBe(false);
  expect(isRebuilt(before, '2016-01-03T10:01:00Z', counted(10_101), '2016-01-03T12:01:00Z')).toBe(true);
  expect(isRebuilt(before, '2016-01-03T10:01:00Z', counted(9_899), '2016-01-03T12:01:00Z')).toBe(true);
});

test('for any change of the count when a new day has begun', () => {
  expect(isRebuilt(before, '2016-01-03T10:01:00Z', counted(10_001), '2016-01-03T23:59:00Z')).toBe(false);
  expect(isRebuilt(before, '2016-01-03T10:01:00Z', counted(10_001), '2016-01-04T00:01:00Z')).toBe(true);
});

test('in the last days of signing when a new hour has begun', () => {
  const late = story().sees('2016-01-17T10:30:00Z', 12_000).petition;
  const later = story().sees('2016-01-17T10:30:00Z', 12_000).sees('2016-01-17T10:50:00Z', 12_001).petition;
  expect(isRebuilt(late, '2016-01-17T10:31:00Z', later, '2016-01-17T10:59:00Z')).toBe(false);
  expect(isRebuilt(late, '2016-01-17T10:31:00Z', later, '2016-01-17T11:01:00Z')).toBe(true);
});

test('at once when a threshold is met by one signature, a deadline moves, an answer arrives or signing closes', () => {
  const near = story().sees('2016-01-03T12:00:00Z', 99_999);
  const rebuiltAfter = (facts: object, signatures = 99_999): boolean => {
    const next = story().sees('2016-01-03T12:00:00Z', 99_999).sees('2016-01-03T12:02:00Z', signatures, facts).petition;
    return isRebuilt(near.petition, '2016-01-03T12:01:00Z', next, '2016-01-03T12:03:00Z');
  };
  expect(rebuiltAfter({})).toBe(false);
  expect(rebuiltAfter({}, 100_000)).toBe(true);
  expect(rebuiltAfter({ deadline: at('2016-02-19T17:00:00Z') })).toBe(true);
  expect(rebuiltAfter({ answer: { at: at('2016-01-03T12:01:00Z') } })).toBe(true);
  expect(rebuiltAfter({ signing: { open: false, at: at('2016-01-03T12:01:00Z') } })).toBe(true);
  expect(rebuiltAfter({ title: 'Another title' })).toBe(true);
});

test('not just because days pass over a quiet petition with an unchanged forecast', () => {
  const quiet = weThePeople().sees('2015-12-20T17:05:00Z', 5, { opened }).petition;
  const days = Array.from({ length: 14 }, (_, index) => `2016-01-${String(index + 1).padStart(2, '0')}T10:00:00Z`);
  expect(days.filter((day) => isRebuilt(quiet, '2016-01-01T10:00:00Z', quiet, day))).toEqual([]);
});

test('for a forecast that changed as days passed, once a day at most', () => {
  const growing = story().sees('2016-01-04T10:00:00Z', 60_000).petition;
  // Its earlier pace has not continued.
  expect(isRebuilt(growing, '2016-01-04T10:01:00Z', growing, '2016-01-04T23:00:00Z')).toBe(false);
  expect(isRebuilt(growing, '2016-01-04T10:01:00Z', growing, '2016-01-06T00:01:00Z')).toBe(true);
});

test('when there is no forecast any longer, as at the end of signing', () => {
  const late = story().sees('2016-01-19T16:30:00Z', 12_000).petition;
  expect(isRebuilt(late, '2016-01-19T16:31:00Z', late, '2016-01-19T16:59:00Z')).toBe(false);
  expect(isRebuilt(late, '2016-01-19T16:31:00Z', late, '2016-01-20T00:01:00Z')).toBe(true);
});
