/** The line that `start --config` shows of itself. */
import fc from 'fast-check';
import { newPetition } from '../../src/domain/petition.ts';
import type { DueKey } from '../../src/storage/due-buckets.ts';
import { liveLine, earliestPoll, type LiveState } from '../../local/live-line.ts';
import { at } from '../domain/story.ts';

const now = at('2026-03-31T09:41:30Z');
const polled: LiveState = {
  petitions: 3,
  lastPoll: { at: at('2026-03-31T09:41:02Z'), polls: 3, readings: 3 },
  nextPoll: at('2026-03-31T09:46:00Z'),
};
const line = (state: LiveState | undefined, width = Infinity): string => liveLine(state, now, 'Europe/London', width);

test('says what is watched, when the last poll was and what it gave, and when the next one is, in local time', () => {
  expect(line(polled)).toBe('Watching 3 petitions · last poll 10:41:02, 3 readings · next poll 10:46');
});

test.each<[string, LiveState | undefined, string]>([
  ['before the first poll', undefined, 'First poll under way'],
  [
    'a poll without a reading',
    { ...polled, lastPoll: { at: now, polls: 3, readings: 1 } },
    'Watching 3 petitions · last poll 10:41:30, 1 reading, 2 failed · next poll 10:46',
  ],
  [
    'times on another day',
    {
      ...polled,
      lastPoll: { at: at('2026-03-30T22:59:59Z'), polls: 1, readings: 1 },
      nextPoll: at('2026-03-31T23:00:00Z'),
    },
    'Watching 3 petitions · last poll 30 March, 23:59:59, 1 reading · next poll 1 April, 00:00',
  ],
  [
    'a poll that is due now',
    { ...polled, lastPoll: undefined, nextPoll: now },
    'Watching 3 petitions · nothing due yet · polling',
  ],
  [
    'nothing that is due again',
    { petitions: 1, lastPoll: undefined, nextPoll: undefined },
    'Watching 1 petition · nothing due yet',
  ],
])('shows %s', (_, state, text) => {
  expect(line(state)).toBe(text);
});

test('never takes more columns than there are', () => {
  expect(line(polled, 30)).toBe('Watching 3 petitions · last p…');
  fc.assert(fc.property(fc.integer({ min: 1, max: 90 }), (width) => line(polled, width).length <= width));
});

describe('the next poll', () => {
  const nextOf = (dueKeys: readonly (DueKey | undefined)[], lists?: string): string | undefined =>
    earliestPoll(
      dueKeys.map((dueKey, index) => ({ petition: newPetition(`test/${index}`), dueKey })),
      lists === undefined ? undefined : at(lists),
      now,
    )?.toString();
  const dueAt = (sortKey: string): DueKey => ({ bucket: 'at', sortKey });
  const everyMinute: DueKey = { bucket: '1', sortKey: '0000' };

  test('is the first full minute after the earliest due time of a petition', () => {
    const keys = [dueAt('2026-03-31T10:00:00Z'), dueAt('2026-03-31T09:45:01Z'), dueAt('2026-04-01T00:00:00Z')];
    expect(nextOf(keys)).toBe('2026-03-31T09:46:00Z');
    expect(nextOf([...keys, everyMinute])).toBe('2026-03-31T09:42:00Z');
  });

  test('of one that was due before now is at the next full minute', () => {
    expect(nextOf([dueAt('2026-03-31T09:40:00Z')])).toBe('2026-03-31T09:42:00Z');
  });

  test('may be that of the lists, and there is none of what no tick takes up', () => {
    const untouched = [undefined, { bucket: 'over', sortKey: '0000' }, { bucket: 'listed', sortKey: '0000' }];
    expect(nextOf(untouched)).toBeUndefined();
    expect(nextOf(untouched, '2026-03-31T10:41:00Z')).toBe('2026-03-31T10:41:00Z');
  });
});
