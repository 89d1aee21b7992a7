import fc from 'fast-check';
import { allowanceAfter, isSustainable, remainingAt, maxSaved } from '../../src/domain/request-budget.ts';
import { dueInstant, nextPoll, withPollCharged } from '../../src/domain/cadence.ts';
import { minutesBetween } from '../../src/domain/time.ts';
import { at, rules, Story } from './story.ts';

const noon = at('2026-03-05T12:00:00Z');

test('a new petition has half a day of requests', () => {
  expect(remainingAt(undefined, 200, noon)).toBe(100);
});

test('what is not used is saved, and no more than half a day of it', () => {
  expect(remainingAt({ at: noon, left: 10 }, 200, noon.add({ hours: 12 }))).toBe(60);
  expect(remainingAt({ at: noon, left: 10 }, 200, noon.add({ hours: 48 }))).toBe(100);
});

test('looks at a steady pace are taken off without a write', () => {
  const before = { at: noon, left: 50, every: 60 };
  expect(allowanceAfter(before, 200, { every: 60 }, noon.add({ hours: 6 }))).toBe(before);
  expect(remainingAt(before, 200, noon.add({ hours: 6 }))).toBe(50 + 25 - 6);
});

test('a change of pace is booked, and so is a single look', () => {
  const before = { at: noon, left: 50, every: 60 };
  const later = noon.add({ hours: 6 });
  expect(allowanceAfter(before, 200, { every: 1 }, later)).toEqual({ at: later, left: 68, every: 1 });
  expect(allowanceAfter(before, 200, { at: later }, later)).toEqual({ at: later, left: 68 });
});

test('half of the requests can go on for ever', () => {
  expect(isSustainable(15, 192)).toBe(true);
  expect(isSustainable(15, 191)).toBe(false);
  expect(maxSaved(192)).toBe(96);
});

/** The most of them that lie in any twenty-four hours; they are in order. */
function mostInADay(minutes: readonly number[]): number {
  let [most, first] = [0, 0];
  minutes.forEach((minute, index) => {
    while ((minutes[first] ?? minute) <= minute - 1440) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

describe('a petition that is always just below its line', () => {
  const thresholds = [{ name: 'response', signatures: 1_000_000 }];

  /** The looks of some days, each of which sees the count nearer to the line by a half. */
  function looks(requestsPerDay: number | undefined, days: number): number[] {
    const watched = new Story({ history: rules({ thresholds, signingWindow: undefined }), requestsPerDay });
    const made: number[] = [];
    let left = 500_000;
    let now = noon;
    while (minutesBetween(noon, now) < days * 1440) {
      left = Math.max(1, left / 2);
      watched.sees(now.toString(), Math.floor(1_000_000 - left), { opened: noon.subtract({ hours: 1 }) });
      made.push(minutesBetween(noon, now));
      const due = nextPoll(watched.petition, now, watched.terms);
      watched.petition = withPollCharged(watched.petition, due, now, watched.terms);
      now = dueInstant('test/1', due, now);
    }
    return made;
  }

  test('is looked at every day with the least of budgets', () => {
    expect(looks(1, 10)).toHaveLength(11);
  });

  test('is looked at every minute without a budget', () => {
    expect(mostInADay(looks(undefined, 1))).toBeGreaterThan(1000);
  });

  test.each([4, 24, 48, 100, 200, 1000])(
    'takes %i requests a day and no more, and all the same nearly as many',
    (perDay) => {
      const most = mostInADay(looks(perDay, 3));
      expect(most).toBeLessThanOrEqual(perDay);
      expect(most).toBeGreaterThanOrEqual(perDay / 3);
    },
  );
});

test('whatever the paces, no day has more than the budget', () => {
  const paces = fc.array(fc.tuple(fc.constantFrom(1, 5, 15, 60), fc.integer({ min: 1, max: 200 })), { maxLength: 40 });
  fc.assert(
    fc.property(paces, fc.integer({ min: 24, max: 2000 }), (wishes, perDay) => {
      let allowance = allowanceAfter(undefined, perDay, { every: 60 }, noon);
      let now = noon;
      const made: number[] = [];
      for (const [every, times] of wishes) {
        for (let turn = 0; turn < times; turn++) {
          const pace = remainingAt(allowance, perDay, now) >= 2 ? every : 1440;
          allowance = allowanceAfter(allowance, perDay, { every: pace }, now);
          now = now.add({ minutes: pace });
          made.push(minutesBetween(noon, now));
        }
      }
      expect(mostInADay(made)).toBeLessThanOrEqual(perDay);
    }),
  );
});
