/** What starts the clock of a response, where that is not the meeting of the threshold. */
import { nextPoll } from '../../src/domain/cadence.ts';
import type { ThresholdRule } from '../../src/domain/rules.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');

const ruledBy = (clock: ThresholdRule['clock'], changes = {}): Story =>
  new Story({
    history: rules({ thresholds: [{ name: 'response', signatures: 100, responseWindow: 'P10D', clock }], ...changes }),
  });

/** Met between 11:00 and 12:00 on 2 March; signing ends on 31 March at 10:00 in London, 09:00 in UTC. */
const met = (clock: ThresholdRule['clock'], changes = {}): Story =>
  ruledBy(clock, changes)
    .sees('2026-03-02T11:00:00Z', 90, { opened, clockStarted: null })
    .sees('2026-03-02T12:00:00Z', 110, { clockStarted: null });

describe('a clock that starts with the end of signing', () => {
  test('does not run while signing goes on: met, and nothing is owed by a date', () => {
    const watched = met('closed');
    expect(watched.only).toMatchObject({ alert: 'threshold-met', clock: 'closed', responseWindow: 'P10D' });
    expect(watched.threshold().response).toEqual({ verdict: 'none' });
    expect(watched.sees('2026-03-31T09:00:00Z', 120).threshold().response.verdict).toBe('none');
  });

  test('runs from the deadline on, however late we look', () => {
    const watched = met('closed').sees('2026-04-02T12:00:00Z', 120);
    expect(watched.threshold().response).toEqual({ verdict: 'due', deadline: at('2026-04-10T09:00:00Z') });
  });

  test('runs from the closing that the platform stamps', () => {
    const signing = { open: false, at: at('2026-03-12T08:00:00Z') } as const;
    const watched = met('closed').sees('2026-03-12T12:00:00Z', 120, { signing });
    expect(watched.threshold().response.deadline).toEqual(at('2026-03-22T08:00:00Z'));
  });

  test('runs from the look that shows it closed, where nobody stamps that', () => {
    const watched = met('closed').sees('2026-03-12T12:00:00Z', 120, { signing: { open: false } });
    expect(watched.threshold().response.deadline).toEqual(at('2026-03-22T12:00:00Z'));
  });

  test('does not run before a closing that is announced', () => {
    const signing = { open: false, at: at('2026-03-13T08:00:00Z') } as const;
    const watched = met('closed').sees('2026-03-12T12:00:00Z', 120, { signing });
    expect(watched.threshold().response.verdict).toBe('none');
  });

  test('never runs where signing has no end', () => {
    expect(
      met('closed', { signingWindow: undefined }).sees('2027-03-12T12:00:00Z', 120).threshold().response.verdict,
    ).toBe('none');
  });

  test('runs from the end of signing, also where the first look after it shows the threshold met', () => {
    const watched = ruledBy('closed', { stopsAtDeadline: true })
      .sees('2026-03-31T08:59:00Z', 90, { opened })
      .sees('2026-03-31T11:00:00Z', 110);
    expect(watched.only).toMatchObject({
      alert: 'threshold-met',
      responseDeadline: at('2026-04-10T09:00:00Z'),
      clock: 'closed',
      clockStarted: at('2026-03-31T09:00:00Z'),
    });
  });

  test('is missed on a reading after that, and told from what it counts', () => {
    const watched = met('closed').sees('2026-04-02T12:00:00Z', 120);
    watched.told();
    watched.sees('2026-04-10T09:00:00.001Z', 120, { answer: null });
    expect(watched.only).toMatchObject({
      alert: 'response-missed',
      deadline: at('2026-04-10T09:00:00Z'),
      clock: 'closed',
      clockStarted: at('2026-03-31T09:00:00Z'),
    });
  });
});

describe('a clock that starts when the authority takes the petition in', () => {
  test('does not run before that, however long it takes', () => {
    const watched = met('presented');
    watched.told();
    watched.sees('2026-05-20T12:00:00Z', 120, { clockStarted: null });
    expect(watched.told()).toEqual([]);
    expect(watched.threshold().response.verdict).toBe('none');
  });

  test('runs from the stamp', () => {
    const watched = met('presented').sees('2026-05-20T12:00:00Z', 120, { clockStarted: at('2026-05-18T09:00:00Z') });
    expect(watched.threshold().response.deadline).toEqual(at('2026-05-28T09:00:00Z'));
    expect(watched.petition.clock).toEqual({
      stamp: at('2026-05-18T09:00:00Z'),
      between: [at('2026-03-02T12:00:00Z'), at('2026-05-20T12:00:00Z')],
      by: at('2026-05-18T09:00:00Z'),
    });
  });

  test('presented between two looks, without a stamp: runs from the later one, and nobody is late before it is certain', () => {
    const watched = met('presented').sees('2026-05-20T12:00:00Z', 120, { clockStarted: true });
    watched.told();
    expect(watched.threshold().response.deadline).toEqual(at('2026-05-30T12:00:00Z'));
    expect(watched.sees('2026-05-30T12:00:00Z', 120, { clockStarted: true }).told()).toEqual([]);
    expect(watched.sees('2026-05-30T12:00:00.001Z', 120).told()).toEqual(['response-missed response']);
  });

  test('what it was is remembered when a later reading does not repeat it, or says otherwise', () => {
    const watched = met('presented').sees('2026-05-20T12:00:00Z', 120, { clockStarted: at('2026-05-18T09:00:00Z') });
    watched.sees('2026-05-21T12:00:00Z', 120).sees('2026-05-22T12:00:00Z', 120, { clockStarted: null });
    expect(watched.threshold().response.deadline).toEqual(at('2026-05-28T09:00:00Z'));
  });

  test('a stamp that comes later moves the deadline, and so does one that is corrected', () => {
    const watched = met('presented').sees('2026-05-20T12:00:00Z', 120, { clockStarted: true });
    watched.sees('2026-05-21T12:00:00Z', 120, { clockStarted: at('2026-05-18T09:00:00Z') });
    expect(watched.threshold().response.deadline).toEqual(at('2026-05-28T09:00:00Z'));
    watched.sees('2026-05-22T12:00:00Z', 120, { clockStarted: at('2026-05-19T09:00:00Z') });
    expect(watched.threshold().response.deadline).toEqual(at('2026-05-29T09:00:00Z'));
    watched.sees('2026-05-23T12:00:00Z', 120, { clockStarted: true });
    expect(watched.threshold().response.deadline).toEqual(at('2026-05-29T09:00:00Z'));
  });

  test('an event before the threshold starts nothing: then the meeting does', () => {
    const watched = ruledBy('presented')
      .sees('2026-03-02T11:00:00Z', 90, { opened, clockStarted: at('2026-03-02T09:00:00Z') })
      .sees('2026-03-02T12:00:00Z', 110);
    expect(watched.only).toMatchObject({ clock: 'presented', responseDeadline: at('2026-03-12T12:00:00Z') });
  });

  test('the same, where the platform stamps the meeting', () => {
    const stamps = { response: at('2026-03-02T11:30:00Z') };
    const watched = ruledBy('presented')
      .sees('2026-03-02T11:00:00Z', 90, { opened, clockStarted: at('2026-03-02T09:00:00Z') })
      .sees('2026-03-02T12:00:00Z', 110, { stamps });
    expect(watched.threshold().response.deadline).toEqual(at('2026-03-12T11:30:00Z'));
  });

  test('on first sight counts from the event, though nobody knows when the threshold was met', () => {
    const watched = ruledBy('submitted').sees('2026-06-02T11:00:00Z', 110, {
      opened,
      clockStarted: at('2026-05-28T09:00:00Z'),
    });
    expect(watched.threshold().response).toEqual({ verdict: 'due', deadline: at('2026-06-07T09:00:00Z') });
  });

  test('an answer before it is in time, and no early one', () => {
    const watched = met('presented');
    watched.told();
    watched.sees('2026-05-20T12:00:00Z', 120, { answer: { at: at('2026-05-19T09:00:00Z') } });
    const { early, ...told } = watched.only;
    expect(told).toMatchObject({ alert: 'response-met', certain: true, deadline: null, clock: 'presented' });
    expect(early).toBeUndefined();
    watched.sees('2026-05-30T12:00:00Z', 120, { clockStarted: at('2026-05-28T09:00:00Z') });
    expect(watched.sees('2026-07-30T12:00:00Z', 120).told()).toEqual([]);
  });

  test('an answer before the threshold is an early one still', () => {
    const watched = ruledBy('presented')
      .sees('2026-03-02T11:00:00Z', 90, { opened })
      .sees('2026-03-02T12:00:00Z', 95, { answer: {} });
    expect(watched.only).toMatchObject({ alert: 'response-met', early: true });
    watched.sees('2026-03-03T12:00:00Z', 110);
    expect(watched.only).toMatchObject({ alert: 'threshold-met', answered: true });
  });

  test('warnings and reminders count from it, and say so', () => {
    const watched = met('presented');
    watched.terms = { ...watched.terms, warnBefore: ['P30D', 'P3D'], remindEvery: 'P7D' };
    watched.told();
    const clockStarted = at('2026-05-18T09:00:00Z');
    const counted = { clock: 'presented', clockStarted, deadline: at('2026-05-28T09:00:00Z') };
    expect(watched.sees('2026-05-20T12:00:00Z', 120, { clockStarted }).told()).toEqual([]);
    watched.sees('2026-05-25T12:00:00Z', 120);
    expect(watched.only).toMatchObject({ alert: 'response-due-soon', ...counted });
    watched.sees('2026-05-28T12:00:00Z', 120);
    expect(watched.only).toMatchObject({ alert: 'response-missed', ...counted });
    watched.sees('2026-06-04T12:00:00Z', 120);
    expect(watched.only).toMatchObject({ alert: 'response-overdue', ...counted });
    watched.sees('2026-06-05T12:00:00Z', 120, { answer: { at: at('2026-06-05T09:00:00Z') } });
    expect(watched.only).toMatchObject({ alert: 'response-late', ...counted });
  });

  test('is looked out for at the longest silence, and no longer once the answer is there', () => {
    const now = at('2026-05-20T12:00:00Z');
    const closed = { signing: { open: false, at: at('2026-03-31T08:00:00Z') } } as const;
    const waiting = met('presented').sees('2026-05-20T12:00:00Z', 120, closed);
    expect(nextPoll(waiting.petition, now, waiting.terms)).toEqual({ every: 60 });
    const answered = met('presented').sees('2026-05-20T12:00:00Z', 120, { ...closed, answer: {} });
    expect(nextPoll(answered.petition, now, answered.terms)).toEqual({ never: true });
    const started = waiting.sees('2026-05-20T12:00:00Z', 120);
    started.sees('2026-05-20T12:01:00Z', 120, { clockStarted: at('2026-05-10T12:02:00Z') });
    const warned = { ...started.terms, warnBefore: ['P30D'] };
    expect(nextPoll(started.petition, at('2026-05-20T12:01:00Z'), warned)).toEqual({
      at: at('2026-05-20T12:02:00.001Z'),
    });
  });
});

test('rules by their date hold by registration, where the platform registers petitions first', () => {
  const [before] = rules({ thresholds: [{ name: 'response', signatures: 100 }] });
  const [since] = rules({ thresholds: [{ name: 'response', signatures: 200 }] });
  const history = [before, { ...since, from: '2026-03-01' }] as const;
  const story = (registered: string | undefined): Story =>
    new Story({ history }).sees('2026-03-05T12:00:00Z', 10, {
      opened,
      ...(registered !== undefined && { registered: at(registered) }),
    });
  expect(story(undefined).threshold().needed).toBe(200);
  const earlier = story('2026-02-10T00:00:00Z');
  expect(earlier.threshold().needed).toBe(100);
  expect(earlier.sees('2026-03-06T12:00:00Z', 10).threshold().needed).toBe(100);
});
