import { at, rules, Story, ukParliament } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');

/** Met between 11:00 and 12:00 on 2 March; an answer in ten days of that: by 12:00 on 12 March. */
const met = (): Story => {
  const watched = new Story().sees('2026-03-02T11:00:00Z', 90, { opened }).sees('2026-03-02T12:00:00Z', 110);
  watched.told();
  return watched;
};
const due = '2026-03-12T12:00:00Z';

describe('an answer that is owed', () => {
  test('counts from the end of the bracket in which the threshold was met', () => {
    expect(met().threshold().response).toEqual({ verdict: 'due', deadline: at(due) });
  });

  test('given in time, by its stamp', () => {
    const answer = { at: at('2026-03-07T09:00:00Z'), url: 'https://example.org/answer', text: 'We agree.' };
    const watched = met().sees('2026-03-07T12:00:00Z', 120, { answer });
    expect(watched.only).toMatchObject({
      alert: 'response-met',
      threshold: 'response',
      needed: 100,
      signatures: 120,
      occurredAt: at('2026-03-07T09:00:00Z'),
      between: [at('2026-03-02T12:00:00Z'), at('2026-03-07T12:00:00Z')],
      certain: true,
      deadline: at(due),
      answerUrl: 'https://example.org/answer',
      answerText: 'We agree.',
    });
    expect(watched.sees('2026-03-13T12:00:00Z', 120, { answer }).told()).toEqual([]);
    const later = watched.sees('2026-04-13T12:00:00Z', 120, { answer: null });
    expect(later.told()).toEqual([]);
    expect(later.petition.answer).toMatchObject({ url: answer.url, text: answer.text });
  });

  test('not given at the very deadline: still due', () => {
    expect(met().sees(due, 120).told()).toEqual([]);
  });

  test('not given on a reading after the deadline: missed, once', () => {
    const watched = met().sees('2026-03-12T11:59:00Z', 120).sees('2026-03-12T12:00:00.001Z', 120, { answer: null });
    expect(watched.only).toMatchObject({
      alert: 'response-missed',
      occurredAt: null,
      between: [at('2026-03-12T11:59:00Z'), at('2026-03-12T12:00:00.001Z')],
      certain: true,
      deadline: at(due),
    });
    expect(watched.sees('2026-03-13T12:00:00Z', 120).told()).toEqual([]);
  });

  test('nobody is called late on silence', () => {
    expect(met().misses('2026-03-20T12:00:00Z').told()).toEqual([]);
  });

  test('nor while the platform may not show the answer yet', () => {
    const watched = met();
    watched.terms = { ...watched.terms, lagMinutes: 3 };
    expect(watched.sees('2026-03-12T12:03:00Z', 120).told()).toEqual([]);
    expect(watched.sees('2026-03-12T12:03:00.001Z', 120).told()).toEqual(['response-missed response']);
  });

  test('nor while it is in doubt whether the threshold still holds', () => {
    const watched = met();
    watched.terms = { ...watched.terms, history: rules({ retractable: true }) };
    expect(watched.sees('2026-03-12T12:01:00Z', 99).told()).toEqual([]);
    expect(watched.sees('2026-03-12T12:05:00Z', 101).told()).toEqual(['response-missed response']);
  });

  test('given after it was missed: late, with the days', () => {
    const watched = met().sees('2026-03-13T12:00:00Z', 120);
    watched.told();
    watched.sees('2026-03-20T12:00:00Z', 120, { answer: { at: at('2026-03-19T09:00:00Z') } });
    expect(watched.only).toMatchObject({
      alert: 'response-late',
      daysLate: 7,
      occurredAt: at('2026-03-19T09:00:00Z'),
      deadline: at(due),
    });
    expect(watched.sees('2026-03-21T12:00:00Z', 120, { answer: null }).told()).toEqual([]);
  });

  test('given after the deadline and before we looked again: late, and never called missed', () => {
    const watched = met().sees('2026-03-20T12:00:00Z', 120, { answer: { at: at('2026-03-12T13:00:00Z') } });
    expect(watched.only).toMatchObject({ alert: 'response-late', daysLate: 0 });
  });

  test('without a stamp, found after the deadline but perhaps given before it: met, not certainly', () => {
    const watched = met().sees('2026-03-12T11:00:00Z', 120).sees('2026-03-12T13:00:00Z', 120, { answer: {} });
    expect(watched.only).toMatchObject({
      alert: 'response-met',
      certain: false,
      occurredAt: null,
      between: [at('2026-03-12T11:00:00Z'), at('2026-03-12T13:00:00Z')],
    });
  });

  test('without a stamp, absent on a reading after the deadline: certainly late', () => {
    const watched = met().sees('2026-03-12T12:30:00Z', 120).sees('2026-03-14T13:00:00Z', 120, { answer: {} });
    expect(watched.told()).toEqual(['response-missed response', 'response-late response']);
  });

  test('missed on our readings, but stamped in time by the platform afterwards: met after all', () => {
    const watched = met().sees('2026-03-12T12:30:00Z', 120);
    watched.told();
    watched.sees('2026-03-12T13:30:00Z', 120, { answer: { at: at('2026-03-12T11:59:00Z') } });
    expect(watched.only).toMatchObject({ alert: 'response-met', certain: true });
  });

  test('missed, and then given more time by the config: due again', () => {
    const watched = met().sees('2026-03-12T12:30:00Z', 120);
    watched.told();
    const thresholds = [{ name: 'response', signatures: 100, responseWindow: 'P20D' }];
    watched.terms = { ...watched.terms, history: rules({ thresholds }) };
    // What was told is taken back in words.
    expect(watched.sees('2026-03-12T13:30:00Z', 120).told()).toEqual(['deadline-changed response']);
    expect(watched.threshold().response).toMatchObject({ verdict: 'due', deadline: at('2026-03-22T12:00:00Z') });
  });

  test('once given in time stays so, and once late stays late, whatever time the config gives afterwards', () => {
    const window = (responseWindow: string): ReturnType<typeof rules> =>
      rules({ thresholds: [{ name: 'response', signatures: 100, responseWindow }] });
    const answer = { at: at('2026-03-07T09:00:00Z') };
    const inTime = met().sees('2026-03-07T12:00:00Z', 120, { answer });
    inTime.terms = { ...inTime.terms, history: window('P1D') };
    inTime.told();
    expect(inTime.sees('2026-03-08T12:00:00Z', 120, { answer }).told()).toEqual([]);
    expect(inTime.threshold().response.verdict).toBe('met');

    const lateAnswer = { at: at('2026-03-13T09:00:00Z') };
    const late = met().sees('2026-03-13T12:00:00Z', 120, { answer: lateAnswer });
    late.terms = { ...late.terms, history: window('P60D') };
    late.told();
    expect(late.sees('2026-03-14T12:00:00Z', 120, { answer: lateAnswer }).told()).toEqual([]);
    expect(late.threshold().response.verdict).toBe('late');
  });

  test('ends with the threshold: retracted, nothing is owed', () => {
    const watched = new Story({ history: rules({ retractable: true }) })
      .sees('2026-03-02T11:00:00Z', 90, { opened })
      .sees('2026-03-02T12:00:00Z', 110)
      .sees('2026-03-03T12:00:00Z', 90)
      .sees('2026-03-03T13:00:00Z', 90);
    expect(watched.threshold().response).toEqual({ verdict: 'none', deadline: undefined });
    watched.told();
    expect(watched.sees('2026-03-20T13:00:00Z', 90).told()).toEqual([]);
  });

  test('a threshold that was met without certainty makes what is missed uncertain too', () => {
    const watched = new Story()
      .sees('2026-03-31T08:00:00Z', 90, { opened })
      .sees('2026-03-31T10:00:00Z', 110)
      .sees('2026-04-11T10:00:00Z', 110);
    expect(watched.alerts.map(({ alert, certain }) => [alert, certain])).toEqual([
      ['threshold-met', false],
      ['response-missed', false],
    ]);
  });
});

describe('an answer before the threshold', () => {
  const answer = { at: at('2026-03-02T09:00:00Z') };

  test('discharges it: told as early, and nothing is owed when the threshold is met', () => {
    const watched = new Story()
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-02T11:00:00Z', 20, { answer });
    expect(watched.only).toMatchObject({ alert: 'response-met', early: true, deadline: null, certain: true });
    watched.sees('2026-03-05T11:00:00Z', 120, { answer });
    const met = watched.only;
    expect([met.alert, met.answered, met.responseDeadline]).toEqual(['threshold-met', true, undefined]);
    expect(watched.sees('2026-03-25T11:00:00Z', 120, { answer }).told()).toEqual([]);
  });

  test('found together with the threshold, and stamped before its stamp: early', () => {
    const watched = ukParliament()
      .sees('2026-03-01T11:00:00Z', 9000, { opened })
      .sees('2026-03-08T11:00:00Z', 11_000, { stamps: { response: at('2026-03-05T11:00:00Z') }, answer });
    expect(watched.alerts.map(({ alert, early }) => [alert, early])).toEqual([
      ['threshold-met', undefined],
      ['response-met', true],
    ]);
  });

  test('found together with the threshold, nobody knows which came first: not called early', () => {
    const watched = new Story()
      .sees('2026-03-01T11:00:00Z', 10, { opened })
      .sees('2026-03-08T11:00:00Z', 110, { answer });
    expect(watched.alerts.map(({ alert, early }) => [alert, early])).toEqual([
      ['threshold-met', undefined],
      ['response-met', undefined],
    ]);
  });
});

describe('on first sight', () => {
  const facts = { opened, stamps: { response: at('2026-03-05T11:00:00Z') } };

  test('an answer given long ago is recorded, not told', () => {
    const watched = ukParliament().sees('2026-03-20T11:00:00Z', 11_000, {
      ...facts,
      answer: { at: at('2026-03-18T11:00:00Z') },
    });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold().response.verdict).toBe('met');
  });

  test('one given in the last 24 hours is told', () => {
    const watched = ukParliament().sees('2026-03-20T11:00:00Z', 11_000, {
      ...facts,
      answer: { at: at('2026-03-19T11:30:00Z') },
    });
    expect(watched.told()).toEqual(['response-met response']);
  });

  test('one without a stamp is not', () => {
    expect(
      ukParliament()
        .sees('2026-03-20T11:00:00Z', 11_000, { ...facts, answer: {} })
        .told(),
    ).toEqual([]);
  });

  test('an answer overdue for long is recorded, one overdue since today is told', () => {
    // 5 March and 21 days: by the end of 26 March in London.
    expect(ukParliament().sees('2026-03-30T11:00:00Z', 11_000, facts).told()).toEqual([]);
    expect(ukParliament().sees('2026-03-27T11:00:00Z', 11_000, facts).told()).toEqual(['response-missed response']);
  });

  test('an answer that carries its stamp only later is refined in silence', () => {
    const watched = met().sees('2026-03-07T12:00:00Z', 120, { answer: {} });
    expect(watched.told()).toEqual(['response-met response']);
    watched.sees('2026-03-08T12:00:00Z', 120, {
      answer: { at: at('2026-03-07T10:00:00Z'), url: 'https://example.org/a' },
    });
    watched.sees('2026-03-09T12:00:00Z', 120, { answer: {} });
    expect(watched.told()).toEqual([]);
    expect(watched.petition.answer).toMatchObject({ stamp: at('2026-03-07T10:00:00Z'), url: 'https://example.org/a' });
  });
});

test('a threshold without a response window obliges nobody', () => {
  const watched = ukParliament().sees('2026-03-01T11:00:00Z', 90_000, { opened }).sees('2026-03-02T11:00:00Z', 110_000);
  expect(watched.threshold('debate').response).toEqual({ verdict: 'none' });
});
