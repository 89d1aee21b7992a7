/**
 * What one reading alone does not prove waits for a second one. The cases are on public record: caches that serve beyond
 * their time (mozilla-releng/balrog#2706), answers older than they look (erlef/oidcc#538), open and closed petitions
 * shown with 0 (petities/petitions.eu#290, #292).
 */
import fc from 'fast-check';
import { nextPoll } from '../../src/domain/cadence.ts';
import type { WatchSettings } from '../../src/domain/evaluate.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { at, rules, Story, ukParliament } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
const deadline = at('2026-03-20T12:00:00Z');
const thresholds = [{ name: 'response', signatures: 20_000, responseWindow: 'P10D' }];

/** A petition to be confirmed, first seen on 2 March. */
const watched = (signatures: number, facts: Partial<Reading> = {}, terms: Partial<WatchSettings> = {}): Story =>
  new Story({ history: rules({ thresholds, stopsAtDeadline: true }), confirms: true, ...terms }).sees(
    '2026-03-02T10:00:00Z',
    signatures,
    { opened, deadline, signing: { open: true }, answer: null, ...facts },
  );
const retractable = { history: rules({ thresholds, retractable: true }) };
const closed = { signing: { open: false } } as const;
const open = { signing: { open: true } } as const;

describe('a threshold is missed', () => {
  test('by two readings that are complete past the deadline, a minute apart, and not by one', () => {
    const story = watched(19_990).sees('2026-03-20T12:00:05Z', 19_990);
    expect(story.told()).toEqual([]);
    expect(nextPoll(story.petition, at('2026-03-20T12:00:05Z'), story.terms)).toEqual({
      at: at('2026-03-20T12:00:55Z'),
    });
    story.sees('2026-03-20T12:00:54Z', 19_990);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-20T12:00:55Z', 19_991);
    expect(story.only).toMatchObject({
      alert: 'threshold-missed',
      signatures: 19_991,
      between: [at('2026-03-02T10:00:00Z'), at('2026-03-20T12:00:05Z')],
      detectedAt: at('2026-03-20T12:00:55Z'),
    });
    expect(story.petition.unconfirmed).toBeUndefined();
  });

  test('not by an answer that was made before the deadline, however long it is served', () => {
    const story = watched(19_494);
    for (const minute of ['06', '07', '20', '39'])
      story.sees(`2026-03-20T12:${minute}:00Z`, 19_494, { requestedAt: at('2026-03-20T11:59:00Z') });
    expect(story.told()).toEqual([]);
    story.sees('2026-03-20T13:00:00Z', 20_007, { requestedAt: at('2026-03-20T12:50:00Z') });
    expect(story.told()).toEqual(['threshold-met response']);
  });

  test('not by a second copy of the first answer', () => {
    const made = { requestedAt: at('2026-03-20T12:00:10Z') };
    const story = watched(19_990).sees('2026-03-20T12:00:30Z', 19_990, made).sees('2026-03-20T12:30:00Z', 19_990, made);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-20T12:31:00Z', 19_990);
    expect(story.told()).toEqual(['threshold-missed response']);
  });

  test('not on a count that has fallen to nothing', () => {
    const story = watched(19_990).sees('2026-03-20T12:00:30Z', 0);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-20T12:01:30Z', 20_040);
    expect(story.told()).toEqual(['threshold-met response']);
  });

  test('not while a count is held', () => {
    const story = watched(1_500).sees('2026-03-20T11:59:00Z', 20_500).sees('2026-03-20T12:00:10Z', 1_510);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-20T12:01:10Z', 20_600).sees('2026-03-20T12:02:10Z', 20_600);
    expect(story.told()).toEqual(['threshold-met response']);
  });

  test('at first sight only where it was missed before that: news waits for the second reading', () => {
    const first = (when: string): Story =>
      new Story({ history: rules({ thresholds }), confirms: true }).sees(when, 19_000, { opened, deadline });
    const long = first('2026-03-22T12:00:00Z');
    expect([long.threshold().verdict, long.told()]).toEqual(['missed', []]);
    const news = first('2026-03-20T13:00:00Z');
    expect([news.threshold().verdict, news.told()]).toEqual(['open', []]);
    expect(news.sees('2026-03-20T13:01:00Z', 19_000).told()).toEqual(['threshold-missed response']);
  });
});

describe('a response is missed', () => {
  const due = '2026-03-13T10:00:00Z';
  const met = (): Story => {
    const story = watched(19_000).sees('2026-03-03T10:00:00Z', 20_010);
    expect(story.told()).toEqual(['threshold-met response']);
    return story;
  };

  test('by two readings after its date', () => {
    const story = met().sees('2026-03-13T10:00:01Z', 20_010, { answer: null });
    expect(story.told()).toEqual([]);
    expect(story.sees('2026-03-13T10:01:01Z', 20_010, { answer: null }).told()).toEqual(['response-missed response']);
  });

  test('not by an answer of the platform that was made before its date', () => {
    const story = met().sees('2026-03-13T10:06:00Z', 20_010, { answer: null, requestedAt: at('2026-03-13T09:36:00Z') });
    story.sees('2026-03-13T10:20:00Z', 20_010, { answer: null, requestedAt: at('2026-03-13T09:50:00Z') });
    expect(story.told()).toEqual([]);
    story.sees('2026-03-13T10:40:00Z', 20_010, { answer: {} }).sees('2026-03-13T10:41:00Z', 20_010, { answer: {} });
    expect(story.only).toMatchObject({
      alert: 'response-met',
      certain: false,
      deadline: at(due),
      between: [at('2026-03-13T09:50:00Z'), at('2026-03-13T10:40:00Z')],
    });
  });

  test('also where one reading showed an answer without a stamp, and the next did not', () => {
    const story = met().sees('2026-03-05T10:00:00Z', 20_010, { answer: {} });
    story.sees('2026-03-05T10:01:00Z', 20_010, { answer: null });
    expect(story.told()).toEqual([]);
    story.sees('2026-03-13T10:00:01Z', 20_010, { answer: null }).sees('2026-03-13T10:01:01Z', 20_010, { answer: null });
    expect(story.told()).toEqual(['response-missed response']);
  });
});

describe('an answer', () => {
  test('without a stamp is told by the second reading, as of the first', () => {
    const story = watched(19_000).sees('2026-03-03T10:00:00Z', 20_010);
    story.told();
    story.sees('2026-03-13T09:59:30Z', 20_010, { answer: {} }).sees('2026-03-13T10:00:30Z', 20_010, { answer: {} });
    expect(story.only).toMatchObject({
      alert: 'response-met',
      certain: true,
      between: [at('2026-03-03T10:00:00Z'), at('2026-03-13T09:59:30Z')],
    });
  });

  test('with a stamp is told at once', () => {
    const story = watched(19_000).sees('2026-03-03T10:00:00Z', 20_010);
    story.told();
    story.sees('2026-03-05T10:00:00Z', 20_010, { answer: { at: at('2026-03-05T09:00:00Z') } });
    expect(story.told()).toEqual(['response-met response']);
  });
});

describe('closing', () => {
  test('without a stamp is believed by the second reading, as of the first, and the threshold is missed by a third', () => {
    const story = watched(19_000).sees('2026-03-05T10:00:00Z', 19_000, closed);
    expect(story.told()).toEqual([]);
    expect(nextPoll(story.petition, at('2026-03-05T10:00:00Z'), story.terms)).toEqual({
      at: at('2026-03-05T10:00:50Z'),
    });
    story.sees('2026-03-05T10:01:00Z', 19_001, closed);
    expect(story.only).toMatchObject({
      alert: 'closed-early',
      between: [at('2026-03-02T10:00:00Z'), at('2026-03-05T10:00:00Z')],
    });
    expect(story.sees('2026-03-05T10:02:00Z', 19_001, closed).told()).toEqual(['threshold-missed response']);
  });

  test('of a petition that has no deadline is believed so, too', () => {
    const endless = { opened: undefined, deadline: undefined };
    const story = watched(19_000, endless);
    for (const minute of ['00', '01', '02']) story.sees(`2026-03-10T10:${minute}:00Z`, 19_000, closed);
    expect(story.told()).toEqual(['closed-early', 'threshold-missed response']);
    expect(story.petition.unconfirmed).toBeUndefined();
  });

  test('that the next reading does not show is not told, and is polled for in the next minute', () => {
    const story = watched(19_000)
      .sees('2026-03-05T10:00:00Z', 19_000, closed)
      .sees('2026-03-05T10:01:00Z', 19_010, open)
      .sees('2026-03-06T10:00:00Z', 20_020, open);
    expect(story.told()).toEqual(['threshold-met response']);
  });

  test('with a stamp is told at once, and so is one after the known deadline', () => {
    const stamped = { signing: { open: false, at: at('2026-03-05T09:00:00Z') } } as const;
    expect(watched(19_000).sees('2026-03-05T10:00:00Z', 19_000, stamped).told()).toEqual(['closed-early']);
    const after = watched(19_000).sees('2026-03-20T12:05:00Z', 19_000, closed);
    expect(after.petition.unconfirmed).toEqual({
      'threshold-missed:response': expect.objectContaining({ value: deadline.toString() }),
    });
  });

  test('is taken back by two readings, and not by one', () => {
    const story = watched(19_000)
      .sees('2026-03-05T10:00:00Z', 19_000, closed)
      .sees('2026-03-05T10:01:00Z', 19_000, closed);
    story.told();
    story.sees('2026-03-05T10:02:00Z', 19_000, open);
    expect(story.petition.closed).toBeDefined();
    story.sees('2026-03-05T10:03:00Z', 19_000, open);
    expect(story.petition.closed).toBeUndefined();
  });
});

describe('times that the platform moves', () => {
  test('a deadline of one answer alone is nothing, though it is a day past', () => {
    const story = watched(19_000)
      .sees('2026-03-05T10:00:00Z', 19_000, { deadline: at('2026-03-04T12:00:00Z') })
      .sees('2026-03-05T10:01:00Z', 19_000, { deadline })
      .sees('2026-03-06T10:00:00Z', 20_020, { deadline });
    expect(story.told()).toEqual(['threshold-met response']);
  });

  test('a deadline that two answers name has moved; to the minute it is the same', () => {
    const later = { deadline: at('2026-03-25T12:00:00Z') };
    const story = watched(19_000).sees('2026-03-05T10:00:00Z', 19_000, later);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-05T10:01:00Z', 19_000, { deadline: at('2026-03-25T12:00:40Z') });
    expect(story.only).toMatchObject({ alert: 'deadline-changed', previousDeadline: deadline });
  });

  test('while a moved deadline is in doubt, nothing is missed at the old one', () => {
    const later = { deadline: at('2026-03-25T12:00:00Z') };
    const story = watched(19_000).sees('2026-03-20T12:00:30Z', 19_000, later);
    story.sees('2026-03-20T12:01:30Z', 19_000, later).sees('2026-03-20T12:02:30Z', 19_000, later);
    expect(story.told()).toEqual(['deadline-changed']);
  });

  test('another opening in one answer moves no deadline of the rules', () => {
    const story = watched(19_000, { deadline: undefined });
    story.sees('2026-03-05T10:00:00Z', 19_000, { opened: at('2026-01-01T10:00:00Z') });
    story.sees('2026-03-05T10:01:00Z', 19_000, { opened });
    expect(story.told()).toEqual([]);
  });

  const rulesWithoutEnd = { history: rules({ thresholds, signingWindow: undefined }) };
  test.each<[string, Partial<Reading>, Partial<WatchSettings>]>([
    ['a deadline', { deadline: at('2026-03-04T12:00:00Z') }, rulesWithoutEnd],
    ['an opening', { opened: at('2026-01-01T10:00:00Z') }, {}],
    ['a day of the answer', { answerDue: at('2026-03-04T12:00:00Z') }, rulesWithoutEnd],
  ])('%s in one answer alone, where none was known, misses nothing', (_, lie, terms) => {
    const unknown = { opened: undefined, deadline: undefined };
    const story = watched(19_000, unknown, terms).sees('2026-03-03T10:00:00Z', 20_010);
    const below = watched(19_000, unknown, terms);
    story.told();
    for (const one of [story, below]) {
      one.sees('2026-03-05T10:00:00Z', one === story ? 20_010 : 19_000, lie);
      for (const minute of [1, 2, 3]) one.sees(`2026-03-05T10:0${minute}:00Z`, one === story ? 20_010 : 19_000);
      expect(one.told()).toEqual([]);
      expect(one.petition).toMatchObject({ opened: undefined, deadline: undefined, answerDue: undefined });
    }
  });

  test('a closing that comes with its own day as the deadline is told by it, at once and not as early', () => {
    const ended = at('2026-03-05T09:00:00Z');
    const story = watched(19_000, { opened: undefined, deadline: undefined }, rulesWithoutEnd);
    story.sees('2026-03-05T10:00:00Z', 19_000, { deadline: ended, signing: { open: false, at: ended } });
    story.sees('2026-03-05T10:01:00Z', 19_000, { deadline: ended, signing: { open: false, at: ended } });
    expect(story.only).toMatchObject({ alert: 'threshold-missed', reason: 'deadline-passed' });
  });

  test('a closing of before a reading that showed it open takes its deadline with it', () => {
    const ended = at('2026-03-01T12:00:00Z');
    const story = watched(19_000, { opened: undefined, deadline: undefined }, rulesWithoutEnd);
    story.sees('2026-03-05T10:00:00Z', 19_000, { deadline: ended, signing: { open: false, at: ended } });
    for (const minute of [1, 2, 3]) story.sees(`2026-03-05T10:0${minute}:00Z`, 19_000, open);
    expect([story.told(), story.petition.deadline]).toEqual([[], undefined]);
  });

  test('two answers that stamp one event differently do not confirm each other', () => {
    const stamped = (when: string) => ({ signing: { open: false, at: at(when) } }) as const;
    const story = watched(19_000).sees('2026-03-05T10:00:00Z', 19_000);
    story.sees('2026-03-05T10:01:00Z', 19_000, stamped('2026-03-05T09:30:00Z'));
    story.sees('2026-03-05T10:02:00Z', 19_000, stamped('2026-03-03T09:00:00Z'));
    expect(story.told()).toEqual([]);
    for (const minute of [3, 4]) story.sees(`2026-03-05T10:0${minute}:00Z`, 19_000, stamped('2026-03-05T09:30:00Z'));
    expect(story.only).toMatchObject({ alert: 'closed-early', occurredAt: at('2026-03-05T09:30:00Z') });
  });

  test('another registration in one answer chooses no other rules; in two it does', () => {
    const [before] = rules({ thresholds: [{ name: 'response', signatures: 100 }] });
    const [since] = rules({ thresholds: [{ name: 'response', signatures: 200 }] });
    const history = [before, { ...since, from: '2026-03-01' }] as const;
    const earlier = { registered: at('2026-02-10T00:00:00Z') };
    const story = watched(10, { registered: opened }, { history }).sees('2026-03-05T10:00:00Z', 10, earlier);
    expect(story.threshold().needed).toBe(200);
    story.sees('2026-03-05T10:01:00Z', 10, earlier);
    expect(story.threshold().needed).toBe(100);
  });
});

describe('a count that falls', () => {
  test('to a tenth is believed after ten minutes', () => {
    const story = watched(5_000).sees('2026-03-05T10:00:00Z', 500).sees('2026-03-05T10:09:59Z', 500);
    expect(story.petition.last?.signatures).toBe(5_000);
    story.sees('2026-03-05T10:10:00Z', 501);
    expect(story.petition.last?.signatures).toBe(501);
  });

  test('to more than a tenth is believed at once', () => {
    expect(watched(5_000).sees('2026-03-05T10:00:00Z', 501).petition.last?.signatures).toBe(501);
  });

  test('to nothing is no removal of signatures: a met threshold stays met for a day', () => {
    const story = watched(19_000, {}, retractable).sees('2026-03-03T10:00:00Z', 20_300);
    story.told();
    for (const minute of ['00', '01', '11', '31', '59']) story.sees(`2026-03-04T10:${minute}:00Z`, 0);
    story.sees('2026-03-04T11:00:00Z', 20_310);
    expect(story.told()).toEqual([]);
    for (const hour of ['10', '20']) story.sees(`2026-03-05T${hour}:00:00Z`, 0);
    story.sees('2026-03-06T10:00:00Z', 0).sees('2026-03-06T10:10:00Z', 0);
    expect(story.told()).toEqual(['threshold-retracted response']);
  });

  test('is polled for again soon, and then after twice the time each time', () => {
    const story = watched(19_000, {}, retractable).sees('2026-03-03T10:00:00Z', 20_300);
    story.sees('2026-03-04T10:00:00Z', 0);
    const due = (when: string): unknown => nextPoll(story.petition, at(when), story.terms);
    expect(due('2026-03-04T10:00:00Z')).toEqual({ at: at('2026-03-04T10:00:50Z') });
    expect(due('2026-03-04T10:01:00Z')).toEqual({ at: at('2026-03-04T10:02:00Z') });
    expect(due('2026-03-04T10:04:00Z')).toEqual({ at: at('2026-03-04T10:08:00Z') });
  });
});

describe('a stamp', () => {
  const stamp = at('2026-03-02T10:30:00Z');
  const uk = (): Story =>
    ukParliament({ confirms: true, lagMinutes: 3 })
      .sees('2026-03-02T10:00:00Z', 9_990, { opened, stamps: { response: null, debate: null } })
      .sees('2026-03-02T11:00:00Z', 10_003, { stamps: { response: stamp, debate: null } });

  test('that is missing once takes nothing back', () => {
    const story = uk();
    story.told();
    story.sees('2026-03-02T11:01:00Z', 9_998, { stamps: { response: null, debate: null } });
    story.sees('2026-03-02T11:02:00Z', 10_011, { stamps: { response: stamp, debate: null } });
    expect(story.told()).toEqual([]);
  });

  test('that is missing beyond the lag of the platform takes it back', () => {
    const story = uk();
    story.told();
    for (const minute of ['01', '03', '04'])
      story.sees(`2026-03-02T11:${minute}:00Z`, 9_998, { stamps: { response: null, debate: null } });
    expect(story.told()).toEqual([]);
    story.sees('2026-03-02T11:05:00Z', 9_998, { stamps: { response: null, debate: null } });
    expect(story.told()).toEqual(['threshold-retracted response']);
  });
});

describe('a stamp that is another than the known one', () => {
  const stamp = at('2026-03-03T09:00:00Z');
  const [stamps, answer] = [{ response: stamp }, { at: at('2026-03-10T09:00:00Z') }];
  const met = (): Story => {
    const story = watched(19_900, { stamps: { response: null } }).sees('2026-03-03T10:00:00Z', 20_200, { stamps });
    expect(story.told()).toEqual(['threshold-met response']);
    return story;
  };
  const moved = (when: string): Partial<Reading> => ({ stamps: { response: at(when) } });

  test('makes no answer late that was in time', () => {
    const story = met().sees('2026-03-10T10:00:00Z', 20_200, { ...moved('2026-02-03T09:00:00Z'), answer });
    story.sees('2026-03-10T10:01:00Z', 20_200, { stamps, answer });
    expect(story.told()).toEqual(['response-met response']);
  });

  test('does not make a missed response due, and missed again', () => {
    const story = met();
    for (const minute of ['00', '02']) story.sees(`2026-03-13T10:${minute}:00Z`, 20_200, { stamps, answer: null });
    expect(story.told()).toEqual(['response-missed response']);
    story.sees('2026-03-13T11:00:00Z', 20_200, { ...moved('2026-03-05T09:00:00Z'), answer: null });
    for (const minute of ['01', '02', '04'])
      story.sees(`2026-03-13T11:${minute}:00Z`, 20_200, { stamps, answer: null });
    expect(story.told()).toEqual([]);
  });

  test('is believed when a second reading has it too', () => {
    const story = met();
    for (const minute of ['00', '01']) story.sees(`2026-03-10T10:${minute}:00Z`, 20_200, moved('2026-03-05T09:00:00Z'));
    expect(story.threshold().response.deadline).toEqual(at('2026-03-15T09:00:00Z'));
  });

  test('of the event that starts the clock moves nothing by itself', () => {
    const clock = [{ name: 'response', signatures: 20_000, responseWindow: 'P10D', clock: 'submitted' }];
    const story = watched(19_900, { clockStarted: null }, { history: rules({ thresholds: clock }) });
    story.sees('2026-03-03T10:00:00Z', 20_200, { clockStarted: null });
    story.sees('2026-03-03T11:00:00Z', 20_200, { clockStarted: at('2026-03-03T10:30:00Z') });
    const due = story.threshold().response.deadline;
    story.sees('2026-03-10T10:00:00Z', 20_200, { clockStarted: at('2026-03-08T10:30:00Z') });
    expect([due, story.threshold().response.deadline]).toEqual([
      at('2026-03-13T10:30:00Z'),
      at('2026-03-13T10:30:00Z'),
    ]);
    story.sees('2026-03-10T10:01:00Z', 20_200, { clockStarted: at('2026-03-08T10:30:00Z') });
    expect(story.threshold().response.deadline).toEqual(at('2026-03-18T10:30:00Z'));
  });
});

describe('a stamp that contradicts what a reading has shown waits for a second one', () => {
  test('a closing of when the petition was open', () => {
    const stamped = { signing: { open: false, at: at('2026-03-04T12:00:00Z') } } as const;
    const story = watched(19_000)
      .sees('2026-03-05T10:00:00Z', 19_000, open)
      .sees('2026-03-05T10:01:00Z', 19_000, stamped);
    expect(story.told()).toEqual([]);
    expect(story.sees('2026-03-05T10:02:00Z', 19_000, stamped).told()).toEqual(['closed-early']);
  });

  test('such a closing after the deadline too', () => {
    const stamped = { signing: { open: false, at: at('2026-03-04T12:00:00Z') } } as const;
    const story = watched(19_000).sees('2026-03-20T11:59:00Z', 19_000, open);
    story.sees('2026-03-20T12:05:00Z', 19_000, stamped);
    for (const minute of ['06', '07', '08']) story.sees(`2026-03-20T12:${minute}:00Z`, 19_000);
    expect(story.only).toMatchObject({ alert: 'threshold-missed', reason: 'deadline-passed' });
  });

  test('an answer of before the opening', () => {
    const early = { answer: { at: at('2012-01-01T00:00:00Z') } };
    const story = watched(19_000).sees('2026-03-05T10:00:00Z', 19_000, early);
    expect(story.told()).toEqual([]);
    expect(story.sees('2026-03-05T10:01:00Z', 19_000, early).told()).toEqual(['response-met response']);
  });
});

describe('one low count', () => {
  const none = { stamps: { response: null } };

  test('retracts nothing where the stamp was withdrawn before', () => {
    const story = watched(19_900, none, retractable).sees('2026-03-03T10:00:00Z', 20_200, {
      stamps: { response: at('2026-03-03T09:00:00Z') },
    });
    for (const minute of ['01', '02']) story.sees(`2026-03-03T10:${minute}:00Z`, 20_200, none);
    expect([story.threshold().takenBack, story.told()]).toEqual([true, ['threshold-met response']]);
    story.sees('2026-03-03T10:05:00Z', 19_990, none).sees('2026-03-03T10:06:00Z', 20_210, none);
    expect(story.told()).toEqual([]);
    story.sees('2026-03-03T10:07:00Z', 19_990, none).sees('2026-03-03T10:08:00Z', 19_990, none);
    expect(story.told()).toEqual(['threshold-retracted response']);
  });

  test('is no doubt where nothing is retracted', () => {
    const story = watched(19_900, none).sees('2026-03-03T10:00:00Z', 20_200, {
      stamps: { response: at('2026-03-03T09:00:00Z') },
    });
    for (const minute of ['01', '02', '03']) story.sees(`2026-03-03T10:${minute}:00Z`, 19_990, none);
    expect(story.petition.unconfirmed).toBeUndefined();
  });

  test('retracts nothing in the reading that confirms another number', () => {
    const higher = { needed: { response: 24_000 } };
    const story = watched(19_000).sees('2026-03-03T10:00:00Z', 25_000);
    story.told();
    story.sees('2026-03-04T10:00:00Z', 25_000, higher).sees('2026-03-04T10:01:00Z', 23_000, higher);
    story.sees('2026-03-04T10:02:00Z', 25_000, higher).sees('2026-03-04T10:03:00Z', 25_000, higher);
    expect(story.told()).toEqual(['threshold-changed response']);
  });
});

describe('a petition that is gone', () => {
  test('for good by one answer is told by the second, a minute later', () => {
    const story = watched(500).misses('2026-03-05T10:00:00Z', true);
    expect(story.told()).toEqual([]);
    expect(nextPoll(story.petition, at('2026-03-05T10:00:00Z'), story.terms)).toEqual({
      at: at('2026-03-05T10:00:50Z'),
    });
    expect(story.misses('2026-03-05T10:01:00Z', true).told()).toEqual(['petition-gone']);
  });

  test('in copies of one stored answer is gone only by an answer that was made later', () => {
    const made = at('2026-03-05T09:59:00Z');
    const story = watched(500).misses('2026-03-05T10:00:00Z', true, made).misses('2026-03-05T10:20:00Z', true, made);
    story.misses('2026-03-05T10:21:00Z', false, made);
    expect(story.told()).toEqual([]);
    expect(story.misses('2026-03-05T10:30:00Z', true, at('2026-03-05T10:00:50Z')).told()).toEqual(['petition-gone']);
  });

  test('of a platform with a lag is gone only by an answer of after the lag', () => {
    const story = watched(500, {}, { lagMinutes: 3 }).misses('2026-03-05T10:00:00Z', true);
    expect(story.misses('2026-03-05T10:03:00Z', true).told()).toEqual([]);
    expect(story.misses('2026-03-05T10:04:00Z', true).told()).toEqual(['petition-gone']);
  });

  test('and back with a count that is held was never gone', () => {
    const story = watched(500).misses('2026-03-05T10:00:00Z').sees('2026-03-05T10:05:00Z', 90_000);
    expect(story.misses('2026-03-05T10:10:00Z').told()).toEqual([]);
  });

  test('and back in the next minute was never gone', () => {
    const story = watched(500).misses('2026-03-05T10:00:00Z', true).sees('2026-03-05T10:01:00Z', 500);
    expect(story.told()).toEqual([]);
  });
});

describe('what takes a provisional meeting back is told by the second reading that shows it, and one changes nothing', () => {
  const parts = { of: 'states', atLeast: 2, minimum: 10 };
  const [{ rules: terms, from }] = rules({ thresholds: [{ name: 'response', signatures: 100, parts }] });
  const verified = terms.thresholds.map((rule) => ({ ...rule, verifiedBy: 'the state' }));
  const history = [{ from, rules: { ...terms, thresholds: verified } }] as const;
  const met = (): Story => {
    const story = watched(90, {}, { history }).sees('2026-03-02T11:00:00Z', 110);
    expect(story.told()).toEqual(['threshold-met response']);
    return story;
  };

  test.each([
    ['a verification that was not passed', { refused: { response: {} } }],
    ['parts below the minimum', { parts: { A: 50, B: 9 } }],
  ])('%s', (_, shown) => {
    expect(met().sees('2026-03-03T11:00:00Z', 110, shown).sees('2026-03-03T11:01:00Z', 110).told()).toEqual([]);
    const story = met().sees('2026-03-03T11:00:00Z', 110, shown).sees('2026-03-03T11:01:00Z', 110, shown);
    expect(story.told()).toEqual(['threshold-retracted response']);
  });
});

describe("the platform's own number", () => {
  const numbers = (needed: number): Partial<Reading> => ({ needed: { response: needed } });

  test('that comes down to the count is met, and the alert has both', () => {
    const story = watched(300, {}).sees('2026-03-05T10:00:00Z', 310, numbers(200));
    expect(story.told()).toEqual([]);
    story.sees('2026-03-05T10:01:00Z', 310, numbers(200));
    expect(story.only).toMatchObject({
      alert: 'threshold-met',
      needed: 200,
      previousNeeded: 20_000,
      between: [at('2026-03-02T10:00:00Z'), at('2026-03-05T10:00:00Z')],
      responseDeadline: at('2026-03-15T10:00:00Z'),
    });
    expect(story.threshold()).toMatchObject({ verdict: 'met', response: { verdict: 'due' } });
  });

  test('that goes up past the count takes it back, and nothing is owed any more', () => {
    const story = watched(100, numbers(200)).sees('2026-03-04T10:00:00Z', 205, numbers(200));
    expect(story.told()).toEqual(['threshold-met response']);
    story.sees('2026-03-05T10:00:00Z', 205, numbers(800)).sees('2026-03-05T10:01:00Z', 205, numbers(800));
    expect(story.only).toMatchObject({ alert: 'threshold-retracted', needed: 800, previousNeeded: 200 });
    expect(story.threshold()).toMatchObject({ verdict: 'open', occurrence: 2, response: { verdict: 'none' } });
  });

  test('that comes down after it was missed is met after all', () => {
    const story = watched(190, numbers(200));
    story.sees('2026-03-20T12:01:00Z', 190, numbers(200)).sees('2026-03-20T12:02:00Z', 190, numbers(200));
    expect(story.told()).toEqual(['threshold-missed response']);
    story.sees('2026-03-20T13:00:00Z', 190, numbers(150)).sees('2026-03-20T13:01:00Z', 190, numbers(150));
    expect(story.only).toMatchObject({ alert: 'threshold-met', needed: 150, previousNeeded: 200, occurrence: 2 });
  });

  test('that changes no verdict is told by itself, once', () => {
    const story = watched(190, numbers(200));
    for (const minute of ['00', '01', '02', '03']) story.sees(`2026-03-05T10:${minute}:00Z`, 190, numbers(250));
    expect(story.only).toMatchObject({ alert: 'threshold-changed', needed: 250, previousNeeded: 200 });
  });

  test('that another answer contradicts stays what it was, with its evidence', () => {
    const story = watched(190, numbers(200)).sees('2026-03-04T10:00:00Z', 205, numbers(200));
    const before = story.threshold();
    story.told();
    for (const minute of [10, 12, 14, 16]) {
      story.sees(`2026-03-05T10:${minute}:00Z`, 205, numbers(800));
      story.sees(`2026-03-05T10:${minute + 1}:00Z`, 205, numbers(200));
    }
    expect(story.told()).toEqual([]);
    expect(story.threshold()).toEqual(before);
  });

  test('stays met where the platform itself says so', () => {
    const stamps = { response: at('2026-03-04T09:00:00Z') };
    const story = watched(190, numbers(200)).sees('2026-03-04T10:00:00Z', 205, { ...numbers(200), stamps });
    story.told();
    story.sees('2026-03-05T10:00:00Z', 205, { ...numbers(800), stamps });
    story.sees('2026-03-05T10:01:00Z', 205, { ...numbers(800), stamps });
    expect(story.told()).toEqual(['threshold-changed response']);
    expect(story.threshold().verdict).toBe('met');
  });

  test('that only the config changes is another threshold, of which nothing is told', () => {
    const story = watched(300);
    story.terms = { ...story.terms, history: rules({ thresholds: [{ name: 'response', signatures: 200 }] }) };
    expect(story.sees('2026-03-05T10:00:00Z', 310).told()).toEqual([]);
    expect(story.threshold().verdict).toBe('met');
  });
});

/** A lie that one answer tells, among true ones. */
const lies = fc.constantFrom<Partial<Reading>>(
  { signatures: 0 },
  { signatures: 3 },
  { signatures: 2_000_000 },
  { deadline: at('2026-03-01T12:00:00Z') },
  { deadline: at('2027-03-01T12:00:00Z') },
  { opened: at('2020-01-01T00:00:00Z') },
  { answer: {} },
  closed,
  { needed: { response: 1 } },
  { needed: { response: 900_000 } },
  { stamps: { response: null } },
  { clockStarted: true },
  { clockStarted: at('2012-01-01T00:00:00Z') },
  { answer: { at: at('2012-01-01T00:00:00Z') } },
  { signing: { open: false, at: at('2026-03-02T09:00:00Z') } },
  { answerDue: at('2026-03-03T12:00:00Z') },
  { registered: at('2012-01-01T00:00:00Z') },
);

test('a threshold that the config adds is judged like one at first sight, whatever else waits', () => {
  const story = watched(19_000);
  const added = { name: 'debate', signatures: 18_000 };
  story.terms = { ...story.terms, history: rules({ thresholds: [...thresholds, added], retractable: true }) };
  story.sees('2026-03-05T10:00:00Z', 19_000, { ...closed, stamps: { debate: null } });
  expect(story.threshold('debate').verdict).toBe('met');
  expect(story.petition.closed).toBeUndefined();
});

test('one wrong answer among true ones changes nothing that is told, wherever it comes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 15_000, max: 24_000 }), { minLength: 3, maxLength: 12 }),
      fc.nat(11),
      fc.array(lies, { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (counts, position, wrong, isRetractable) => {
        const tell = (withLie: boolean): unknown => {
          const stamped = (signatures: number): Partial<Reading> =>
            isRetractable ? {} : { stamps: { response: signatures >= 20_000 ? at('2026-03-02T12:00:00Z') : null } };
          const truth = { opened, deadline, ...open, answer: null, needed: { response: 20_000 } };
          const story = watched(15_000, truth, isRetractable ? retractable : {});
          let most = 15_000;
          counts.forEach((count, index) => {
            most = Math.max(most, count);
            // The truth only grows: what is taken back for good is another matter.
            const when = deadline.subtract({ hours: 8 }).add({ hours: index });
            story.sees(when.toString(), most, { ...truth, ...stamped(most) });
            if (withLie && index === position % counts.length) {
              const lie = wrong.reduce<Reading>((said, one) => ({ ...said, ...one }), {
                ...truth,
                ...stamped(most),
                signatures: most,
              });
              story.sees(when.add({ minutes: 1 }).toString(), lie.signatures, lie);
            }
            story.sees(when.add({ minutes: 2 }).toString(), most, { ...truth, ...stamped(most) });
          });
          return story.alerts.map(({ alert, threshold, certain }) => [alert, threshold, certain]);
        };
        expect(tell(true)).toEqual(tell(false));
      },
    ),
    { numRuns: 300 },
  );
});
