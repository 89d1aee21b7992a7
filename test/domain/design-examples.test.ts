/** The examples of docs/design.md, "Domain rules": the core decides as the page says. */
import { at, rules, Story, ukParliament, weThePeople } from './story.ts';

const thresholds = [{ name: 'response', signatures: 10_000 }];
const opened = at('2026-03-01T10:00:00Z');

describe('a sudden jump from 1,200 to 15,000', () => {
  const jumped = (): Story =>
    new Story({ history: rules({ thresholds }), confirms: true })
      .sees('2026-03-02T10:00:00Z', 1_200, { opened })
      .sees('2026-03-02T10:05:00Z', 15_000);

  test('is held, and met as of its first reading when the next minute confirms it', () => {
    const story = jumped();
    expect(story.told()).toEqual([]);
    expect(story.sees('2026-03-02T10:06:00Z', 15_020).only).toMatchObject({
      alert: 'threshold-met',
      between: [at('2026-03-02T10:00:00Z'), at('2026-03-02T10:05:00Z')],
    });
  });

  test('is dropped when the next minute contradicts it', () => {
    expect(jumped().sees('2026-03-02T10:06:00Z', 1_205).told()).toEqual([]);
  });
});

test('six months from 31 August end with the last millisecond of February', () => {
  const story = ukParliament().sees('2025-09-01T10:00:00Z', 10, { opened: at('2025-08-31T10:00:00Z') });
  expect(story.petition.deadline?.at.toString()).toBe('2026-02-28T23:59:59.999Z');
});

test.each([
  { stopsAtDeadline: true, count: 10_020, alert: 'threshold-met', certain: true },
  { stopsAtDeadline: false, count: 10_020, alert: 'threshold-met', certain: false },
  { stopsAtDeadline: true, count: 9_995, alert: 'threshold-missed', certain: true },
  { stopsAtDeadline: false, count: 9_995, alert: 'threshold-missed', certain: true },
])(
  'after 9,990 before midnight, $count after it: $alert, certain: $certain (stopsAtDeadline: $stopsAtDeadline)',
  ({ stopsAtDeadline, count, alert, certain }) => {
    const story = new Story({ history: rules({ thresholds, stopsAtDeadline }) })
      .sees('2026-03-30T23:00:00Z', 9_990, { opened, deadline: at('2026-03-30T23:59:59.999Z') })
      .sees('2026-03-31T00:30:00Z', count);
    expect(story.only).toMatchObject({ alert, certain });
  },
);

test('a threshold with six of seven parts is open, and met as soon as seven are shown', () => {
  const states = Array.from({ length: 8 }, (_, index) => `state ${index}`);
  const minimum = Object.fromEntries(states.map((state) => [state, 10]));
  const enough = (count: number): Record<string, number> =>
    Object.fromEntries(states.map((state, index) => [state, index < count ? 11 : 1]));
  const [rule] = thresholds;
  const parts = { of: 'member states', atLeast: 7, minimum };
  const story = new Story({ history: rules({ thresholds: [{ ...rule, parts }] }) })
    .sees('2026-03-02T10:00:00Z', 9_000, { opened })
    .sees('2026-03-03T10:00:00Z', 10_500, { parts: enough(6) })
    .sees('2026-03-04T10:00:00Z', 10_600);
  expect(story.told()).toEqual([]);
  expect(story.sees('2026-03-05T10:00:00Z', 10_700, { parts: enough(7) }).only).toMatchObject({
    alert: 'threshold-met',
    between: [at('2026-03-03T10:00:00Z'), at('2026-03-05T10:00:00Z')],
  });
});

test('with a lag of three minutes, a reading of 00:02 proves nothing about midnight, and one after 00:03 does', () => {
  const story = ukParliament({ lagMinutes: 3 })
    .sees('2026-02-28T23:00:00Z', 9_990, { opened: at('2025-08-31T10:00:00Z') })
    .sees('2026-03-01T00:02:00Z', 9_995);
  expect(story.told()).toEqual([]);
  expect(story.sees('2026-03-01T00:03:01Z', 9_995).told()).toContain('threshold-missed response');
});

describe('a count that falls from 10,010 to 9,990', () => {
  const stamped = { response: at('2026-03-02T11:00:00Z') };
  const fallen = (stamps?: typeof stamped): Story =>
    ukParliament()
      .sees('2026-03-02T10:00:00Z', 9_000, { opened })
      .sees('2026-03-02T11:05:00Z', 10_010, { stamps })
      .sees('2026-03-02T12:00:00Z', 9_990, { stamps });

  test('retracts a stamped threshold when the stamp is taken back, however long that takes', () => {
    const story = fallen(stamped).sees('2026-03-02T12:30:00Z', 9_990, { stamps: stamped });
    expect(story.told()).toEqual(['threshold-met response']);
    expect(story.sees('2026-03-02T12:40:00Z', 9_990, { stamps: { response: null } }).told()).toEqual([
      'threshold-retracted response',
    ]);
  });

  test('retracts one without a stamp ten minutes later', () => {
    const story = fallen();
    expect(story.told()).toEqual(['threshold-met response']);
    expect(story.sees('2026-03-02T12:10:00Z', 9_991).told()).toEqual(['threshold-retracted response']);
  });
});

test('a response counts from the submission, and an answer that may have been in time is met, not certain', () => {
  const rule = { name: 'response', signatures: 1_000_000, responseWindow: 'P6M', clock: 'submitted' };
  const history = rules({
    timeZone: 'Europe/Brussels',
    signingWindow: 'P12M',
    cutoff: 'end-of-day',
    thresholds: [rule],
  });
  const story = new Story({ history })
    .sees('2026-03-09T10:00:00Z', 999_000, { opened: at('2026-01-01T10:00:00Z') })
    .sees('2026-03-10T10:00:00Z', 1_000_500);
  expect(story.threshold()).toMatchObject({ verdict: 'met', response: { verdict: 'none' } });
  story.sees('2026-09-01T12:00:00Z', 1_000_500, { clockStarted: at('2026-09-01T08:00:00Z') });
  expect(story.threshold().response.deadline?.toString()).toBe('2027-03-01T22:59:59.999Z');
  story.sees('2027-03-01T19:00:00Z', 1_000_500).told();
  expect(story.sees('2027-03-02T07:00:00Z', 1_000_500, { answer: {} }).only).toMatchObject({
    alert: 'response-met',
    certain: false,
  });
});

test('We the People asks for 25,000 signatures until 14 January 2013, and for 100,000 from the 15th on', () => {
  const needed = (day: string): number =>
    weThePeople()
      .sees('2013-01-20T10:00:00Z', 10, { opened: at(day) })
      .threshold().needed;
  expect([needed('2013-01-14T17:00:00Z'), needed('2013-01-15T17:00:00Z')]).toEqual([25_000, 100_000]);
});

test('the first poll sends what was stamped three hours ago, and only records what was stamped three days ago', () => {
  const found = (stamp: string): string[] =>
    ukParliament()
      .sees('2026-03-10T12:00:00Z', 12_000, { opened, stamps: { response: at(stamp) } })
      .told();
  expect([found('2026-03-10T09:00:00Z'), found('2026-03-07T12:00:00Z')]).toEqual([['threshold-met response'], []]);
});
