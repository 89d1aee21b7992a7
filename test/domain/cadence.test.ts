import fc from 'fast-check';
import {
  awaitsVerdict,
  dueInstant,
  isDailyPoll,
  nextPoll,
  nextRetry,
  withPollCharged,
  periods,
  gridMinute,
  type NextDue,
} from '../../src/domain/cadence.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { isAfter, minutesBetween } from '../../src/domain/time.ts';
import { at, rules, Story, ukParliament } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
const due = ({ petition, terms }: Story, now: string): NextDue => nextPoll(petition, at(now), terms);

/** 1000 signatures needed; the counts given, an hour apart from 12:00 on 5 March on. */
const hourly = (...counts: number[]): Story => {
  const thresholds = [{ name: 'response', signatures: 1000, responseWindow: 'P10D' }];
  const watched = new Story({ history: rules({ thresholds }) });
  counts.forEach((signatures, hour) =>
    watched.sees(at('2026-03-05T12:00:00Z').add({ hours: hour }).toString(), signatures, { opened }),
  );
  return watched;
};

describe('how often', () => {
  test('every hour when the line is far away at the recent pace', () => {
    expect(due(hourly(10, 12), '2026-03-05T13:00:00Z')).toEqual({ every: 60 });
    expect(due(hourly(10), '2026-03-05T12:00:00Z')).toEqual({ every: 60 });
  });

  test.each([
    ['a day', 24, 60],
    ['ten hours', 10, 15],
    ['two hours', 2, 5],
    ['half an hour', 0.5, 1],
  ])('when the line is %s away at the pace of the last eight hours, the more often', (_, hours, every) => {
    const pace = 1000 / (8 + hours);
    const counts = Array.from({ length: 9 }, (_, hour) => Math.round(pace * hour));
    expect(due(hourly(...counts), '2026-03-05T20:00:00Z')).toEqual({ every });
  });

  test('soon after a leap: the pace may have changed a moment ago, and the next poll tells', () => {
    const leapt = hourly(0, 1, 2, 3, 60);
    expect(due(leapt, '2026-03-05T16:00:00Z')).toEqual({ every: 1 });
    expect(due(hourly(0, 1, 2, 3, 4), '2026-03-05T16:00:00Z')).toEqual({ every: 60 });
  });

  test('what the config names, at first no longer than it has been watched; what a list found, as ever', () => {
    const minutes = [0, 1, 4, 5, 14, 15, 59, 60];
    const named = new Story({
      announceStart: true,
      history: rules({ thresholds: [{ name: 'law', signatures: 1e6 }] }),
    });
    const every = minutes.map((minute) => {
      const now = opened.add({ hours: 24, minutes: minute });
      return due(named.sees(now.toString(), 10, { opened }), now.toString());
    });
    expect(every).toEqual([1, 1, 1, 5, 5, 15, 15, 60].map((one) => ({ every: one })));
    const found = new Story({ history: named.terms.history }).sees('2026-03-02T10:00:00Z', 10, { opened });
    expect(due(found, '2026-03-02T10:00:00Z')).toEqual({ every: 60 });
  });

  test('to learn a pace takes no more than the budget has, nor what the source does not show', () => {
    const named = new Story({ announceStart: true, requestsPerDay: 30 }).sees('2026-03-05T12:00:00Z', 10, { opened });
    expect(due(named, '2026-03-05T12:00:00Z')).toEqual({ every: 1 });
    named.petition = { ...named.petition, allowance: { at: at('2026-03-05T12:00:00Z'), left: 1 } };
    expect(due(named, '2026-03-05T12:00:00Z')).toEqual({ every: 360 });
    named.terms = { ...named.terms, requestsPerDay: undefined, refreshMinutes: 10 };
    expect(due(named, '2026-03-05T12:00:00Z')).toEqual({ every: 15 });
  });

  test('never above the longest silence, never faster than a minute, whatever the counts', () => {
    const count = fc.oneof(fc.nat(2000), fc.integer({ min: -5, max: Number.MAX_SAFE_INTEGER }));
    const steps = fc.array(fc.tuple(fc.oneof(fc.integer({ min: 1, max: 90 }), fc.nat(5_000_000)), count), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(steps, fc.boolean(), fc.integer({ min: 1, max: 1440 }), (all, announceStart, longestSilence) => {
        const watched = new Story({ announceStart, longestSilence, history: rules({ signingWindow: undefined }) });
        let now = opened;
        for (const [minutes, signatures] of all) {
          now = now.add({ minutes });
          watched.sees(now.toString(), signatures, { opened });
          const next = due(watched, now.toString());
          const wait = minutesBetween(now, dueInstant('test/1', next, now));
          expect(wait).toBeGreaterThan(0);
          if (watched.threshold().verdict === 'open') expect(wait).toBeLessThanOrEqual(longestSilence);
          if ('every' in next) expect(next.every).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('never more often than the source counts anew', () => {
    const watched = hourly(0, 980);
    watched.terms = { ...watched.terms, refreshMinutes: 3 };
    expect(due(watched, '2026-03-05T13:00:00Z')).toEqual({ every: 5 });
    watched.terms = { ...watched.terms, refreshMinutes: 20, longestSilence: 30 };
    expect(due(watched, '2026-03-05T13:00:00Z')).toEqual({ every: 15 });
    watched.terms = { ...watched.terms, refreshMinutes: 1440 };
    expect(due(watched, '2026-03-05T13:00:00Z')).toEqual({ every: 1440 });
  });

  test.each([
    [1440, 1440],
    [360, 360],
    [45, 15],
    [15, 15],
    [1, 1],
  ])('at least as often as the longest silence asks for: %i minutes', (longestSilence, every) => {
    const watched = hourly(0, 1);
    watched.terms = { ...watched.terms, longestSilence };
    expect(due(watched, '2026-03-05T13:00:00Z')).toEqual({ every });
  });

  test('the fastest of the recent spans counts: a burst is not averaged away', () => {
    expect(due(hourly(0, 500, 501, 502), '2026-03-05T15:00:00Z')).toEqual({ every: 15 });
    expect(due(hourly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), '2026-03-05T23:00:00Z')).toEqual({ every: 60 });
  });

  test('just below the line, by the pace of its whole life where there is no other', () => {
    expect(due(hourly(994, 995), '2026-03-05T13:00:00Z')).toEqual({ every: 1 });
    expect(due(hourly(999), '2026-03-05T12:00:00Z')).toEqual({ every: 1 });
  });

  test('with two thresholds, by the nearer one that is open', () => {
    const watched = ukParliament().sees('2026-03-05T12:00:00Z', 9_999, { opened });
    expect(due(watched, '2026-03-05T12:00:00Z')).toEqual({ every: 1 });
    watched.sees('2026-03-05T12:05:00Z', 10_000, { answer: { at: at('2026-03-05T12:00:00Z') } });
    expect(due(watched, '2026-03-05T12:05:00Z')).toEqual({ every: 60 });
  });

  test('every minute from the deadline until it is decided', () => {
    const watched = new Story({ lagMinutes: 3 }).sees('2026-03-31T09:01:00Z', 10, { opened });
    expect(due(watched, '2026-03-31T09:01:00Z')).toEqual({ every: 1 });
  });

  test('every hour while an answer is awaited, overdue or not', () => {
    const watched = hourly(10, 1000).sees('2026-03-31T10:00:00Z', 1000, { signing: { open: false } });
    expect(watched.threshold().response.verdict).toBe('missed');
    expect(due(watched, '2026-03-31T10:00:00Z')).toEqual({ every: 60 });
  });

  test('every day once all is settled', () => {
    const watched = hourly(10, 1000).sees('2026-03-31T10:00:00Z', 1000, { signing: { open: false }, answer: {} });
    expect(due(watched, '2026-03-31T10:00:00Z')).toEqual({ every: 1440 });
  });

  describe('never again', () => {
    const closed = { opened, signing: { open: false, at: at('2026-03-20T10:00:00Z') } } as const;
    const missed = (): Story => new Story().sees('2026-03-20T10:00:01Z', 50, closed);

    test('once it was decided thirty days ago by the calendar, and daily until then', () => {
      expect(due(missed(), '2026-04-19T08:59:59Z')).toEqual({ every: 1440 });
      expect(due(missed(), '2026-04-19T09:00:00Z')).toEqual({ never: true });
    });

    test('not while an answer is awaited, due or overdue', () => {
      const met = new Story().sees('2026-03-19T10:00:00Z', 120, { opened }).sees('2026-03-20T10:00:01Z', 120, closed);
      expect(due(met, '2026-03-21T10:00:00Z')).toEqual({ every: 60 });
      met.sees('2027-03-21T10:00:00Z', 120, closed);
      expect(due(met, '2027-03-21T10:00:00Z')).toEqual({ every: 60 });
      met.sees('2027-03-21T11:00:00Z', 120, { ...closed, answer: { at: at('2027-03-21T10:30:00Z') } });
      expect(due(met, '2027-03-21T11:00:00Z')).toEqual({ never: true });
    });

    test('not while signing goes on, however long ago it was met', () => {
      const met = new Story().sees('2026-03-19T10:00:00Z', 120, { opened, answer: {} });
      expect(due(met, '2027-03-19T10:00:00Z')).toEqual({ every: 360 });
    });

    test('is later than any instant that something else is due at', () => {
      const now = at('2026-04-19T09:00:00Z');
      const [never, others] = [
        { never: true } as const,
        [{ every: 1440 }, { at: at('2076-04-19T09:00:00Z') }] as const,
      ];
      for (const other of others)
        expect(isAfter(dueInstant('test/1', never, now), dueInstant('test/1', other, now))).toBe(true);
    });

    test('once it was gone for thirty days', () => {
      const gone = new Story().sees('2026-03-05T12:00:00Z', 10, { opened }).misses('2026-03-05T13:00:00Z', true);
      expect(due(gone, '2026-04-04T11:59:59Z')).toEqual({ every: 1440 });
      expect(due(gone, '2026-04-04T12:00:00Z')).toEqual({ never: true });
    });
  });

  test('a threshold that is new in the rules since the last look asks for nothing yet', () => {
    const watched = hourly(10, 1000).sees('2026-03-05T13:30:00Z', 1000, { answer: {} });
    const thresholds = [
      { name: 'response', signatures: 1000, responseWindow: 'P10D' },
      { name: 'debate', signatures: 5000, responseWindow: 'P10D' },
    ];
    watched.terms = { ...watched.terms, history: rules({ thresholds }) };
    expect(due(watched, '2026-03-05T13:30:00Z')).toEqual({ every: 360 });
  });

  test('every day, and never finished, while the platform may still name a day for the answer; every hour once it has', () => {
    const history = rules({ thresholds: [{ name: 'answer', signatures: 1, answerDue: true }] });
    const watched = new Story({ history })
      .sees('2026-03-05T12:00:00Z', 10, { opened, signing: { open: false } })
      .sees('2026-06-05T12:00:00Z', 10);
    expect(due(watched, '2026-06-05T12:00:00Z')).toEqual({ every: 1440 });
    watched.sees('2026-06-06T12:00:00Z', 10, { answerDue: at('2026-07-01T22:59:59.999Z') });
    expect(due(watched, '2026-06-06T12:00:00Z')).toEqual({ every: 60 });
    watched.sees('2026-06-07T12:00:00Z', 10, { answer: { at: at('2026-06-07T11:00:00Z') } });
    expect(due(watched, '2026-06-07T12:00:00Z')).toEqual({ never: true });
  });

  test('with two thresholds, of which one awaits its answer', () => {
    const opened = at('2025-10-01T10:00:00Z');
    const stamps = { response: at('2026-03-30T10:00:00Z'), debate: null };
    const watched = ukParliament()
      .sees('2026-03-29T12:00:00Z', 9000, { opened })
      .sees('2026-04-02T12:00:00Z', 11_000, { stamps, signing: { open: false } });
    expect(watched.threshold('debate').verdict).toBe('missed');
    expect(due(watched, '2026-04-02T12:00:00Z')).toEqual({ every: 60 });
  });

  test('by the nearest line, in whichever order the rules name them', () => {
    const thresholds = [
      { name: 'law', signatures: 1_000_000 },
      { name: 'debate', signatures: 1000 },
    ];
    const watched = new Story({ history: rules({ thresholds }) }).sees('2026-03-05T12:00:00Z', 999, { opened });
    expect(due(watched, '2026-03-05T12:00:00Z')).toEqual({ every: 1 });
  });

  test('every six hours while nothing is open but signing goes on; no more often than the longest silence', () => {
    const watched = hourly(10, 1000).sees('2026-03-06T10:00:00Z', 1000, { answer: {} });
    expect(due(watched, '2026-03-06T10:00:00Z')).toEqual({ every: 360 });
    watched.terms = { ...watched.terms, longestSilence: 1440 };
    expect(due(watched, '2026-03-06T10:00:00Z')).toEqual({ every: 1440 });
  });

  test('every hour while a met line may still be lost: less than a tenth below the count', () => {
    const history = rules({ retractable: true, thresholds: [{ name: 'response', signatures: 1000 }] });
    const watched = new Story({ history })
      .sees('2026-03-05T12:00:00Z', 10, { opened })
      .sees('2026-03-06T10:00:00Z', 1099);
    expect(due(watched, '2026-03-06T10:00:00Z')).toEqual({ every: 60 });
    watched.sees('2026-03-06T11:00:00Z', 1100);
    expect(due(watched, '2026-03-06T11:00:00Z')).toEqual({ every: 360 });
    watched.sees('2026-03-06T12:00:00Z', 1050, { signing: { open: false } });
    expect(due(watched, '2026-03-06T12:00:00Z')).toEqual({ every: 1440 });
  });

  test('every hour when it was never seen, every day when it is gone', () => {
    expect(nextPoll(newPetition('test/1'), at('2026-03-01T00:00:00Z'), new Story().terms)).toEqual({ every: 60 });
    const watched = hourly(10).misses('2026-03-06T10:00:00Z', true);
    expect(due(watched, '2026-03-06T10:00:00Z')).toEqual({ every: 1440 });
    const never = new Story().misses('2026-03-06T10:00:00Z', true);
    expect(due(never, '2026-03-06T10:00:00Z')).toEqual({ every: 60 });
  });
});

describe('at which instant', () => {
  test('just after the signing deadline, and at its warnings, where there is nothing to reach', () => {
    const history = rules({ thresholds: [] });
    const watched = new Story({ history, warnBefore: ['P1D'] }).sees('2026-03-30T08:50:00Z', 10, { opened });
    expect(due(watched, '2026-03-30T08:50:00Z')).toEqual({ at: at('2026-03-30T09:00:00Z') });
    watched.sees('2026-03-31T08:59:00Z', 10);
    expect(due(watched, '2026-03-31T08:59:00Z')).toEqual({ at: at('2026-03-31T09:00:00.001Z') });
  });

  test('just after the signing deadline, when it comes before the next turn', () => {
    const watched = new Story().sees('2026-03-31T08:30:00Z', 10, { opened });
    expect(due(watched, '2026-03-31T08:59:30Z')).toEqual({ at: at('2026-03-31T09:00:00.001Z') });
  });

  test('and as long after it as the platform takes to show what happened', () => {
    const watched = new Story({ lagMinutes: 3 }).sees('2026-03-31T08:30:00Z', 10, { opened });
    const next = due(watched, '2026-03-31T09:00:00Z');
    expect(dueInstant('test/1', next, at('2026-03-31T09:00:00Z'))).toEqual(at('2026-03-31T09:03:00.001Z'));
  });

  test('not at the signing deadline when there is nothing left to miss', () => {
    const answered = hourly(10, 1000).sees('2026-03-31T08:30:00Z', 1000, { answer: {} });
    expect(due(answered, '2026-03-31T08:59:30Z')).toEqual({ every: 360 });
    const closed = hourly(10).sees('2026-03-31T08:30:00Z', 20, { signing: { open: false } });
    expect(due(closed, '2026-03-31T08:59:30Z')).toEqual({ every: 1440 });
  });

  test('not at the response deadline when the answer has come', () => {
    const watched = hourly(10, 1000).sees('2026-03-15T12:00:00Z', 1000, { answer: {} });
    expect(due(watched, '2026-03-15T12:59:30Z')).toEqual({ every: 360 });
  });

  test('just after the response deadline', () => {
    const watched = hourly(10, 1000);
    expect(due(watched, '2026-03-15T12:59:30Z')).toEqual({ at: at('2026-03-15T13:00:00.001Z') });
  });

  test('at a warning', () => {
    const watched = hourly(10, 1000);
    watched.terms = { ...watched.terms, warnBefore: ['P1D'] };
    expect(due(watched, '2026-03-14T12:59:30Z')).toEqual({ at: at('2026-03-14T13:00:00Z') });
    const open = new Story({ warnBefore: ['P1D'] }).sees('2026-03-30T08:30:00Z', 10, { opened });
    expect(due(open, '2026-03-30T08:59:30Z')).toEqual({ at: at('2026-03-30T09:00:00Z') });
  });

  test('ten minutes after a met threshold fell below its line', () => {
    const watched = new Story({ history: rules({ retractable: true }) })
      .sees('2026-03-05T12:00:00Z', 10, { opened })
      .sees('2026-03-05T13:00:00Z', 100)
      .sees('2026-03-05T14:00:00Z', 99);
    const next = due(watched, '2026-03-05T14:09:59Z');
    expect(next).toEqual({ at: at('2026-03-05T14:10:00Z') });
  });

  test('ten minutes after a petition was first missed', () => {
    const watched = hourly(10).misses('2026-03-06T10:00:00Z');
    expect(due(watched, '2026-03-06T10:09:59Z')).toEqual({ at: at('2026-03-06T10:10:00Z') });
  });
});

test('a look is taken from the budget, where there is one', () => {
  const watched = hourly(10);
  const now = at('2026-03-05T12:00:00Z');
  expect(withPollCharged(watched.petition, { every: 60 }, now, watched.terms)).toBe(watched.petition);
  const { allowance } = withPollCharged(watched.petition, { every: 60 }, now, {
    ...watched.terms,
    requestsPerDay: 100,
  });
  expect(allowance).toEqual({ at: now, left: 49, every: 60 });
});

describe('the grid', () => {
  const instants = fc.integer({ min: 86_400, max: 4_000_000_000 }).map((s) => at(new Date(s * 1000).toISOString()));
  const keys = fc.stringMatching(/^[a-z]{1,9}\/[0-9]{1,7}$/);

  test('the next turn lies after now, within one period, on a whole minute of the phase', () => {
    fc.assert(
      fc.property(keys, fc.constantFrom(...periods), instants, (petition, every, now) => {
        const next = dueInstant(petition, { every }, now);
        expect(isAfter(next, now)).toBe(true);
        expect(minutesBetween(now, next)).toBeLessThanOrEqual(every);
        expect((next.epochMilliseconds / 60_000) % every).toBe(gridMinute(petition, every));
      }),
    );
  });

  test('spreads petitions evenly over the minutes of the hour', () => {
    const phases = Array.from({ length: 6000 }, (_, i) => gridMinute(`uk-parliament/${700_000 + i}`, 60));
    const turns = Array.from({ length: 60 }, (_, minute) => phases.filter((phase) => phase === minute).length);
    expect(Math.min(...turns)).toBeGreaterThan(60);
    expect(Math.max(...turns)).toBeLessThan(140);
  });
});

describe('after failures', () => {
  test('twice as long each time, up to an hour, and never in step', () => {
    const now = at('2026-03-05T12:00:00Z');
    const waits = [1, 2, 3, 4, 5, 6, 7, 8, 60].map((failures) =>
      minutesBetween(now, dueInstant('test/1', nextRetry(newPetition('test/1'), failures, now), now)),
    );
    const whole = [1, 2, 4, 8, 16, 32, 60, 60, 60];
    waits.forEach((wait, i) => {
      expect(wait).toBeLessThanOrEqual(whole[i] ?? 0);
      expect(wait).toBeGreaterThan((whole[i] ?? 0) * 0.74);
    });
    expect(new Set(['a', 'b', 'c'].map((id) => JSON.stringify(nextRetry(newPetition(id), 5, now)))).size).toBe(3);
  });
});

describe('a verdict that is awaited', () => {
  const ended = at('2026-03-31T10:00:00Z');

  test('of a threshold, from the deadline to the reading that decides it', () => {
    const watched = hourly(10);
    const { deadline } = watched.petition;
    expect(deadline?.at).toEqual(at('2026-03-31T09:00:00Z'));
    expect(awaitsVerdict(watched.petition, at('2026-03-31T09:00:00Z'))).toBe(false);
    expect(awaitsVerdict(watched.petition, ended)).toBe(true);
    watched.sees(ended.toString(), 20);
    expect(awaitsVerdict(watched.petition, ended)).toBe(false);
  });

  test('of a response: the petition is polled as often as it may be until then', () => {
    const watched = hourly(10, 1000);
    const responseDeadline = watched.threshold().response.deadline?.toString() ?? '';
    const late = at(responseDeadline).add({ minutes: 6 }).toString();
    expect(due(watched, responseDeadline)).not.toEqual({ every: 1 });
    // Out of a cache: it shows nothing of the time since the deadline.
    watched.sees(late, 1000, { requestedAt: at(responseDeadline), answer: null });
    expect(awaitsVerdict(watched.petition, at(late))).toBe(true);
    expect(due(watched, late)).toEqual({ every: 1 });
    watched.sees(at(late).add({ minutes: 1 }).toString(), 1000, { answer: null });
    expect(watched.threshold().response.verdict).toBe('missed');
    expect(due(watched, late)).toEqual({ every: 60 });
  });
});

test('whatever the interval, one poll in each 24 hours is the first of its day', () => {
  fc.assert(
    fc.property(fc.constantFrom(...periods), fc.integer({ min: 1, max: 5_000 }), (period, id) => {
      const petition = { ...newPetition(`source/${id}`) };
      let first = 0;
      const polls = (3 * 1440) / period;
      for (let poll = 1; poll <= polls; poll += 1) {
        const last = { at: opened.add({ minutes: (poll - 1) * period }), signatures: 1 };
        if (isDailyPoll({ ...petition, last }, opened.add({ minutes: poll * period }))) first += 1;
      }
      expect(first).toBe(3);
    }),
    { numRuns: 50 },
  );
  expect(isDailyPoll(newPetition('source/1'), opened)).toBe(false);
});
