import fc from 'fast-check';
import { dueInstant, periods, type NextDue } from '../../src/domain/cadence.ts';
import { isAfter } from '../../src/domain/time.ts';
import { allRanges, dueRanges, listedKey, parseDueKey, toDueKey } from '../../src/storage/due-buckets.ts';
import { at } from '../domain/story.ts';

const isIn = (petition: string, due: NextDue, last: string, now: string): boolean => {
  const { bucket, sortKey } = toDueKey(petition, due);
  return (
    dueRanges(at(last), at(now)).filter((one) => one.bucket === bucket && one.from <= sortKey && sortKey <= one.to)
      .length === 1
  );
};

test('an instant is due once it has passed, to the second, and stays due', () => {
  const due = { at: at('2026-03-31T09:00:00.001Z') };
  expect(isIn('test/1', due, '2026-03-31T08:59:00Z', '2026-03-31T09:00:00.500Z')).toBe(false);
  expect(isIn('test/1', due, '2026-03-31T08:59:00Z', '2026-03-31T09:00:01Z')).toBe(true);
  expect(isIn('test/1', due, '2026-04-30T08:59:00Z', '2026-04-30T09:00:00Z')).toBe(true);
});

test('what is looked at every minute is due at every tick, at most once', () => {
  expect(isIn('test/1', { every: 1 }, '2026-03-31T08:59:20Z', '2026-03-31T09:00:20Z')).toBe(true);
  expect(isIn('test/1', { every: 1 }, '2026-03-31T08:00:20Z', '2026-03-31T09:00:20Z')).toBe(true);
});

test('what is looked at once an hour or more rarely is spread over four lanes, of which a tick asks for one', () => {
  const lanesOf = (every: (typeof periods)[number]): number =>
    new Set(Array.from({ length: 2_000 }, (_, n) => toDueKey(`test/${n}`, { every }).bucket)).size;
  expect(periods.map(lanesOf)).toEqual([1, 1, 1, 4, 4, 4]);
  expect(dueRanges(at('2026-03-31T08:59:20Z'), at('2026-03-31T09:00:20Z'))).toHaveLength(1 + periods.length);
});

test('all lanes are in everywhere, and after a day of silence every one is asked but those that no tick asks for', () => {
  const asked = dueRanges(at('2026-03-30T09:00:00Z'), at('2026-03-31T09:00:00Z')).map(({ bucket }) => bucket);
  const never = ['listed', 'over'];
  expect([...new Set(asked), ...never].sort()).toEqual(allRanges.map(({ bucket }) => bucket).sort());
});

test('a key gives back the due time that it was made of, to the second; on a list no tick takes a petition up', () => {
  const dueTimes: NextDue[] = [...periods.map((every) => ({ every })), { never: true }];
  expect(dueTimes.map((due) => parseDueKey(toDueKey('test/1', due)))).toEqual(dueTimes);
  const due = parseDueKey(toDueKey('test/1', { at: at('2026-03-31T09:00:00.001Z') }));
  expect(JSON.stringify(due)).toBe('{"at":"2026-03-31T09:00:01Z"}');
  expect(parseDueKey(listedKey)).toEqual({ never: true });
});

test('a second tick in the same minute takes up nothing that has a minute', () => {
  for (const every of periods) {
    expect(isIn('test/1', { every }, '2026-03-31T09:00:01Z', '2026-03-31T09:00:59Z')).toBe(false);
  }
});

test('after a clock that stepped back nothing but instants is due', () => {
  expect(dueRanges(at('2026-03-31T09:10:00Z'), at('2026-03-31T09:00:00Z')).map(({ bucket }) => bucket)).toEqual(['at']);
});

test('after any pause, what is on a grid is due exactly when one of its points lay in it', () => {
  const minutes = fc.integer({ min: 1_500_000, max: 60_000_000 });
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z]{1,9}\/[0-9]{1,7}$/), fc.constantFrom(...periods), minutes, fc.integer({ min: 0, max: 4000 }),
      (petition, every, start, pause) => {
        const last = at(new Date(start * 60_000 + 20_000).toISOString());
        const now = last.add({ minutes: pause });
        const point = dueInstant(petition, { every }, last);
        expect(isIn(petition, { every }, String(last), String(now))).toBe(!isAfter(point, now));
      },
    ),
    { numRuns: 1000 },
  );
}); // oxfmt-ignore
