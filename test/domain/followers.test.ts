/** Followers: what each choice is told of, and when it ends. */
import { alertNames, mainAlerts } from '../../src/domain/alerts.ts';
import { isChosen, isFollowersCheckDue, nextFollowersStep } from '../../src/domain/followers.ts';
import { at } from './story.ts';

test('who chose the main alerts gets these four; who chose all gets all', () => {
  expect(alertNames.filter((alert) => isChosen('main', { alert }))).toEqual([...mainAlerts]);
  expect(alertNames.filter((alert) => isChosen('all', { alert }))).toEqual([...alertNames]);
});

const told = at('2026-03-01T00:00:00Z');

test.each([
  ['goes on', false, undefined, '2026-03-01T00:00:00Z', 'nothing'],
  ['is over', true, undefined, '2026-03-01T00:00:00Z', 'tell'],
  ['is over, a day after they were told', true, told, '2026-03-02T00:00:00Z', 'nothing'],
  ['is over, a moment before the grace ends', true, told, '2026-03-30T23:59:59Z', 'nothing'],
  ['is over, when the grace ends', true, told, '2026-03-31T00:00:00Z', 'delete'],
  ['is watched again', false, told, '2026-04-30T00:00:00Z', 'resume'],
] as const)('of a petition that %s', (_, isOver, when, now, step) => {
  expect(nextFollowersStep(isOver, when, at(now))).toBe(step);
});

test('followers are looked after once a day: by the first tick of it, however late', () => {
  const due = (last: string, now: string): boolean => isFollowersCheckDue(at(last), at(now));
  expect(due('2026-03-01T23:59:00Z', '2026-03-02T00:00:00Z')).toBe(true);
  expect(due('2026-03-02T00:00:00Z', '2026-03-02T23:59:00Z')).toBe(false);
  expect(due('2026-03-02T00:00:00Z', '2026-03-09T12:00:00Z')).toBe(true);
  expect(isFollowersCheckDue(undefined, told)).toBe(true);
});
