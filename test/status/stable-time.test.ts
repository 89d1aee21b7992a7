/** How a petition is seen from a moment that moves only when it must: so that what is made of it stays the same. */
import { petitionStatus, stableViewTime } from '../../src/status/petition-status.ts';
import type { Petition } from '../../src/domain/petition.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { rulesForPetition } from '../../src/domain/rules.ts';
import { at, weThePeople } from '../domain/story.ts';

/** Due by 2016-01-19T17:00Z. */
const petition = weThePeople()
  .sees('2016-01-02T10:00:00Z', 1_000, { opened: at('2015-12-20T17:00:00Z') })
  .sees('2016-01-03T10:30:00Z', 1_500).petition;
const seenAt = (now: string, one: Petition = petition): string => stableViewTime(one, at(now)).toString();

test('far from the deadline it is the last change, until another day begins', () => {
  expect(seenAt('2016-01-03T11:00:00Z')).toBe('2016-01-03T10:30:00Z');
  expect(seenAt('2016-01-03T23:59:59Z')).toBe('2016-01-03T10:30:00Z');
  expect(seenAt('2016-01-04T00:00:00Z')).toBe('2016-01-04T00:00:00Z');
  expect(seenAt('2016-01-04T17:00:00Z')).toBe('2016-01-04T00:00:00Z');
});

test('in the last three days of signing another hour is enough, and not after it', () => {
  expect(seenAt('2016-01-16T17:30:00Z')).toBe('2016-01-16T17:00:00Z');
  expect(seenAt('2016-01-16T16:59:00Z')).toBe('2016-01-16T00:00:00Z');
  expect(seenAt('2016-01-19T16:59:00Z')).toBe('2016-01-19T16:00:00Z');
  expect(seenAt('2016-01-19T17:00:00Z')).toBe('2016-01-19T00:00:00Z');
});

test('what has no deadline, or was never read, is seen from the day', () => {
  const { deadline, ...endless } = petition;
  expect(deadline).toBeDefined();
  expect(seenAt('2016-01-18T17:30:00Z', endless)).toBe('2016-01-18T00:00:00Z');
  expect(seenAt('2016-01-18T17:30:00Z', { petition: 'a/1', counts: [], thresholds: {}, alerts: 0 })).toBe(
    '2016-01-18T00:00:00Z',
  );
});

test('the pace is of the day before, in whole signatures, and of nothing that is closed or gone', () => {
  const paceAt = (now: string, one = petition) =>
    petitionStatus({ petition: one, failures: 0, outbox: [] }, at(now), (origin) =>
      rulesForPetition(rulebook['us-we-the-people'], origin),
    ).pace;
  expect(paceAt('2016-01-03T10:30:00Z')).toBeGreaterThan(250);
  expect(paceAt('2016-01-03T10:30:00Z')).toBeLessThan(500);
  expect(paceAt('2016-01-08T10:30:00Z')).toBeLessThan(20);
  expect(
    paceAt('2016-01-04T00:00:00Z', { ...petition, gone: { since: at('2016-01-03T12:00:00Z'), told: true } }),
  ).toBeNull();
  expect(paceAt('2016-01-04T00:00:00Z', { petition: 'a/1', counts: [], thresholds: {}, alerts: 0 })).toBeNull();
});
