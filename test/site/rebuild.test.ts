/** When the files of a petition are made anew: at once for what happened, more rarely for what only counts. */
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

function made(petition: Petition, now: string) {
  const standing = petitionStatus({ petition, failures: 0, outbox: [] }, stableViewTime(petition, at(now)), (origin) =>
    rulesForPetition(rulebook['us-we-the-people'], origin),
  );
  return buildRecord(petition, standing, at(now));
}

/** Whether what was made of one is made anew of the other. */
const isDueFrom = (before: Petition, made1: string, next: Petition, now: string): boolean =>
  needsRebuild(made(before, made1), next, made(next, now));

const before = story().petition;
const counted = (signatures: number): Petition => story().sees('2016-01-03T12:00:00Z', signatures).petition;

test('not while nothing has changed, however many quiet looks there were', () => {
  const quiet = story().sees('2016-01-03T12:00:00Z', 10_000).petition;
  expect(isDueFrom(before, '2016-01-03T10:01:00Z', { ...quiet, last: before.last }, '2016-01-03T22:00:00Z')).toBe(
    false,
  );
});

test('not for a count that moved by a hundredth or less on the same day, and for one more signature it is', () => {
  expect(isDueFrom(before, '2016-01-03T10:01:00Z', counted(10_100), '2016-01-03T12:01:00Z')).toBe(false);
  expect(isDueFrom(before, '2016-01-03T10:01:00Z', counted(10_101), '2016-01-03T12:01:00Z')).toBe(true);
  expect(isDueFrom(before, '2016-01-03T10:01:00Z', counted(9_899), '2016-01-03T12:01:00Z')).toBe(true);
});

test('for any count when another day has begun', () => {
  expect(isDueFrom(before, '2016-01-03T10:01:00Z', counted(10_001), '2016-01-03T23:59:00Z')).toBe(false);
  expect(isDueFrom(before, '2016-01-03T10:01:00Z', counted(10_001), '2016-01-04T00:01:00Z')).toBe(true);
});

test('in the last days of signing when another hour has begun', () => {
  const late = story().sees('2016-01-17T10:30:00Z', 12_000).petition;
  const later = story().sees('2016-01-17T10:30:00Z', 12_000).sees('2016-01-17T10:50:00Z', 12_001).petition;
  expect(isDueFrom(late, '2016-01-17T10:31:00Z', later, '2016-01-17T10:59:00Z')).toBe(false);
  expect(isDueFrom(late, '2016-01-17T10:31:00Z', later, '2016-01-17T11:01:00Z')).toBe(true);
});

test('at once for a crossing by one signature, a deadline that moved, an answer, a closing', () => {
  const near = story().sees('2016-01-03T12:00:00Z', 99_999);
  const made1 = near.petition;
  const dueAfter = (facts: object, signatures = 99_999): boolean => {
    const next = story().sees('2016-01-03T12:00:00Z', 99_999).sees('2016-01-03T12:02:00Z', signatures, facts).petition;
    return isDueFrom(made1, '2016-01-03T12:01:00Z', next, '2016-01-03T12:03:00Z');
  };
  expect(dueAfter({})).toBe(false);
  expect(dueAfter({}, 100_000)).toBe(true);
  expect(dueAfter({ deadline: at('2016-02-19T17:00:00Z') })).toBe(true);
  expect(dueAfter({ answer: { at: at('2016-01-03T12:01:00Z') } })).toBe(true);
  expect(dueAfter({ signing: { open: false, at: at('2016-01-03T12:01:00Z') } })).toBe(true);
  expect(dueAfter({ title: 'Another title' })).toBe(true);
});

test('not for the days that pass over a quiet petition, of which nothing else is expected than before', () => {
  const dead = weThePeople().sees('2015-12-20T17:05:00Z', 5, { opened }).petition;
  const days = Array.from({ length: 14 }, (_, index) => `2016-01-${String(index + 1).padStart(2, '0')}T10:00:00Z`);
  expect(days.filter((day) => isDueFrom(dead, '2016-01-01T10:00:00Z', dead, day))).toEqual([]);
});

test('for a forecast that has become another as days passed, once a day at most', () => {
  const growing = story().sees('2016-01-04T10:00:00Z', 60_000).petition;
  // What was expected of its pace has not come.
  expect(isDueFrom(growing, '2016-01-04T10:01:00Z', growing, '2016-01-04T23:00:00Z')).toBe(false);
  expect(isDueFrom(growing, '2016-01-04T10:01:00Z', growing, '2016-01-06T00:01:00Z')).toBe(true);
});

test('when nothing is expected any more, as at the end of signing', () => {
  const late = story().sees('2016-01-19T16:30:00Z', 12_000).petition;
  expect(isDueFrom(late, '2016-01-19T16:31:00Z', late, '2016-01-19T16:59:00Z')).toBe(false);
  expect(isDueFrom(late, '2016-01-19T16:31:00Z', late, '2016-01-20T00:01:00Z')).toBe(true);
});
