import { at, rules, Story, ukParliament, weThePeople } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');

describe('the deadline', () => {
  test("is the rules' when the platform gives none", () => {
    const watched = new Story().sees('2026-03-01T11:00:00Z', 10, { opened });
    expect(watched.petition.deadline).toEqual({ at: at('2026-03-31T09:00:00Z'), by: 'rules' });
  });

  test("is the platform's when it gives one, and stays when it does not repeat it", () => {
    const deadline = at('2026-04-02T10:00:00Z');
    const watched = new Story().sees('2026-03-01T11:00:00Z', 10, { opened, deadline }).sees('2026-03-02T11:00:00Z', 11);
    expect(watched.petition.deadline).toEqual({ at: deadline, by: 'platform' });
  });

  test('is not known while the opening is not', () => {
    expect(new Story().sees('2026-03-01T11:00:00Z', 10).petition.deadline).toBeUndefined();
  });

  test('moves: that is told, and the verdict is worked out again', () => {
    const watched = new Story()
      .sees('2026-03-01T11:00:00Z', 10, { opened, deadline: at('2026-03-31T09:00:00Z') })
      .sees('2026-03-30T11:00:00Z', 90, { deadline: at('2026-04-10T09:00:00Z') });
    expect(watched.only).toMatchObject({
      alert: 'deadline-changed',
      threshold: null,
      deadline: at('2026-04-10T09:00:00Z'),
      previousDeadline: at('2026-03-31T09:00:00Z'),
    });
    expect(watched.sees('2026-04-01T11:00:00Z', 95).told()).toEqual([]);
    expect(watched.sees('2026-04-09T11:00:00Z', 100).told()).toEqual(['threshold-met response']);
  });

  test('told anew with other fractions of a minute has not moved', () => {
    const watched = new Story().sees('2026-03-01T11:00:00Z', 10, { opened, deadline: at('2026-03-31T22:59:59.999Z') });
    watched.sees('2026-03-02T11:00:00Z', 10, { deadline: at('2026-03-31T23:00:00.500Z') });
    expect(watched.told()).toEqual([]);
    expect(watched.petition.deadline?.at).toEqual(at('2026-03-31T22:59:59.999Z'));
    watched.sees('2026-03-03T11:00:00Z', 10, { deadline: at('2026-03-31T23:00:59.999Z') });
    expect(watched.told()).toEqual(['deadline-changed']);
  });

  test('moves after it was missed: the threshold is open again, in a new occurrence', () => {
    const watched = new Story()
      .sees('2026-03-01T11:00:00Z', 10, { opened, deadline: at('2026-03-31T09:00:00Z') })
      .sees('2026-03-31T10:00:00Z', 90);
    expect(watched.told()).toEqual(['threshold-missed response']);
    watched.sees('2026-04-01T10:00:00Z', 95, { deadline: at('2026-04-10T09:00:00Z') });
    expect(watched.told()).toEqual(['deadline-changed']);
    watched.sees('2026-04-11T10:00:00Z', 95);
    expect(watched.only).toMatchObject({ alert: 'threshold-missed', occurrence: 2 });
  });

  test('the rules are the ones in force on the opening day, where the platform is', () => {
    const needed = (openedAt: string): number =>
      weThePeople()
        .sees('2013-01-20T00:00:00Z', 10, { opened: at(openedAt) })
        .threshold().needed;
    expect(needed('2011-09-30T12:00:00Z')).toBe(5000);
    expect(needed('2013-01-15T04:59:59Z')).toBe(25_000);
    expect(needed('2013-01-15T05:00:00Z')).toBe(100_000);
    expect(needed('2011-01-01T00:00:00Z')).toBe(5000);
  });
});

describe('a petition that is closed', () => {
  const story = (): Story => new Story().sees('2026-03-01T11:00:00Z', 10, { opened });

  test('at its deadline, by the stamp: missed, and nothing early about it', () => {
    const watched = ukParliament().sees('2025-07-01T00:00:00Z', 900, { opened: at('2025-04-22T14:53:36.080Z') });
    watched.sees('2025-10-22T23:05:00Z', 950, { signing: { open: false, at: at('2025-10-22T22:59:59.999Z') } });
    const [response, debate] = watched.alerts;
    expect(response).toMatchObject({
      alert: 'threshold-missed',
      threshold: 'response',
      reason: 'deadline-passed',
      occurredAt: at('2025-10-22T22:59:59.999Z'),
      deadline: at('2025-10-22T22:59:59.999Z'),
    });
    expect(debate).toMatchObject({ alert: 'threshold-missed', threshold: 'debate' });
    expect(watched.told()).toHaveLength(2);
  });

  test('before its deadline and below the line: closed early, and missed for that reason', () => {
    const watched = story().sees('2026-03-10T11:00:00Z', 50, {
      signing: { open: false, at: at('2026-03-10T09:00:00Z') },
    });
    const [closed, missed] = watched.alerts;
    expect(closed).toMatchObject({
      alert: 'closed-early',
      threshold: null,
      occurredAt: at('2026-03-10T09:00:00Z'),
      deadline: at('2026-03-31T09:00:00Z'),
    });
    expect(missed).toMatchObject({
      alert: 'threshold-missed',
      reason: 'closed-early',
      occurredAt: at('2026-03-10T09:00:00Z'),
    });
    expect(watched.told()).toHaveLength(2);
    watched.sees('2026-03-11T11:00:00Z', 50, { signing: { open: false, at: at('2026-03-10T09:00:00Z') } });
    expect(watched.sees('2026-04-11T11:00:00Z', 50).told()).toEqual([]);
  });

  test('keeps the time of its closing, whatever is stamped later', () => {
    const watched = story().sees('2026-03-10T11:00:00Z', 50, { signing: { open: false } });
    watched.sees('2026-03-12T11:00:00Z', 50, { signing: { open: false, at: at('2026-03-12T10:00:00Z') } });
    expect(watched.petition.closed).toMatchObject({ by: at('2026-03-10T11:00:00Z'), early: true });
  });

  test('before its deadline and over the line: closed early, and met stays met', () => {
    const watched = story().sees('2026-03-09T11:00:00Z', 150);
    watched.told();
    watched.sees('2026-03-10T11:00:00Z', 150, { signing: { open: false, reason: 'rejected' } });
    expect(watched.only).toMatchObject({
      alert: 'closed-early',
      reason: 'rejected',
      occurredAt: null,
      between: [at('2026-03-09T11:00:00Z'), at('2026-03-10T11:00:00Z')],
    });
  });

  test('before its deadline, and first seen above the line then: it was reached while signing was open', () => {
    const watched = story().sees('2026-03-10T11:00:00Z', 150, {
      signing: { open: false, at: at('2026-03-10T09:00:00Z') },
    });
    expect(watched.alerts).toMatchObject([{ alert: 'closed-early' }, { alert: 'threshold-met', certain: true }]);
  });

  test('without a stamp, after its deadline: missed, nothing early', () => {
    const watched = story().sees('2026-03-31T12:00:00Z', 50, { signing: { open: false } });
    expect(watched.told()).toEqual(['threshold-missed response']);
  });

  test('where there is no deadline any end is an early one', () => {
    const watched = new Story({ history: rules({ signingWindow: undefined }) }).sees('2026-03-01T11:00:00Z', 10, {
      opened,
    });
    watched.sees('2026-05-10T11:00:00Z', 50, { signing: { open: false } });
    expect(watched.told()).toEqual(['closed-early', 'threshold-missed response']);
  });

  test('later than the deadline we knew: the deadline had been moved', () => {
    const watched = story().sees('2026-03-31T08:00:00Z', 90);
    watched.sees('2026-04-03T12:00:00Z', 120, { signing: { open: false, at: at('2026-04-02T09:00:00Z') } });
    expect(watched.alerts).toMatchObject([
      { alert: 'deadline-changed', deadline: at('2026-04-02T09:00:00Z'), previousDeadline: at('2026-03-31T09:00:00Z') },
      { alert: 'threshold-met' },
    ]);
  });

  // Seen on platforms that round one of the two times, or write a day and a clock time.
  test.each([
    ['a second before', '2026-03-31T08:59:59Z', '2026-03-31T09:00:00Z'],
    ['at 23:59 of a last day', '2026-03-30T22:59:00Z', '2026-03-30T22:59:59.999Z'],
  ])('%s its deadline: it ended by its deadline', (_, closing, deadline) => {
    const watched = story().sees('2026-03-30T20:00:00Z', 50, { deadline: at(deadline) });
    watched.told();
    watched.sees('2026-03-31T09:10:00Z', 50, { signing: { open: false, at: at(closing) } });
    expect(watched.only).toMatchObject({ alert: 'threshold-missed', reason: 'deadline-passed' });
  });

  test('a minute before its deadline: early', () => {
    const watched = story().sees('2026-03-31T09:10:00Z', 50, {
      signing: { open: false, at: at('2026-03-31T08:59:00Z') },
    });
    expect(watched.told()).toEqual(['closed-early', 'threshold-missed response']);
  });

  test('by a nightly job, after it was missed: nothing to tell', () => {
    const watched = story().sees('2026-03-31T09:05:00Z', 50);
    watched.told();
    watched.sees('2026-03-31T09:20:00Z', 50, { signing: { open: false, at: at('2026-03-31T09:10:00Z') } });
    expect(watched.told()).toEqual([]);
  });

  test('and opened again: its thresholds are open again', () => {
    const watched = story().sees('2026-03-10T11:00:00Z', 50, { signing: { open: false } });
    watched.told();
    watched.sees('2026-03-12T11:00:00Z', 60, { signing: { open: true } });
    expect(watched.threshold()).toMatchObject({ verdict: 'open', occurrence: 2 });
    expect(watched.sees('2026-03-13T11:00:00Z', 100).told()).toEqual(['threshold-met response']);
  });

  test('long before we first look: recorded, not told', () => {
    const watched = new Story().sees('2026-03-20T11:00:00Z', 50, {
      opened,
      signing: { open: false, at: at('2026-03-10T09:00:00Z') },
    });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold()).toMatchObject({ verdict: 'missed', reason: 'closed-early' });
  });

  test('and shown late: a count that may not be complete proves nothing missed yet', () => {
    const watched = new Story({ lagMinutes: 3 }).sees('2026-03-31T08:00:00Z', 99, { opened });
    const closed = { signing: { open: false, at: at('2026-03-31T09:00:00Z') } } as const;
    expect(watched.sees('2026-03-31T09:02:00Z', 99, closed).told()).toEqual([]);
    expect(watched.sees('2026-03-31T09:03:00Z', 99, closed).told()).toEqual(['threshold-missed response']);
  });
});

describe('a petition that is gone', () => {
  const story = (): Story => new Story().sees('2026-03-01T11:00:00Z', 10, { opened });

  test('is told when the platform says so itself, once', () => {
    const watched = story().misses('2026-03-05T11:00:00Z', true);
    expect(watched.only).toMatchObject({
      alert: 'petition-gone',
      signatures: 10,
      between: [at('2026-03-01T11:00:00Z'), at('2026-03-05T11:00:00Z')],
    });
    expect(watched.misses('2026-03-06T11:00:00Z', true).told()).toEqual([]);
  });

  test('otherwise only when it is still missing ten minutes later', () => {
    const watched = story().misses('2026-03-05T11:00:00Z').misses('2026-03-05T11:09:59Z');
    expect(watched.told()).toEqual([]);
    expect(watched.misses('2026-03-05T11:10:00Z').told()).toEqual(['petition-gone']);
    expect(watched.misses('2026-03-06T11:10:00Z').told()).toEqual([]);
  });

  test('and back again: nothing is told, until it is gone once more', () => {
    const watched = story().misses('2026-03-05T11:00:00Z', true);
    watched.told();
    expect(watched.sees('2026-03-06T11:00:00Z', 12).told()).toEqual([]);
    expect(watched.misses('2026-03-07T11:00:00Z', true).told()).toEqual(['petition-gone']);
  });

  test('takes no verdict with it: its deadline passes in silence', () => {
    const watched = story().misses('2026-03-05T11:00:00Z', true);
    watched.told();
    expect(watched.misses('2026-04-05T11:00:00Z', true).told()).toEqual([]);
    expect(watched.threshold().verdict).toBe('open');
  });

  test('and was never there is nothing to tell the subscribers', () => {
    const watched = new Story().misses('2026-03-01T11:00:00Z', true).misses('2026-03-02T11:00:00Z', true);
    expect(watched.told()).toEqual([]);
  });
});

test('a debate is as the platform last said: it stays while nothing is said, and is none once that is said', () => {
  const debate = { state: 'scheduled', on: '2026-03-20' } as const;
  const story = new Story().sees('2026-03-02T10:00:00Z', 10, { opened: at('2026-03-01T10:00:00Z'), debate });
  expect(story.sees('2026-03-03T10:00:00Z', 11).petition.debate).toEqual(debate);
  expect(story.sees('2026-03-04T10:00:00Z', 12, { debate: null }).petition.debate).toBeUndefined();
});
