import fc from 'fast-check';
import { forecast, type Forecast } from '../../src/domain/forecast.ts';
import { initialGrowthRates, updateGrowthRates, growthRatesAt } from '../../src/domain/growth-rates.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T00:00:00Z');
const day = (days: number): string => opened.add({ minutes: Math.round(days * 1440) }).toString();
const ninetyDays = {
  history: rules({ timeZone: 'UTC', signingWindow: 'P90D', thresholds: [{ name: 'debate', signatures: 100_000 }] }),
};

/** Counts by the day since the opening. */
function grows(...counts: [days: number, signatures: number][]): Story {
  return told(false, counts);
}
function told(forecasts: boolean, counts: [days: number, signatures: number][]): Story {
  const story = new Story({ ...ninetyDays, forecasts });
  for (const [days, signatures] of counts) story.sees(day(days), signatures, { opened });
  return story;
}
function outlook({ petition }: Story, days: number): Forecast {
  const said = forecast(petition, at(day(days)));
  if (said === undefined) throw new Error('no forecast');
  return said;
}

describe('the paces', () => {
  test('of what comes in evenly are all the same, however short it is known', () => {
    const first = initialGrowthRates({ at: at(day(1)), signatures: 100 }, opened);
    for (const pace of growthRatesAt(first, at(day(1)))) expect(pace).toBeCloseTo(100, 3);
    const next = updateGrowthRates(first, { at: at(day(1)), signatures: 100 }, { at: at(day(3)), signatures: 300 });
    for (const pace of growthRatesAt(next, at(day(3)))) expect(pace).toBeCloseTo(100, 3);
  });

  test('of the shorter spans follow a burst sooner, and forget it sooner', () => {
    const quiet = initialGrowthRates({ at: at(day(20)), signatures: 200 }, opened);
    const burst = updateGrowthRates(quiet, { at: at(day(20)), signatures: 200 }, { at: at(day(21)), signatures: 5200 });
    const [hours, one, four, sixteen] = growthRatesAt(burst, at(day(21)));
    expect([hours, one, four, sixteen]).toEqual([hours, one, four, sixteen].sort((a, b) => b - a));
    const later = growthRatesAt(burst, at(day(31)));
    expect(later).toEqual([...later].sort((a, b) => a - b));
  });

  test('are the same whether quiet looks were written or not', () => {
    const first = initialGrowthRates({ at: at(day(5)), signatures: 500 }, opened);
    const steps = fc.array(fc.double({ min: 0.01, max: 3, noNaN: true }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(steps, (days) => {
        let known = first;
        let when = 5;
        for (const step of days) {
          const [before, now] = [when, (when += step)].map((one) => ({ at: at(day(one)), signatures: 500 }));
          if (before && now) known = updateGrowthRates(known, before, now);
        }
        const [written, unwritten] = [growthRatesAt(known, at(day(when))), growthRatesAt(first, at(day(when)))];
        written.forEach((pace, index) => expect(pace).toBeCloseTo(unwritten[index] ?? Number.NaN, 1));
      }),
    );
  });

  test('before the first day there are none; a look that is no later changes nothing', () => {
    const first = initialGrowthRates({ at: opened, signatures: 10 }, undefined);
    expect(growthRatesAt(first, opened)).toEqual([0, 0, 0, 0]);
    const count = { at: opened, signatures: 10 };
    expect(updateGrowthRates(first, count, { ...count, signatures: 20 })).toEqual(first);
  });
});

describe('nothing is said', () => {
  test('before a day is known', () => {
    expect(forecast(grows([0, 0], [0.9, 900]).petition, at(day(0.9)))).toBeUndefined();
    expect(forecast(grows([0, 0], [1, 900]).petition, at(day(1)))).toBeDefined();
  });

  test('without a deadline, after it, when signing is over, and of what was never read', () => {
    const { petition } = grows([0, 0], [10, 900]);
    expect(forecast({ ...petition, deadline: undefined }, at(day(10)))).toBeUndefined();
    expect(forecast(petition, at(day(90)))).toBeUndefined();
    const closed = { between: [null, at(day(9))] as const, by: at(day(9)), early: true };
    expect(forecast({ ...petition, closed }, at(day(10)))).toBeUndefined();
    expect(forecast({ ...petition, last: undefined }, at(day(10)))).toBeUndefined();
    expect(forecast({ ...petition, paces: undefined }, at(day(10)))).toBeUndefined();
  });
});

describe('how many at the deadline', () => {
  test('a burst of the first day is not drawn out in a straight line, which is wrong tenfold', () => {
    const { median, high } = outlook(grows([0, 0], [1, 10_000]), 1);
    expect(median).toBeGreaterThan(20_000);
    expect(median).toBeLessThan(90_000);
    expect(high).toBeGreaterThan(90_000);
  });

  test('after a burst that is over, few more', () => {
    const over = grows([0, 0], [1, 10_000], [2, 12_000], [5, 12_100], [15, 12_300], [30, 12_500]);
    const { low, median } = outlook(over, 30);
    expect(low).toBeGreaterThanOrEqual(12_500);
    expect(median).toBeLessThan(16_000);
  });

  test('with nothing coming in any more, the same; and room for a few', () => {
    const still = grows([0, 0], [1, 10], [60, 11]);
    const { low, median, high } = outlook(still, 60);
    expect([low, median]).toEqual([11, 11]);
    expect(high).toBeGreaterThan(11);
  });

  test('in order, whatever it did; and the higher the line, the less likely', () => {
    const counts = fc.array(
      fc.tuple(fc.double({ min: 0.05, max: 8, noNaN: true }), fc.integer({ min: 0, max: 200_000 })),
      {
        minLength: 1,
        maxLength: 10,
      },
    );
    fc.assert(
      fc.property(
        counts,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (steps, a, b) => {
          let when = 0;
          const story = grows(
            [0, 0],
            ...steps.map(([step, signatures]): [number, number] => [(when += step), signatures]),
          );
          const said = forecast(story.petition, at(day(when)));
          if (said === undefined) return;
          const { low, median, high, chance } = said;
          expect(low).toBeLessThanOrEqual(median);
          expect(median).toBeLessThanOrEqual(high);
          const [easy, hard] = [chance(Math.min(a, b)), chance(Math.max(a, b))];
          expect(hard).toBeLessThanOrEqual(easy);
          expect(hard).toBeGreaterThanOrEqual(0);
          expect(easy).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  test('within less and less as the end comes nearer: of the signatures to come, between which factors', () => {
    const widths = [9, 22.5, 45, 67.5, 89].map((days) => {
      const { petition } = grows([0, 0], [1, 10_000]);
      // Evenly for ever: each time the same pace.
      const last = { at: at(day(days)), signatures: Math.round(10_000 * days) };
      const paces = updateGrowthRates(
        initialGrowthRates({ at: opened, signatures: 0 }, opened),
        { at: opened, signatures: 0 },
        last,
      );
      const said = forecast({ ...petition, last, paces }, last.at);
      if (said === undefined) throw new Error('no forecast');
      return (said.high - last.signatures) / (said.low - last.signatures);
    });
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    expect(widths[0]).toBeGreaterThan(2 * (widths[3] ?? 0));
  });

  test('a line that is reached is certain; one at the middle is even; one at the upper end is one in ten', () => {
    const { median, high, low, chance } = outlook(grows([0, 0], [5, 10_000]), 5);
    expect(chance(10_000)).toBe(1);
    expect(chance(median)).toBeCloseTo(0.5, 2);
    expect(chance(high)).toBeCloseTo(0.1, 2);
    expect(chance(low)).toBeCloseTo(0.9, 2);
  });
});

describe('what is told of it', () => {
  const likely = (...counts: [days: number, signatures: number][]): Story => told(true, counts);

  test('that a line has become likely, once, with what is expected', () => {
    const story = likely([0, 0], [0.5, 10]);
    expect(story.sees(day(1.5), 60_000).told()).toEqual(['forecast-changed debate']);
    expect(story.sees(day(2), 70_000).sees(day(3), 80_000).told()).toEqual([]);
  });

  test('with its numbers, and no claim to certainty', () => {
    const alert = likely([0, 0], [0.5, 10]).sees(day(1.5), 60_000).only;
    expect(alert).toMatchObject({ needed: 100_000, certain: false, deadline: at(day(90)), forecast: { likely: true } });
    const { chance = 0, low = 0, median = 0, high = 0 } = alert.forecast ?? {};
    expect(chance).toBeGreaterThan(0.8);
    expect([low, median, high]).toEqual([low, median, high].sort((a, b) => a - b));
  });

  test('that it has become unlikely again, when it was likely; not that it is unlikely from the start', () => {
    const story = likely([0, 0], [2, 100]);
    expect(story.told()).toEqual([]);
    expect(story.sees(day(3), 60_000).told()).toEqual(['forecast-changed debate']);
    for (let days = 4; days < 80; days += 4) story.sees(day(days), 60_000 + days);
    expect(story.told()).toEqual(['forecast-changed debate']);
  });

  test('no sooner than a day after the last change', () => {
    const story = likely([0, 0], [70, 100], [71, 99_000]);
    expect(story.told()).toEqual(['forecast-changed debate']);
    expect(story.sees(day(71.9), 20_000).told()).toEqual([]);
  });

  test('nothing on first sight, nothing of a line that is met, and nothing where nobody asks for it', () => {
    expect(likely().sees(day(2), 90_000, { opened }).told()).toEqual([]);
    expect(likely([0, 0], [0.5, 10]).sees(day(1.5), 100_000).told()).toEqual(['threshold-met debate']);
    expect(grows([0, 0], [0.5, 10]).sees(day(1.5), 60_000).told()).toEqual([]);
  });

  test('at most once a day and in turns, however the counts go', () => {
    const counts = fc.array(
      fc.tuple(fc.double({ min: 0.05, max: 4, noNaN: true }), fc.integer({ min: 0, max: 99_999 })),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(counts, (steps) => {
        const story = likely([0, 0]);
        let when = 0;
        for (const [step, signatures] of steps) story.sees(day((when += step)), signatures);
        const changes = story.alerts.flatMap(({ forecast: said, detectedAt }) =>
          said ? [{ ...said, detectedAt }] : [],
        );
        changes.forEach(({ likely: is, detectedAt }, index) => {
          expect(is).toBe(index % 2 === 0);
          const before = changes[index - 1]?.detectedAt.add({ hours: 24 }) ?? opened;
          expect(detectedAt.epochMilliseconds).toBeGreaterThanOrEqual(before.epochMilliseconds);
        });
      }),
    );
  });
});
