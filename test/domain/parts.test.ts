/** Thresholds that take a minimum in parts beside the count. */
import { nextPoll } from '../../src/domain/cadence.ts';
import type { WatchSettings } from '../../src/domain/evaluate.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');

/** 100 signatures, and the minimum in two states: 20 in one of them, 10 in the others. */
const inTwo = { of: 'states', atLeast: 2, minimum: { A: 20, B: 10, C: 10 } };
const ruled = (changes: object = {}, terms: Partial<WatchSettings> = {}): Story =>
  new Story({
    history: rules({
      thresholds: [{ name: 'response', signatures: 100, responseWindow: 'P10D', parts: inTwo }],
      ...changes,
    }),
    ...terms,
  });
const enough = { A: 20, B: 10 };
const oneShort = { A: 19, B: 90, D: 500 };

describe('a threshold that takes a minimum in parts', () => {
  test('is met when the count and the parts are there', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 90, { opened, parts: enough })
      .sees('2026-03-02T12:00:00Z', 110, { parts: enough });
    expect(watched.only).toMatchObject({
      alert: 'threshold-met',
      certain: true,
      between: [at('2026-03-02T11:00:00Z'), at('2026-03-02T12:00:00Z')],
      parts: { of: 'states', atLeast: 2, have: 2 },
    });
  });

  test('with the parts one short, is open: a part of which the rules know no minimum does not count', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 90, { opened, parts: oneShort })
      .sees('2026-03-02T12:00:00Z', 110, { parts: oneShort });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold()).toMatchObject({ verdict: 'open', parts: { have: 1, at: at('2026-03-02T12:00:00Z') } });
  });

  test('with the same minimum in every part', () => {
    const watched = ruled({
      thresholds: [{ name: 'response', signatures: 100, parts: { of: 'departments', atLeast: 3, minimum: 1 } }],
    }).sees('2026-03-02T11:00:00Z', 110, { opened, parts: { '01': 1, '02': 0, '2A': 4 } });
    expect(watched.threshold()).toMatchObject({ verdict: 'open', parts: { have: 2 } });
    watched.sees('2026-03-02T12:00:00Z', 110, { parts: { '01': 1, '02': 1, '2A': 4 } });
    expect(watched.told()).toEqual(['threshold-met response']);
  });

  test('is met when the parts come after the count: since the reading that showed them short', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 105, { opened, parts: oneShort })
      .sees('2026-03-02T12:00:00Z', 108)
      .sees('2026-03-02T13:00:00Z', 110, { parts: enough });
    expect(watched.only).toMatchObject({
      certain: true,
      between: [at('2026-03-02T11:00:00Z'), at('2026-03-02T13:00:00Z')],
    });
  });

  test('a reading that brings no parts leaves them as they were: enough', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 90, { opened, parts: enough })
      .sees('2026-03-02T12:00:00Z', 110);
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: true, parts: { have: 2 } });
  });

  test('and short: open, until they are shown again', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 90, { opened, parts: oneShort })
      .sees('2026-03-02T12:00:00Z', 110);
    expect(watched.told()).toEqual([]);
    expect(nextPoll(watched.petition, at('2026-03-02T12:00:00Z'), watched.terms)).toEqual({ every: 60 });
  });

  test('shown as of an earlier instant: that is as far as they go', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 105, { opened, parts: oneShort, partsAt: at('2026-03-01T20:00:00Z') })
      .sees('2026-03-02T13:00:00Z', 110, { parts: enough, partsAt: at('2026-03-02T14:00:00Z') });
    expect(watched.only.between).toEqual([at('2026-03-01T20:00:00Z'), at('2026-03-02T13:00:00Z')]);
    expect(watched.threshold().parts).toEqual({ have: 2, at: at('2026-03-02T13:00:00Z') });
  });

  test('is met by the word of the platform, whatever the parts', () => {
    const watched = ruled()
      .sees('2026-03-02T11:00:00Z', 90, { opened })
      .sees('2026-03-02T12:00:00Z', 110, {
        met: ['response'],
        parts: oneShort,
      });
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: true });
  });

  test('a count that leapt is met as of the reading that confirmed it', () => {
    const watched = ruled({}, { confirms: true })
      .sees('2026-03-02T11:00:00Z', 90, { opened, parts: enough })
      .sees('2026-03-02T12:00:00Z', 1100)
      .sees('2026-03-02T12:01:00Z', 1100);
    expect(watched.only.between).toEqual([at('2026-03-02T11:00:00Z'), at('2026-03-02T12:01:00Z')]);
  });
});

describe('where the parts were never published', () => {
  const reached = (changes: object = {}): Story =>
    ruled(changes).sees('2026-03-02T11:00:00Z', 90, { opened }).sees('2026-03-02T12:00:00Z', 110);

  test('a count above the line is met, and not certainly', () => {
    expect(reached().only).toMatchObject({ alert: 'threshold-met', certain: false, parts: { have: null } });
  });

  test('parts that are published after all make it certain', () => {
    const watched = reached();
    watched.told();
    expect(watched.sees('2026-03-02T13:00:00Z', 110, { parts: enough }).told()).toEqual([]);
    expect(watched.threshold()).toMatchObject({ verdict: 'met', certain: true });
  });

  test('but not where they may have come after the end of signing', () => {
    const watched = reached().sees('2026-04-02T13:00:00Z', 110, { parts: enough });
    expect(watched.threshold()).toMatchObject({ verdict: 'met', certain: false });
  });

  test('or show that it is not met: taken back, also where met otherwise stays met, and open again', () => {
    const watched = reached();
    watched.told();
    watched.sees('2026-03-02T13:00:00Z', 110, { parts: oneShort });
    expect(watched.only).toMatchObject({ alert: 'threshold-retracted', between: null, parts: { have: 1 } });
    expect(watched.threshold()).toMatchObject({ verdict: 'open', occurrence: 2, response: { verdict: 'none' } });
    watched.sees('2026-03-02T14:00:00Z', 110, { parts: enough });
    // It never was met before: the wording is "after all", not "again".
    expect(watched.only).toMatchObject({ alert: 'threshold-met', occurrence: 2, metBefore: undefined, certain: true });
  });

  test('unless the platform itself has said that it is met', () => {
    const watched = reached().sees('2026-03-02T13:00:00Z', 110, { parts: oneShort, met: ['response'] });
    expect(watched.threshold()).toMatchObject({ verdict: 'met', certain: true });
  });
});

describe('parts that fall', () => {
  const fallen = (changes: object): Story => {
    const watched = ruled(changes)
      .sees('2026-03-02T11:00:00Z', 90, { opened, parts: enough })
      .sees('2026-03-02T12:00:00Z', 110, { parts: enough })
      .sees('2026-03-02T13:00:00Z', 110)
      .sees('2026-03-02T14:00:00Z', 110, { parts: oneShort });
    watched.alerts.splice(0, 1);
    return watched;
  };

  test('take back a threshold that is retractable, when a second reading shows them', () => {
    const watched = fallen({ retractable: true });
    expect(watched.sees('2026-03-02T14:30:00Z', 110).told()).toEqual([]);
    watched.sees('2026-03-02T15:00:00Z', 110, { parts: oneShort });
    expect(watched.only).toMatchObject({
      alert: 'threshold-retracted',
      between: [at('2026-03-02T12:00:00Z'), at('2026-03-02T14:00:00Z')],
      parts: { have: 1 },
    });
  });

  test('and do nothing to one that is not', () => {
    expect(fallen({}).sees('2026-03-02T15:00:00Z', 110, { parts: oneShort }).told()).toEqual([]);
  });

  test('or that come back', () => {
    const watched = fallen({ retractable: true }).sees('2026-03-02T15:00:00Z', 110, { parts: enough });
    expect(watched.sees('2026-03-02T16:00:00Z', 110, { parts: enough }).told()).toEqual([]);
  });
});

describe('when signing is over', () => {
  test('a count below the line is missed, whatever the parts', () => {
    const watched = ruled()
      .sees('2026-03-31T08:00:00Z', 90, { opened, parts: enough })
      .sees('2026-03-31T09:01:00Z', 90);
    expect(watched.told()).toEqual(['threshold-missed response']);
  });

  test('one above it is missed only on parts as of the end', () => {
    const watched = ruled()
      .sees('2026-03-31T08:00:00Z', 110, { opened, parts: oneShort })
      .sees('2026-03-31T09:01:00Z', 110)
      .sees('2026-03-31T09:02:00Z', 110, { parts: oneShort, partsAt: at('2026-03-31T08:59:00Z') });
    expect(watched.told()).toEqual([]);
    watched.sees('2026-03-31T10:00:00Z', 110, { parts: oneShort });
    expect(watched.only).toMatchObject({ alert: 'threshold-missed', parts: { have: 1 } });
  });
});

test('the warning that signing ends says what the parts lack', () => {
  const watched = ruled({}, { warnBefore: ['P1D'] })
    .sees('2026-03-29T08:00:00Z', 110, { opened, parts: oneShort })
    .sees('2026-03-30T10:00:00Z', 110);
  expect(watched.only).toMatchObject({ alert: 'closing-soon', parts: { of: 'states', atLeast: 2, have: 1 } });
});

test('a forecast is of the count: it is not told while the parts are short or not known', () => {
  const told = (parts?: Readonly<Record<string, number>>): string[] =>
    ruled({ signingWindow: 'P6M' }, { forecasts: true })
      .sees('2026-03-02T11:00:00Z', 10, { opened, ...(parts && { parts }) })
      .sees('2026-03-05T11:00:00Z', 90)
      .told();
  expect(told(enough)).toEqual(['forecast-changed response']);
  expect(told(oneShort)).toEqual([]);
  expect(told()).toEqual([]);
});
