import { at, rules, Story, ukParliament, weThePeople } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
// Thirty days from there by the London clock, which goes forward on 2026-03-29.
const deadline = '2026-03-31T09:00:00Z';

describe('a threshold is met', () => {
  const story = (): Story => new Story().sees('2026-03-01T11:00:00Z', 10, { opened });

  test('one below: nothing', () => {
    expect(story().sees('2026-03-02T11:00:00Z', 99).told()).toEqual([]);
  });

  test.each([
    ['equal', 100],
    ['above', 101],
  ])('%s: told once, with the two readings between which it happened', (_, signatures) => {
    const watched = story().sees('2026-03-02T11:00:00Z', 99).sees('2026-03-02T12:00:00Z', signatures);
    expect(watched.only).toMatchObject({
      id: 'test/1#1',
      alert: 'threshold-met',
      threshold: 'response',
      needed: 100,
      signatures,
      detectedAt: at('2026-03-02T12:00:00Z'),
      occurredAt: null,
      between: [at('2026-03-02T11:00:00Z'), at('2026-03-02T12:00:00Z')],
      certain: true,
      deadline: at(deadline),
      responseDeadline: at('2026-03-12T12:00:00Z'),
      occurrence: 1,
    });
    expect(watched.sees('2026-03-02T13:00:00Z', signatures + 1).told()).toEqual([]);
  });

  test('fell and rose again: met stays met where the rules do not retract', () => {
    const watched = story().sees('2026-03-02T11:00:00Z', 100).sees('2026-03-03T11:00:00Z', 90);
    expect(watched.sees('2026-03-04T11:00:00Z', 110).told()).toEqual(['threshold-met response']);
  });

  test('several crossed between two polls: each is its own alert', () => {
    const thresholds = [
      { name: 'response', signatures: 100 },
      { name: 'debate', signatures: 1000 },
      { name: 'law', signatures: 10_000 },
    ];
    const watched = new Story({ history: rules({ thresholds }) }).sees('2026-03-01T11:00:00Z', 10, { opened });
    watched.sees('2026-03-08T11:00:00Z', 5000);
    expect(watched.told()).toEqual(['threshold-met response', 'threshold-met debate']);
    expect(watched.threshold('law').verdict).toBe('open');
  });

  test("the platform's own number wins over the rules'", () => {
    const watched = weThePeople().sees('2013-02-01T00:00:00Z', 24_000, {
      opened: at('2013-01-12T00:00:00Z'),
      needed: { response: 25_000 },
    });
    expect(watched.sees('2013-02-09T00:00:00Z', 25_200).only).toMatchObject({ needed: 25_000 });
    expect(watched.sees('2013-02-10T00:00:00Z', 25_300, { needed: { response: 25_000 } }).told()).toEqual([]);
  });

  test("the platform's own number holds on when a later answer does not repeat it", () => {
    const watched = story().sees('2026-03-02T11:00:00Z', 90, { needed: { response: 95 } });
    expect(watched.told()).toEqual(['threshold-changed response']);
    expect(watched.sees('2026-03-03T11:00:00Z', 96).only).toMatchObject({ alert: 'threshold-met', needed: 95 });
    expect(watched.sees('2026-03-04T11:00:00Z', 99).told()).toEqual([]);
  });

  test('met without an answer says nothing of one', () => {
    const told = story().sees('2026-03-02T11:00:00Z', 100).only;
    expect(told.answered).toBeUndefined();
    const debate = rules({ thresholds: [{ name: 'debate', signatures: 100, consequence: 'it is debated' }] });
    const watched = new Story({ history: debate }).sees('2026-03-01T11:00:00Z', 10, { opened });
    const met = watched.sees('2026-03-02T11:00:00Z', 100).only;
    expect(met.consequence).toBe('it is debated');
    expect([met.answered, met.responseDeadline]).toEqual([undefined, undefined]);
  });

  test("the platform's stamp says when, and starts the response clock", () => {
    const watched = ukParliament()
      .sees('2025-07-14T00:00:00Z', 9000, { opened: at('2025-04-22T14:53:36.080Z') })
      .sees('2025-07-15T10:36:00Z', 10_012, { stamps: { response: at('2025-07-15T10:34:10Z'), debate: null } });
    expect(watched.only).toMatchObject({
      occurredAt: at('2025-07-15T10:34:10Z'),
      between: [at('2025-07-14T00:00:00Z'), at('2025-07-15T10:36:00Z')],
      certain: true,
      responseDeadline: at('2025-08-05T22:59:59.999Z'),
    });
  });

  test('a stamp that comes after we read the crossing moves the response clock back to it, and is not told again', () => {
    const watched = ukParliament()
      .sees('2025-07-14T00:00:00Z', 9000, { opened: at('2025-04-22T14:53:36.080Z') })
      .sees('2025-07-16T00:10:00Z', 10_012, { stamps: { response: null } });
    expect(watched.only.responseDeadline).toEqual(at('2025-08-06T22:59:59.999Z'));
    watched.sees('2025-07-16T00:11:00Z', 10_020, { stamps: { response: at('2025-07-15T22:58:00Z') } });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold().response.deadline).toEqual(at('2025-08-05T22:59:59.999Z'));
  });

  test("the platform's status says it where there is no stamp, whatever the count shows", () => {
    const watched = story().sees('2026-03-05T11:00:00Z', 98, { met: ['response'] });
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: true, signatures: 98 });
  });

  test('an answer alone proves nothing about the threshold', () => {
    const watched = story().sees('2026-03-05T11:00:00Z', 98, { answer: { at: at('2026-03-05T10:00:00Z') } });
    expect(watched.told()).not.toContain('threshold-met response');
    expect(watched.threshold().verdict).toBe('open');
  });
});

describe('the signing deadline', () => {
  const story = (history = rules()): Story =>
    new Story({ history }).sees('2026-03-01T11:00:00Z', 10, { opened }).sees('2026-03-31T08:59:00Z', 99);

  test('at the very deadline a reading still counts', () => {
    expect(story().sees(deadline, 100).only).toMatchObject({ alert: 'threshold-met', certain: true });
  });

  test('below the line at the very deadline: not yet missed', () => {
    expect(story().sees(deadline, 99).told()).toEqual([]);
  });

  test('a reading after it, still below: missed, with the two readings around the deadline', () => {
    expect(story().sees('2026-03-31T09:00:00.001Z', 99).only).toMatchObject({
      alert: 'threshold-missed',
      reason: 'deadline-passed',
      threshold: 'response',
      needed: 100,
      signatures: 99,
      occurredAt: null,
      between: [at('2026-03-31T08:59:00Z'), at('2026-03-31T09:00:00.001Z')],
      certain: true,
      deadline: at(deadline),
    });
  });

  test('silence announces nothing: after a week without readings the first one decides', () => {
    expect(story().sees('2026-04-07T09:00:00Z', 99).only).toMatchObject({
      alert: 'threshold-missed',
      between: [at('2026-03-31T08:59:00Z'), at('2026-04-07T09:00:00Z')],
    });
  });

  test('below before it and above after it, and the platform goes on counting: met, but not certainly', () => {
    expect(story().sees('2026-03-31T09:05:00Z', 103).only).toMatchObject({
      alert: 'threshold-met',
      certain: false,
      between: [at('2026-03-31T08:59:00Z'), at('2026-03-31T09:05:00Z')],
    });
  });

  test('the same where the platform takes no signature after the deadline: certainly met', () => {
    const watched = story(rules({ stopsAtDeadline: true }));
    expect(watched.sees('2026-03-31T09:05:00Z', 103).only).toMatchObject({ alert: 'threshold-met', certain: true });
  });

  test('the same where the platform stamps it: certainly met', () => {
    const watched = story().sees('2026-03-31T09:05:00Z', 103, { stamps: { response: at('2026-03-31T08:59:30Z') } });
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: true });
  });

  test('missed is final: a count that still rises afterwards changes nothing', () => {
    const watched = story().sees('2026-03-31T09:05:00Z', 99);
    expect(watched.told()).toEqual(['threshold-missed response']);
    expect(watched.sees('2026-03-31T10:05:00Z', 103).told()).toEqual([]);
    expect(watched.threshold()).toMatchObject({ verdict: 'missed', occurrence: 1 });
  });

  test('unless the platform itself says met after all: a new occurrence', () => {
    const watched = story().sees('2026-03-31T09:05:00Z', 99);
    watched.told();
    watched.sees('2026-03-31T09:10:00Z', 103, { stamps: { response: at('2026-03-31T08:59:30Z') } });
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: true, occurrence: 2 });
  });

  test('where the platform shows counts late, a look proves nothing missed until that long after the deadline', () => {
    const watched = new Story({ lagMinutes: 3 }).sees('2026-03-01T11:00:00Z', 10, { opened });
    expect(watched.sees('2026-03-31T09:01:00Z', 99).told()).toEqual([]);
    expect(watched.sees('2026-03-31T09:03:00Z', 99).told()).toEqual([]);
    expect(watched.sees('2026-03-31T09:03:00.001Z', 99).told()).toEqual(['threshold-missed response']);
  });

  test('an answer that was asked for before the deadline and came after it proves nothing missed', () => {
    const asked = { requestedAt: at('2026-03-31T08:59:59Z') };
    expect(story().sees('2026-03-31T09:00:01Z', 99, asked).told()).toEqual([]);
  });

  test('a crossing shown late is met, though not certainly, where the platform goes on counting', () => {
    const watched = new Story({ lagMinutes: 3 }).sees('2026-03-01T11:00:00Z', 10, { opened });
    watched.sees('2026-03-31T09:01:00Z', 99).sees('2026-03-31T09:02:00Z', 100);
    expect(watched.only).toMatchObject({ alert: 'threshold-met', certain: false });
  });

  test('without a window there is nothing to miss', () => {
    const watched = new Story({ history: rules({ signingWindow: undefined }) }).sees('2026-03-01T11:00:00Z', 10, {
      opened,
    });
    expect(watched.sees('2030-03-01T11:00:00Z', 99).sees('2030-03-02T11:00:00Z', 100).told()).toEqual([
      'threshold-met response',
    ]);
  });
});

describe('a retractable threshold', () => {
  const history = rules({ retractable: true });
  const story = (): Story => {
    const watched = new Story({ history })
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-02T12:00:00Z', 100);
    watched.told();
    return watched;
  };

  test('one reading below the line says nothing', () => {
    expect(story().sees('2026-03-02T12:01:00Z', 99).told()).toEqual([]);
  });

  test('two readings below it less than ten minutes apart say nothing', () => {
    expect(story().sees('2026-03-02T12:01:00Z', 99).sees('2026-03-02T12:10:59Z', 98).told()).toEqual([]);
  });

  test('two readings below it ten minutes apart retract it, with the readings between which it fell', () => {
    const watched = story().sees('2026-03-02T12:01:00Z', 99).sees('2026-03-02T12:11:00Z', 98);
    expect(watched.only).toMatchObject({
      alert: 'threshold-retracted',
      threshold: 'response',
      needed: 100,
      occurrence: 1,
      between: [at('2026-03-02T12:00:00Z'), at('2026-03-02T12:01:00Z')],
    });
    expect(watched.threshold()).toMatchObject({ verdict: 'open', response: { verdict: 'none' } });
  });

  test('a reading above in between starts the ten minutes anew', () => {
    const watched = story().sees('2026-03-02T12:01:00Z', 99).sees('2026-03-02T12:06:00Z', 100);
    expect(watched.sees('2026-03-02T12:12:00Z', 99).told()).toEqual([]);
  });

  test('the next crossing is a new occurrence, with a response of its own', () => {
    const watched = story().sees('2026-03-02T12:01:00Z', 99).sees('2026-03-02T12:11:00Z', 98);
    watched.told();
    watched.sees('2026-03-05T12:00:00Z', 100);
    expect(watched.only).toMatchObject({
      alert: 'threshold-met',
      occurrence: 2,
      responseDeadline: at('2026-03-15T12:00:00Z'),
    });
  });

  test('the platform taking back its own stamp retracts it at once', () => {
    const stamped = at('2026-03-02T11:59:00Z');
    const watched = new Story({ history })
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-02T12:00:00Z', 100, { stamps: { response: stamped } });
    watched.told();
    expect(watched.sees('2026-03-02T12:01:00Z', 99, { stamps: { response: null } }).told()).toEqual([
      'threshold-retracted response',
    ]);
  });

  test('a stamp taken back while the count is still above the line retracts nothing', () => {
    const watched = new Story({ history })
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-02T12:00:00Z', 100, { stamps: { response: at('2026-03-02T11:59:00Z') } });
    watched.told();
    expect(watched.sees('2026-03-02T12:01:00Z', 100, { stamps: { response: null } }).told()).toEqual([]);
  });

  test('while the stamp of the platform stands, a count below the line retracts nothing, however long', () => {
    const stamps = { response: at('2026-03-02T11:59:00Z') };
    const watched = new Story({ history })
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-02T12:00:00Z', 100, { stamps })
      .sees('2026-03-03T02:30:00Z', 90, { stamps })
      // "Not modified" repeats the count alone.
      .sees('2026-03-03T03:30:00Z', 90)
      .sees('2026-03-03T04:30:00Z', 90)
      .sees('2026-03-04T12:00:00Z', 101, { stamps });
    expect(watched.told()).toEqual(['threshold-met response']);
    expect(watched.sees('2026-03-05T12:00:00Z', 90, { stamps: { response: null } }).told()).toEqual([
      'threshold-retracted response',
    ]);
  });

  test('retracted after the deadline it is missed, and one alert says both', () => {
    const thresholds = [{ name: 'response', signatures: 100, responseWindow: 'P60D' }];
    const watched = new Story({ history: rules({ retractable: true, thresholds }) })
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-02T12:00:00Z', 100);
    watched.told();
    watched.sees('2026-04-02T12:01:00Z', 99).sees('2026-04-02T12:11:00Z', 98);
    expect(watched.told()).toEqual(['threshold-retracted response']);
    expect(watched.threshold()).toMatchObject({ verdict: 'missed', reason: 'retracted', occurrence: 2 });
    expect(watched.sees('2026-04-02T13:00:00Z', 100).told()).toEqual([]);
    watched.sees('2026-04-02T14:00:00Z', 100, { stamps: { response: at('2026-04-02T13:30:00Z') } });
    expect(watched.only).toMatchObject({ alert: 'threshold-met', occurrence: 2 });
  });
});

describe('on first sight', () => {
  test('what is over the line already is recorded, not told', () => {
    const watched = ukParliament().sees('2025-07-29T13:26:18Z', 392_979, {
      opened: at('2025-04-22T14:53:36.080Z'),
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: at('2025-07-25T19:21:00Z') },
    });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold('debate')).toMatchObject({ verdict: 'met', met: { by: at('2025-07-25T19:21:00Z') } });
  });

  test('unless the platform stamped it in the last 24 hours', () => {
    const facts = { opened: at('2025-04-22T14:53:36.080Z'), stamps: { debate: at('2025-07-25T19:21:00Z') } };
    const told = (when: string): string[] => ukParliament().sees(when, 100_100, facts).told();
    expect(told('2025-07-26T19:20:59.999Z')).toEqual(['threshold-met debate']);
    expect(told('2025-07-26T19:21:00Z')).toEqual([]);
  });

  test('without a stamp it may have happened at any time before', () => {
    const watched = new Story().sees('2026-03-01T11:00:00Z', 120, { opened });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold().met).toEqual({
      stamp: undefined,
      between: [null, at('2026-03-01T11:00:00Z')],
      by: at('2026-03-01T11:00:00Z'),
    });
  });

  test('a window that closed long ago is recorded, one that closed today is told', () => {
    expect(new Story().sees('2026-04-05T11:00:00Z', 20, { opened }).told()).toEqual([]);
    expect(new Story().sees('2026-04-01T08:00:00Z', 20, { opened }).only).toMatchObject({
      alert: 'threshold-missed',
      between: [null, at('2026-04-01T08:00:00Z')],
    });
  });

  test('a threshold that is new in the rules is judged like a petition that is', () => {
    const watched = new Story().sees('2026-03-01T11:00:00Z', 10, { opened }).sees('2026-03-02T11:00:00Z', 150);
    watched.told();
    const thresholds = [
      { name: 'response', signatures: 100 },
      { name: 'debate', signatures: 120 },
    ];
    watched.terms = { ...watched.terms, history: rules({ thresholds }) };
    expect(watched.sees('2026-03-03T11:00:00Z', 160).told()).toEqual([]);
    expect(watched.threshold('debate').met?.between).toEqual([null, at('2026-03-03T11:00:00Z')]);
  });

  test('so is one whose number was changed', () => {
    const watched = new Story().sees('2026-03-01T11:00:00Z', 10, { opened }).sees('2026-03-02T11:00:00Z', 150);
    watched.told();
    watched.terms = { ...watched.terms, history: rules({ thresholds: [{ name: 'response', signatures: 1000 }] }) };
    expect(watched.sees('2026-03-03T11:00:00Z', 160).told()).toEqual([]);
    expect(watched.threshold()).toMatchObject({ verdict: 'open', needed: 1000 });
  });
});

test('a look that is not later than the last one changes nothing', () => {
  const watched = new Story().sees('2026-03-01T11:00:00Z', 10, { opened });
  const known = watched.petition;
  expect(watched.sees('2026-03-01T11:00:00Z', 200).petition).toBe(known);
  expect(watched.sees('2026-03-01T10:00:00Z', 200).petition).toBe(known);
  expect(watched.told()).toEqual([]);
});
