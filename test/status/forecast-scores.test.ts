/** How forecasts are scored: by certain verdicts of petitions that are over, with figures that add up. */
import fc from 'fast-check';
import type { Petition } from '../../src/domain/petition.ts';
import type { ForecastCase } from '../../src/domain/status-fields.ts';
import {
  brierScore,
  forecastCases,
  forecastScore,
  reliabilityBins,
  scoredForecasts,
} from '../../src/status/forecast-scores.ts';
import { at, rules, Story } from '../domain/story.ts';

const opened = at('2026-03-01T00:00:00Z');
const day = (days: number): string => opened.add({ minutes: Math.round(days * 1440) }).toString();
const history = rules({
  timeZone: 'UTC',
  signingWindow: 'P100D',
  thresholds: [{ name: 'response', signatures: 1_000 }],
});

/** Five signatures a day until day 51, then what the test says. */
const halfway = (): Story => {
  const story = new Story({ history });
  for (const one of [0, 9, 10, 24, 25, 49, 50]) story.sees(day(one), one * 5, { opened });
  return story;
};
const only = (petition: Petition) =>
  forecastCases([petition]).map(({ moment, final, thresholds }) => ({
    moment,
    final,
    outcomes: thresholds.map(({ outcome }) => outcome),
  }));

describe('a forecast is scored', () => {
  test('not while signing goes on, even of a threshold that is met: those that will be missed would not count yet', () => {
    const story = halfway().sees(day(60), 1_200);
    expect(only(story.petition).map(({ final, outcomes }) => [final, ...outcomes])).toEqual(
      Array(3).fill([null, null]),
    );
  });

  test('once signing is over, by the verdict and the last count', () => {
    const met = halfway().sees(day(60), 1_200).sees(day(101), 1_300);
    expect(only(met.petition)[0]).toEqual({ moment: '10%', final: 1_300, outcomes: ['met'] });
    const missed = halfway().sees(day(101), 900).sees(day(102), 900);
    expect(only(missed.petition)[0]).toEqual({ moment: '10%', final: 900, outcomes: ['missed'] });
    const early = halfway().sees(day(60), 900, { signing: { open: false, at: at(day(60)) } });
    expect(only(early.petition)[0]).toEqual({ moment: '10%', final: 900, outcomes: ['missed'] });
  });

  test('not by a verdict that is not certain, and again by one that is corrected', () => {
    const { petition } = halfway().sees(day(60), 1_200).sees(day(101), 1_300);
    const changed = (changes: object): Petition => ({
      ...petition,
      thresholds: { response: { ...(petition.thresholds.response ?? fail()), ...changes } },
    });
    expect(only(changed({ certain: false }))[0]?.outcomes).toEqual([null]);
    expect(only(changed({ verdict: 'missed' }))[0]?.outcomes).toEqual(['missed']);
    expect(only({ ...petition, thresholds: {} })[0]?.outcomes).toEqual([]);
  });

  const fail = (): never => {
    throw new Error('no threshold');
  };

  test('beside a straight line from the opening', () => {
    const [first] = forecastCases([halfway().petition]);
    // 50 on day 10 of 100 are 500 in the end.
    expect(first?.thresholds[0]).toMatchObject({ needed: 1_000, straightLine: false });
    const fast = new Story({ history });
    for (const one of [0, 9, 10]) fast.sees(day(one), one * 10, { opened });
    expect(forecastCases([fast.petition])[0]?.thresholds[0]?.straightLine).toBe(true);
    expect(forecastCases([{ ...fast.petition, opened: undefined }])[0]?.thresholds[0]?.straightLine).toBe(false);
  });
});

const aCase = fc
  .record({
    percent: fc.integer({ min: 0, max: 100 }),
    isMet: fc.option(fc.boolean()),
    low: fc.nat({ max: 100 }),
    high: fc.nat({ max: 100 }),
    final: fc.option(fc.nat({ max: 100 })),
  })
  .map(({ percent, isMet, low, high, final }): ForecastCase => ({
    petition: 'a/1',
    source: 'a',
    moment: '10%',
    madeAt: opened,
    signatures: 1,
    low,
    median: low,
    high,
    final,
    thresholds: [
      {
        threshold: 'response',
        needed: 10,
        chance: percent / 100,
        straightLine: percent % 2 === 0,
        outcome: isMet === null ? null : isMet ? 'met' : 'missed',
      },
    ],
  }));
const cases = fc.array(aCase, { maxLength: 40 });

describe('for all forecasts', () => {
  test('the bins of the reliability curve have every scored case once, and each chance in its bin', () => {
    fc.assert(
      fc.property(cases, (all) => {
        const scored = scoredForecasts(all);
        const bins = reliabilityBins(scored);
        expect(bins.reduce((sum, bin) => sum + bin.scored, 0)).toBe(scored.length);
        for (const { from, to, scored: n, meanChance, met } of bins) {
          expect([meanChance === null, met === null]).toEqual([n < 5, n < 5]);
          if (meanChance === null) continue;
          expect(meanChance).toBeGreaterThanOrEqual(from);
          expect(meanChance).toBeLessThanOrEqual(to);
        }
      }),
    );
  });

  test('the share in the range is that of the final counts that are in it, and nothing is said of fewer than five', () => {
    fc.assert(
      fc.property(cases, (all) => {
        const over = all.filter(({ final }) => final !== null);
        const inside = over.filter(({ final, low, high }) => low <= (final ?? 0) && (final ?? 0) <= high);
        const { ranges, inRange, scored, brier, met, made } = forecastScore(all);
        expect([ranges, made, scored]).toEqual([
          over.length,
          all.length,
          all.filter(({ thresholds: [one] }) => one?.outcome !== null).length,
        ]);
        if (over.length < 5) expect(inRange).toBeNull();
        else expect(inRange).toBeCloseTo(inside.length / over.length, 2);
        expect([brier === null, met === null]).toEqual([scored < 5, scored < 5]);
      }),
    );
  });

  test('a perfect forecaster has a Brier score of 0, a wrong one of 1, and always the base rate is p (1 - p)', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), (outcomes) => {
        const all = outcomes.map((isMet) => ({ isMet }));
        const share = outcomes.filter(Boolean).length / outcomes.length;
        expect(brierScore(all, ({ isMet }) => Number(isMet))).toBe(0);
        expect(brierScore(all, ({ isMet }) => Number(!isMet))).toBe(1);
        expect(brierScore(all, () => share)).toBeCloseTo(share * (1 - share));
      }),
    );
  });
});

test('the score has the figures of a forecaster, of the base rate and of a straight line', () => {
  const one = (chance: number, isMet: boolean, isStraight: boolean): ForecastCase => ({
    petition: 'a/1',
    source: 'a',
    moment: '50%',
    madeAt: opened,
    signatures: 1,
    low: 1,
    median: 2,
    high: 3,
    final: isMet ? 3 : 4,
    thresholds: [
      { threshold: 'response', needed: 3, chance, straightLine: isStraight, outcome: isMet ? 'met' : 'missed' },
    ],
  });
  const all = [
    one(1, true, true),
    one(0.5, true, false),
    one(0, false, true),
    one(0, false, false),
    one(0, false, false),
  ];
  expect(forecastScore(all)).toEqual({
    made: 5,
    scored: 5,
    met: 0.4,
    brier: 0.05,
    brierOfBaseRate: 0.24,
    brierOfStraightLine: 0.4,
    ranges: 5,
    inRange: 0.4,
  });
  expect(forecastScore(all.slice(1))).toMatchObject({ scored: 4, brier: null, inRange: null });
});
