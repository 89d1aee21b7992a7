/** Counter-examples that the model has come upon: what the core first got wrong, and what the reference did. */
import { at, rules, Story } from '../domain/story.ts';

/** Opened on 1 March, 30 days, same time: clocks in London go forward on the 29th. */
const opened = { opened: at('2026-03-01T10:00:00Z') };
const deadline = '2026-03-31T09:00:00Z';
const story = (changes: object = {}, lagMinutes = 0): Story => new Story({ history: rules(changes), lagMinutes });

describe('what the core got wrong first', () => {
  test('a response is missed once, though the count falls for a moment afterwards', () => {
    const watched = story({ retractable: true })
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .sees('2026-03-03T10:00:00Z', 100)
      .sees('2026-03-14T10:00:00Z', 100)
      .sees('2026-03-14T10:01:00Z', 99)
      .sees('2026-03-14T10:02:00Z', 100);
    expect(watched.told()).toEqual(['threshold-met response', 'response-missed response']);
  });

  test('a petition found closed, nobody knows since when, is recorded and not told', () => {
    const watched = story().sees('2026-03-10T10:00:00Z', 50, { ...opened, signing: { open: false } });
    expect(watched.told()).toEqual([]);
  });

  test('an answer is not late that may have been in time, and only not been shown yet', () => {
    const watched = story({}, 3)
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .sees('2026-03-03T10:00:00Z', 100)
      // The answer is due on the 13th at 10:00: this look shows what there was at 9:59.
      .sees('2026-03-13T10:02:00Z', 100)
      .sees('2026-03-13T10:10:00Z', 100, { answer: {} });
    expect(watched.told()).toEqual(['threshold-met response', 'response-met response']);
  });

  test('an answer is not called early that may have come after the threshold, not shown yet', () => {
    const answer = { at: at('2026-03-02T09:59:00Z') };
    const watched = story({}, 3).sees('2026-03-02T10:00:00Z', 50, opened).sees('2026-03-02T11:00:00Z', 100, { answer });
    expect(watched.alerts.at(-1)).toMatchObject({ alert: 'response-met' });
    expect(watched.alerts.at(-1)?.early).not.toBe(true);
  });

  test('a reading that is not later than a look that found nothing changes nothing', () => {
    const watched = story()
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .misses('2026-03-02T11:00:00Z')
      .sees('2026-03-02T10:30:00Z', 100);
    expect(watched.told()).toEqual([]);
  });

  test('a threshold is not retracted and met again as long as the status says met', () => {
    const met = ['response'];
    const watched = story({ retractable: true })
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .sees('2026-03-02T11:00:00Z', 99, { met })
      .sees('2026-03-02T12:00:00Z', 99, { met })
      .sees('2026-03-02T13:00:00Z', 99, { met })
      .sees('2026-03-02T14:00:00Z', 99, { met });
    expect(watched.told()).toEqual(['threshold-met response']);
  });

  test('a closing stamped at the deadline shows that the line was reached in time', () => {
    const watched = story()
      .sees('2026-03-31T08:00:00Z', 99, opened)
      .sees('2026-03-31T10:00:00Z', 100, { signing: { open: false, at: at(deadline) } });
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: true });
  });

  test('a stamp that was taken back stays so where a later look says nothing of it', () => {
    const watched = story({ retractable: true })
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .sees('2026-03-02T11:00:00Z', 100, { stamps: { response: at('2026-03-02T10:30:00Z') } })
      .sees('2026-03-02T12:00:00Z', 100, { stamps: { response: null } })
      .sees('2026-03-02T13:00:00Z', 99);
    expect(watched.told()).toEqual(['threshold-met response', 'threshold-retracted response']);
  });

  test('a miss is final where a closing after the deadline is stamped within the lag', () => {
    const closed = { signing: { open: false as const, at: at('2026-03-31T09:10:00Z') } };
    const watched = story({}, 3)
      .sees('2026-03-31T08:00:00Z', 50, opened)
      .sees('2026-03-31T09:05:00Z', 50)
      .sees('2026-03-31T09:11:00Z', 50, closed)
      .sees('2026-03-31T09:20:00Z', 50, closed);
    expect(watched.told()).toEqual(['threshold-missed response']);
  });

  test('a miss is final where the deadline moves to a minute ago', () => {
    const watched = story({}, 3)
      .sees('2026-03-31T08:00:00Z', 50, opened)
      .sees('2026-03-31T09:05:00Z', 50)
      .sees('2026-03-31T09:10:00Z', 50, { deadline: at('2026-03-31T09:09:00Z') })
      .sees('2026-03-31T09:20:00Z', 50);
    expect(watched.told()).toEqual(['threshold-missed response', 'deadline-changed']);
  });

  test('what the platform says after all makes a meeting certain', () => {
    const watched = story()
      .sees('2026-03-31T08:00:00Z', 99, opened)
      .sees('2026-03-31T10:00:00Z', 100)
      .sees('2026-03-31T11:00:00Z', 100, { met: ['response'] })
      .sees('2026-04-11T10:00:00Z', 100);
    expect(watched.alerts.map(({ alert, certain }) => [alert, certain])).toEqual([
      ['threshold-met', false],
      ['response-missed', true],
    ]);
  });
});

describe('what the reference got wrong first, where the text is open', () => {
  test('a threshold retracted after the end of signing is missed with that: it is no second alert', () => {
    const watched = story({ retractable: true, stopsAtDeadline: true })
      .sees('2026-03-30T10:00:00Z', 50, opened)
      .sees('2026-03-30T11:00:00Z', 100)
      .sees('2026-04-01T10:00:00Z', 99)
      .sees('2026-04-01T10:10:00Z', 99);
    expect(watched.told()).toEqual(['threshold-met response', 'threshold-retracted response']);
    expect(watched.threshold()).toMatchObject({ verdict: 'missed', occurrence: 2 });
  });

  test('within the lag it is open again, and missed with an alert of its own', () => {
    const watched = new Story({ history: rules({ retractable: true, stopsAtDeadline: true }), lagMinutes: 3 })
      .sees('2026-03-30T10:00:00Z', 50, opened)
      .sees('2026-03-30T11:00:00Z', 100)
      .sees('2026-03-31T08:50:00Z', 99)
      .sees('2026-03-31T09:03:00Z', 99)
      .sees('2026-03-31T09:04:00Z', 99);
    expect(watched.told()).toEqual([
      'threshold-met response',
      'threshold-retracted response',
      'threshold-missed response',
    ]);
  });

  test('a deadline that comes to be told less than a minute away stays where it was, however often', () => {
    const watched = story().sees('2026-03-02T10:00:00Z', 50, opened);
    for (const second of ['10', '30', '59']) {
      const moved = at(`2026-03-31T09:00:${second}Z`);
      watched.sees(`2026-03-03T10:00:${second}Z`, 50, { deadline: moved });
    }
    expect(watched.told()).toEqual([]);
    expect(String(watched.petition.deadline?.at)).toBe(deadline);
  });

  test('a closing stamped after the deadline moves the deadline', () => {
    const signing = { open: false as const, at: at('2026-04-01T12:00:00Z') };
    const watched = story().sees('2026-03-30T10:00:00Z', 50, opened).sees('2026-04-01T13:00:00Z', 50, { signing });
    expect(watched.told()).toEqual(['deadline-changed', 'threshold-missed response']);
  });

  test('a deadline that moves does not open what is closed; a petition that opens again is open again', () => {
    const watched = story()
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .sees('2026-03-03T10:00:00Z', 50, { signing: { open: false } })
      .sees('2026-03-04T10:00:00Z', 50, { deadline: at('2026-04-10T09:00:00Z') })
      .sees('2026-03-05T10:00:00Z', 100, { signing: { open: true } });
    expect(watched.alerts.map(({ alert, occurrence }) => [alert, occurrence])).toEqual([
      ['closed-early', undefined],
      ['threshold-missed', 1],
      ['deadline-changed', undefined],
      ['threshold-met', 2],
    ]);
  });

  test('an answer to a petition that missed its line is told, as one that nobody owed', () => {
    const watched = story().sees('2026-03-31T08:00:00Z', 50, opened).sees('2026-03-31T10:00:00Z', 50);
    expect(watched.told()).toEqual(['threshold-missed response']);
    watched.sees('2026-04-02T10:00:00Z', 50, { answer: {} });
    expect(watched.only).toMatchObject({ alert: 'response-met', early: true, deadline: null });
  });

  test('of warnings that fell due together one is given, and none that lies before the threshold was met', () => {
    const watched = new Story({ history: rules(), warnBefore: ['P11D', 'P3D', 'P1D'] })
      .sees('2026-03-02T10:00:00Z', 50, opened)
      .sees('2026-03-03T10:00:00Z', 100)
      .sees('2026-03-12T12:00:00Z', 100);
    expect(watched.told()).toEqual(['threshold-met response', 'response-due-soon response']);
  });
});
