import fc from 'fast-check';
import { nextPoll } from '../../src/domain/cadence.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
const thresholds = [
  { name: 'response', signatures: 10_000, responseWindow: 'P21D' },
  { name: 'debate', signatures: 100_000 },
];
const watched = (lagMinutes = 0, facts: Partial<Reading> = {}): Story =>
  new Story({ history: rules({ thresholds }), confirms: true, lagMinutes }).sees('2026-03-02T10:00:00Z', 500, {
    opened,
    ...facts,
  });

describe('a count that leaps over a line', () => {
  test('is held, and told of when the next minute confirms it, as of when it was first read', () => {
    const story = watched().sees('2026-03-02T11:00:00Z', 12_000);
    expect(story.told()).toEqual([]);
    expect(story.petition).toMatchObject({
      last: { signatures: 500 },
      doubted: { at: at('2026-03-02T11:00:00Z'), signatures: 12_000 },
    });
    story.sees('2026-03-02T11:01:00Z', 12_100);
    expect(story.only).toMatchObject({
      alert: 'threshold-met',
      signatures: 12_100,
      between: [at('2026-03-02T10:00:00Z'), at('2026-03-02T11:00:00Z')],
      detectedAt: at('2026-03-02T11:01:00Z'),
      responseDeadline: at('2026-03-23T11:00:00Z'),
    });
    expect(story.petition.doubted).toBeUndefined();
  });

  test('is forgotten when the next reading is as before', () => {
    const story = watched().sees('2026-03-02T11:00:00Z', 5_000_000).sees('2026-03-02T11:01:00Z', 501);
    expect(story.told()).toEqual([]);
    expect(story.petition).toMatchObject({ last: { signatures: 501 } });
    expect(story.petition.doubted).toBeUndefined();
    expect(story.petition.counts.map(({ signatures }) => signatures)).toEqual([500, 501]);
  });

  test('is confirmed by no reading of the same minute, nor of the time that the platform takes to show anything', () => {
    expect(watched().sees('2026-03-02T11:00:00Z', 12_000).sees('2026-03-02T11:00:49Z', 12_000).told()).toEqual([]);
    expect(watched().sees('2026-03-02T11:00:00Z', 12_000).sees('2026-03-02T11:00:50Z', 12_000).told()).toEqual([
      'threshold-met response',
    ]);
    const lagging = watched(3).sees('2026-03-02T11:00:00Z', 12_000).sees('2026-03-02T11:03:49Z', 12_000);
    expect(lagging.told()).toEqual([]);
    expect(lagging.sees('2026-03-02T11:03:50Z', 12_000).told()).toEqual(['threshold-met response']);
  });

  test('is held anew when the next reading leaps elsewhere', () => {
    const story = watched().sees('2026-03-02T11:00:00Z', 12_000).sees('2026-03-02T11:01:00Z', 120_000);
    expect(story.told()).toEqual([]);
    expect(story.petition.doubted).toEqual({ at: at('2026-03-02T11:01:00Z'), signatures: 120_000 });
    story.sees('2026-03-02T11:02:00Z', 12_000);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-02T11:03:00Z', 12_000);
    expect(story.told()).toEqual(['threshold-met response']);
  });

  test('reaches only the lines that both readings are above, as of the first', () => {
    const story = watched().sees('2026-03-02T11:00:00Z', 95_000).sees('2026-03-02T11:01:00Z', 101_000);
    expect(story.alerts.map(({ threshold, between }) => [threshold, between?.[1]])).toEqual([
      ['response', at('2026-03-02T11:00:00Z')],
      ['debate', at('2026-03-02T11:01:00Z')],
    ]);
  });

  test('is believed at once when the platform says itself that the line is crossed, for every line', () => {
    const stamp = at('2026-03-02T10:59:00Z');
    const sees = (stamps: Record<string, typeof stamp | null>): string[] =>
      watched().sees('2026-03-02T11:00:00Z', 120_000, { stamps }).told();
    expect(sees({ response: stamp, debate: stamp })).toEqual(['threshold-met response', 'threshold-met debate']);
    expect(sees({ response: stamp, debate: null })).toEqual([]);
    expect(
      watched()
        .sees('2026-03-02T11:00:00Z', 12_000, { met: ['response'] })
        .told(),
    ).toEqual(['threshold-met response']);
  });

  test('was in time when it was first read in time, whenever it is confirmed', () => {
    const deadline = at('2026-03-10T12:00:00Z');
    const story = watched(0, { deadline })
      .sees('2026-03-10T11:00:00Z', 500)
      .sees('2026-03-10T12:00:00Z', 12_000)
      .sees('2026-03-10T12:01:00Z', 12_000);
    expect(story.alerts.find(({ alert }) => alert === 'threshold-met')?.certain).toBe(true);
    const late = watched(0, { deadline })
      .sees('2026-03-10T11:00:00Z', 500)
      .sees('2026-03-10T12:00:01Z', 12_000)
      .sees('2026-03-10T12:01:01Z', 12_000);
    expect(late.alerts.find(({ alert }) => alert === 'threshold-met')?.certain).toBe(false);
  });

  test('holds back everything else that the same reading says, so that no line is missed on half of it', () => {
    const deadline = at('2026-03-10T12:00:00Z');
    const story = watched(0, { deadline }).sees('2026-03-10T11:00:00Z', 500);
    story.sees('2026-03-10T12:01:00Z', 12_000, { answer: { at: at('2026-03-10T11:30:00Z') } });
    expect(story.told()).toEqual([]);
    story.sees('2026-03-10T12:02:00Z', 501);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-10T12:03:00Z', 501);
    expect(story.told()).toEqual(['threshold-missed response', 'threshold-missed debate']);
  });

  test('is looked at again as soon as it can be confirmed', () => {
    const story = watched(3).sees('2026-03-02T11:00:00Z', 12_000);
    expect(nextPoll(story.petition, at('2026-03-02T11:00:00Z'), story.terms)).toEqual({
      at: at('2026-03-02T11:03:50Z'),
    });
  });
});

describe('a count is believed at once', () => {
  test('when it is less than ten times the one before', () => {
    const from = (before: number): Story => watched().sees('2026-03-02T11:00:00Z', before);
    expect(from(1_000).sees('2026-03-02T12:00:00Z', 10_000).told()).toEqual([]);
    expect(from(1_001).sees('2026-03-02T12:00:00Z', 10_000).told()).toEqual(['threshold-met response']);
  });

  test('when it crosses no line, by the second reading: were it believed, the true count after it would be a fall', () => {
    const story = watched().sees('2026-03-02T12:00:00Z', 9_999);
    expect(story.petition.last?.signatures).toBe(500);
    expect(story.sees('2026-03-02T12:01:00Z', 9_999).petition.last?.signatures).toBe(9_999);
  });

  test('one wrong count before the deadline, far above the true ones and below the line, holds nothing back', () => {
    const deadline = at('2026-03-10T12:00:00Z');
    const story = watched(0, { deadline })
      .sees('2026-03-10T11:00:00Z', 950)
      .sees('2026-03-10T11:30:00Z', 9_700)
      .sees('2026-03-10T11:31:00Z', 960)
      .sees('2026-03-10T12:01:00Z', 960)
      .sees('2026-03-10T12:02:00Z', 960);
    expect(story.told()).toEqual(['threshold-missed response', 'threshold-missed debate']);
  });

  test('of less than a thousand signatures', () => {
    const few = { history: rules(), confirms: true };
    const small = new Story(few).sees('2026-03-02T10:00:00Z', 0, { opened });
    expect(small.sees('2026-03-02T11:00:00Z', 999).told()).toEqual(['threshold-met response']);
    const large = new Story(few).sees('2026-03-02T10:00:00Z', 0, { opened });
    expect(large.sees('2026-03-02T11:00:00Z', 1_000).told()).toEqual([]);
  });

  test('at first sight, of which nothing is told, and in a recorded history', () => {
    const first = new Story({ history: rules(), confirms: true }).sees('2026-03-02T10:00:00Z', 5_000, { opened });
    expect(first.threshold().verdict).toBe('met');
    const recorded = new Story().sees('2026-03-02T10:00:00Z', 0, { opened }).sees('2026-03-02T11:00:00Z', 5_000);
    expect(recorded.told()).toEqual(['threshold-met response']);
  });
});

test('a doubt that was not confirmed is no evidence of a crossing that comes later', () => {
  const story = watched()
    .sees('2026-03-02T10:30:00Z', 4_900)
    .sees('2026-03-02T11:00:00Z', 9_990)
    .sees('2026-03-02T12:00:00Z', 99_900)
    .sees('2026-03-02T12:01:00Z', 10_010);
  expect(story.only.between).toEqual([at('2026-03-02T11:00:00Z'), at('2026-03-02T12:01:00Z')]);
});

test('one wrong number among right ones tells nobody anything, wherever it comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9_999 }), { minLength: 2, maxLength: 20 }),
      fc.nat(18),
      fc.integer({ min: 1_000_000, max: 999_999_999 }),
      (counts, position, wrong) => {
        const story = watched();
        counts.forEach((signatures, hour) => {
          const minute = at('2026-03-03T00:00:00Z').add({ hours: hour });
          story.sees(minute.toString(), signatures);
          if (hour === position) story.sees(minute.add({ minutes: 5 }).toString(), wrong);
        });
        expect(story.told()).toEqual([]);
      },
    ),
  );
});
