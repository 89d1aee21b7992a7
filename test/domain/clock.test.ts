/** A clock that is wrong: when that is known, and what is kept of what was stored meanwhile. */
import fc from 'fast-check';
import { clockError, isFuture, isServerOff, withoutFuture } from '../../src/domain/clock.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { at, rules, Story } from './story.ts';

const now = at('2026-12-01T12:00:00Z');
const days = 24 * 60;
const agoOf = (minutes: number) => now.subtract({ minutes });

function errorBy(
  ahead: Record<string, number>,
  { known, usual = {} }: { readonly known?: ReturnType<typeof at>; readonly usual?: Record<string, number> } = {},
): number | undefined {
  const of = (record: Record<string, number>) => new Map(Object.entries(record));
  return clockError({ ahead: of(ahead), usual: of(usual), known }, now);
}

test('a server is off by more than what clocks differ', () => {
  expect([-6, -5, 0, 5, 6].map(isServerOff)).toEqual([true, false, false, false, true]);
});

describe('the clock of this machine is right, as far as that is known', () => {
  test.each<[string, Record<string, number>]>([
    ['no server says what time it is', {}],
    ['one server says so', { a: 0 }],
    ['clocks differ by some minutes', { a: 5, b: -5 }],
    ['one of three says so, and two have another time', { a: 3, b: 730 * days, c: 730 * days }],
    ['two have different times', { a: 730 * days, b: 40 }],
    ['caches have had answers for different times', { a: 20, b: 40 }],
    ['one alone has another time', { a: 730 * days }],
    ['one alone is years ahead', { a: -730 * days }],
  ])('%s', (_, ahead) => {
    expect(errorBy(ahead)).toBeUndefined();
    expect(errorBy(ahead, { known: agoOf(1) })).toBeUndefined();
  });

  test('after a night without a tick, one alone that lags as always', () => {
    expect(errorBy({ a: 120 }, { known: agoOf(480), usual: { a: 121 } })).toBeUndefined();
  });

  test('after a night without a tick, one that is as old as a cache may keep it', () => {
    expect(errorBy({ a: 60 }, { known: agoOf(480) })).toBeUndefined();
  });

  test('after a night without a tick, one alone that calls the time of its zone GMT, in a process that knows none', () => {
    expect(errorBy({ a: 5 * 60 }, { known: agoOf(10 * 60) })).toBeUndefined();
    expect(errorBy({ a: 12 * 60 }, { known: agoOf(20 * days) })).toBeUndefined();
  });

  test('one alone that was behind already when the last tick ran', () => {
    expect(errorBy({ a: 480 }, { known: agoOf(120) })).toBeUndefined();
  });
});

describe('the clock of this machine is wrong', () => {
  test.each([6, 59, 730 * days, -6, -730 * days])('by what two servers agree on: %i minutes', (minutes) => {
    expect(errorBy({ a: minutes, b: minutes + 0.5 })).toBe(minutes);
    expect(errorBy({ other: 30 * days, a: minutes, b: minutes + 0.5 })).toBe(minutes);
  });

  test('ahead, when a server alone goes on from the last tick, and ours does not', () => {
    expect(errorBy({ a: 730 * days - 1 }, { known: agoOf(730 * days) })).toBe(730 * days - 1);
    expect(errorBy({ a: 730 * days - 1 }, { known: agoOf(730 * days), usual: { a: 0 } })).toBe(730 * days - 1);
  });

  test('behind, when a server alone goes on from a tick that is in our future', () => {
    expect(errorBy({ a: -730 * days }, { known: agoOf(-730 * days + 60) })).toBe(-730 * days);
    expect(errorBy({ a: 0 }, { known: agoOf(-730 * days) })).toBeUndefined();
  });
});

test('no server alone, however wrong it is, makes the clock wrong for one that ticked a minute ago', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e7, max: 1e7 }), (minutes) => {
      expect(errorBy({ a: minutes }, { known: agoOf(1) })).toBeUndefined();
    }),
  );
});

describe('what was stored while the clock was two years ahead', () => {
  const ahead = '2028-03-05T12:00:00Z';
  const right = at('2026-03-05T12:05:00Z');
  const opened = at('2026-03-01T10:00:00Z');
  const answering = { warnBefore: ['P1D'], forecasts: true, requestsPerDay: 100 };
  const story = () =>
    new Story({ history: rules({ retractable: true }), ...answering })
      .sees('2026-03-04T12:00:00Z', 40, { opened })
      .sees('2026-03-05T12:00:00Z', 50, { opened });

  test('is not kept: the last count is that of before, and the next poll is evaluated at once', () => {
    const spoilt = story().sees(ahead, 60, { opened });
    expect(spoilt.petition.last?.at).toEqual(at(ahead));
    const mended = withoutFuture(spoilt.petition, right, true);
    expect(mended.last).toEqual({ at: at('2026-03-05T12:00:00Z'), signatures: 50 });
    expect(mended.counts).toHaveLength(2);
    expect(mended.paces).toBeUndefined();
    spoilt.told();
    spoilt.petition = mended;
    spoilt.sees(right.toString(), 110, { opened });
    expect(spoilt.told()).toContain('threshold-met response');
  });

  test('a threshold that was missed by it is open again, and a response is due again', () => {
    const missed = story().sees(ahead, 60, { opened }).sees('2028-03-05T13:00:00Z', 60, { opened });
    expect(missed.threshold().verdict).toBe('missed');
    missed.petition = withoutFuture(missed.petition, right, false);
    missed.sees(right.toString(), 61, { opened });
    expect(missed.threshold().verdict).toBe('open');

    const overdue = story().sees('2026-03-05T12:01:00Z', 120, { opened }).sees(ahead, 120, { opened, answer: null });
    overdue.sees('2028-03-05T13:00:00Z', 120, { opened, answer: null });
    expect(overdue.threshold().response.verdict).toBe('missed');
    overdue.petition = withoutFuture(overdue.petition, right, true);
    overdue.sees(right.toString(), 121, { opened, answer: null });
    expect(overdue.threshold().response.verdict).toBe('due');
  });

  test('a petition that was first polled then begins anew, with its alerts numbered on', () => {
    const first = new Story({ announceStart: true }).sees(ahead, 60, { opened: at('2028-03-01T10:00:00Z') });
    expect(withoutFuture(first.petition, right, true)).toEqual({ ...newPetition('test/1'), alerts: 1 });
  });

  test('a warning, a fall and a likelihood of then are forgotten, and those of before are kept', () => {
    const told = story().sees('2026-03-05T12:01:00Z', 120, { opened }).petition;
    const at1 = (when: string) => {
      const { response } = told.thresholds;
      if (response === undefined || told.last === undefined) throw new Error('no threshold');
      const instants = { warned: at(when), reminded: at(when) };
      const of = { below: [null, at(when)] as const, prospect: { likely: true, at: at(when) } };
      const thresholds = { response: { ...response, ...of, response: { ...response.response, ...instants } } };
      return withoutFuture(
        { ...told, warned: at(when), thresholds, last: { ...told.last, at: at(ahead) } },
        right,
        true,
      );
    };
    const [kept, dropped] = [at1('2026-03-05T12:01:00Z'), at1(ahead)];
    expect(kept.warned).toBeDefined();
    expect(kept.thresholds.response).toMatchObject({ below: [null, at('2026-03-05T12:01:00Z')] });
    expect(kept.thresholds.response?.prospect).toBeDefined();
    expect(dropped.warned).toBeUndefined();
    expect(dropped.thresholds.response?.below).toBeUndefined();
    expect(dropped.thresholds.response?.prospect).toBeUndefined();
    expect(dropped.thresholds.response?.response).toMatchObject({ warned: undefined, reminded: undefined });
  });

  test('a petition that was gone then is polled as one that may be there', () => {
    const gone = story().misses(ahead);
    expect(withoutFuture(gone.petition, right, true).gone).toBeUndefined();
  });

  test('all is kept of a petition that was stored by now, or five minutes ahead at most', () => {
    const { petition } = story();
    expect(withoutFuture(petition, at('2026-03-05T11:55:00Z'), true)).toBe(petition);
    expect(withoutFuture(petition, at('2026-03-05T11:54:59Z'), true)).not.toBe(petition);
    expect(withoutFuture(newPetition('test/1'), right, true)).toEqual(newPetition('test/1'));
    expect(isFuture(undefined, right)).toBe(false);
    // Our clock may also be behind now: where no server confirms it, only more than a day is a fault.
    expect(withoutFuture(petition, at('2026-03-04T11:55:00Z'), false)).toBe(petition);
    expect(withoutFuture(petition, at('2026-03-04T11:54:59Z'), false)).not.toBe(petition);
  });
});
