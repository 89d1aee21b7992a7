/** Reminders that an answer is overdue. */
import { nextPoll } from '../../src/domain/cadence.ts';
import { at, rules, Story } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');

/** Met on 2 March at noon, London; an answer is due in ten days, and reminded of every seven. */
function overdue(terms: ConstructorParameters<typeof Story>[0] = { remindEvery: 'P7D' }): Story {
  const story = new Story(terms).sees('2026-03-02T11:00:00Z', 90, { opened }).sees('2026-03-02T12:00:00Z', 110);
  story.sees('2026-03-12T12:05:00Z', 110);
  expect(story.told()).toEqual(['threshold-met response', 'response-missed response']);
  return story;
}

test('a week after the deadline, not a moment before, and each once', () => {
  const story = overdue();
  expect(story.sees('2026-03-19T12:00:00Z', 110).told()).toEqual([]);
  story.sees('2026-03-19T12:00:00.001Z', 110);
  expect(story.only).toMatchObject({
    alert: 'response-overdue',
    threshold: 'response',
    needed: 100,
    deadline: at('2026-03-12T12:00:00Z'),
    daysLate: 7,
    occurrence: 1,
  });
  expect(story.sees('2026-03-20T12:00:00Z', 110).told()).toEqual([]);
});

test('on the clock of the zone: a week over the change to summer time is an hour shorter', () => {
  const story = overdue().sees('2026-03-19T12:01:00Z', 110).sees('2026-03-26T12:01:00Z', 110);
  story.told();
  expect(story.sees('2026-04-02T11:00:00Z', 110).told()).toEqual([]);
  expect(story.sees('2026-04-02T11:00:00.001Z', 110).told()).toEqual(['response-overdue response']);
});

test('of three weeks missed the last one is told, and the next is in step with the deadline', () => {
  const story = overdue();
  story.sees('2026-04-05T12:00:00Z', 110);
  expect(story.only).toMatchObject({ alert: 'response-overdue', daysLate: 24 });
  expect(story.threshold().response.reminded).toEqual(at('2026-04-02T11:00:00Z'));
  expect(story.sees('2026-04-09T11:00:00.001Z', 110).told()).toEqual(['response-overdue response']);
});

test('not at the look that tells that it is missed, however late that is', () => {
  const story = new Story({ remindEvery: 'P7D' })
    .sees('2026-03-02T11:00:00Z', 90, { opened })
    .sees('2026-03-02T12:00:00Z', 110)
    .sees('2026-03-25T12:00:00Z', 110);
  expect(story.told()).toEqual(['threshold-met response', 'response-missed response']);
  expect(story.sees('2026-03-26T12:01:00Z', 110).told()).toEqual(['response-overdue response']);
});

test('not after the answer has come', () => {
  const story = overdue().sees('2026-03-18T12:00:00Z', 110, { answer: { at: at('2026-03-18T11:00:00Z') } });
  story.told();
  expect(story.sees('2026-03-26T12:01:00Z', 110).told()).toEqual([]);
});

test('never where the config does not ask for it', () => {
  expect(overdue({}).sees('2026-05-19T12:01:00Z', 110).told()).toEqual([]);
});

test('on first sight only one that fell due in the last 24 hours', () => {
  const facts = { opened, stamps: { response: at('2026-03-02T12:00:00Z') } };
  const first = (when: string): string[] => new Story({ remindEvery: 'P7D' }).sees(when, 110, facts).told();
  expect(first('2026-03-20T11:59:00Z')).toEqual(['response-overdue response']);
  expect(first('2026-03-20T12:01:00Z')).toEqual([]);
});

test('a platform that lags is believed about what did not happen only up to its lag', () => {
  const story = overdue({ remindEvery: 'P7D', lagMinutes: 3, history: rules() });
  expect(story.sees('2026-03-19T12:03:00Z', 110).told()).toEqual([]);
  expect(story.sees('2026-03-19T12:03:00.001Z', 110).told()).toEqual(['response-overdue response']);
});

test('the petition is looked at when a reminder falls due', () => {
  const { petition, terms } = overdue();
  expect(nextPoll(petition, at('2026-03-19T11:58:30Z'), terms)).toEqual({ at: at('2026-03-19T12:00:00.001Z') });
});
