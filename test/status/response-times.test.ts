/** How long answers take, over stories that the core was told. */
import { rulebook } from '../../src/domain/rulebook.ts';
import { rulesForPetition, type RulesHistory } from '../../src/domain/rules.ts';
import type { Petition } from '../../src/domain/petition.ts';
import { responseTimes } from '../../src/status/response-times.ts';
import { at, rules, Story, weThePeople } from '../domain/story.ts';

const opened = at('2015-12-20T17:00:00Z');
/** 100,000 signatures on 5 January 2016. */
const met = (): Story =>
  weThePeople().sees('2016-01-05T16:00:00Z', 99_100, { opened }).sees('2016-01-05T17:00:00Z', 100_412);
const answered = (on: string): Petition =>
  met().sees(`${on}T23:00:00Z`, 129_700, { answer: { at: at(`${on}T22:00:00Z`) } }).petition;

const waits = (petitions: readonly Petition[], history: RulesHistory = rulebook['us-we-the-people'], zone = 'UTC') =>
  responseTimes(petitions, (origin) => rulesForPetition(history, origin), at('2016-01-25T12:00:00Z'), zone);

test('answers are counted from the meeting of the threshold, in days of the calendar, and averaged to a tenth', () => {
  const all = ['2016-01-07', '2016-01-08', '2016-01-15'].map(answered);
  expect(waits(all)).toEqual({ answered: 3, meanDays: 5, waiting: 0, meanDaysSoFar: null, longestSoFar: null });
  expect(waits(all.slice(0, 2)).meanDays).toBe(2.5);
});

test('days are those of the zone that is asked for: an evening in London is the next day in Tokyo', () => {
  expect(waits([answered('2016-01-07')], undefined, 'Asia/Tokyo').meanDays).toBe(2);
  expect(waits([answered('2016-01-05')], undefined, 'UTC').meanDays).toBe(0);
  expect(waits([answered('2016-01-05')], undefined, 'Pacific/Kiritimati').meanDays).toBe(0);
});

test('what has not been answered waits, overdue or not: on average, and at most', () => {
  const early = weThePeople().sees('2015-12-26T17:00:00Z', 100_001, { opened }).petition;
  expect(waits([met().petition, early])).toEqual({
    answered: 0,
    meanDays: null,
    waiting: 2,
    meanDaysSoFar: 25,
    longestSoFar: 30,
  });
});

test('an answer that came before it was owed took no time, and is not counted', () => {
  const early = weThePeople()
    .sees('2016-01-02T17:00:00Z', 50_000, { opened, answer: { at: at('2016-01-02T16:00:00Z') } })
    .sees('2016-01-05T17:00:00Z', 100_412).petition;
  const foundSo = weThePeople().sees('2016-01-05T17:00:00Z', 100_412, {
    opened,
    answer: { at: at('2016-01-02T16:00:00Z') },
  }).petition;
  expect(waits([early, foundSo])).toMatchObject({ answered: 0, waiting: 0 });
});

test('what is open, missed, or obliges nobody is no wait', () => {
  const open = weThePeople().sees('2016-01-05T16:00:00Z', 10, { opened }).petition;
  const missed = weThePeople().sees('2016-01-05T16:00:00Z', 10, { opened }).sees('2016-01-20T16:00:00Z', 10).petition;
  const free = rules({ thresholds: [{ name: 'round', signatures: 100 }] });
  const round = new Story({ history: free }).sees('2016-01-05T16:00:00Z', 150, { opened }).petition;
  expect(waits([open, missed])).toMatchObject({ answered: 0, waiting: 0 });
  expect(waits([round], free)).toMatchObject({ answered: 0, waiting: 0 });
});

test('where the clock starts at the end of signing, it is from there that one waits', () => {
  const closing = rules({
    thresholds: [{ name: 'response', signatures: 100, responseWindow: 'P10D', clock: 'closed' }],
    stopsAtDeadline: true,
  });
  const story = new Story({ history: closing })
    .sees('2015-12-21T12:00:00Z', 150, { opened })
    .sees('2016-01-20T12:00:00Z', 150);
  expect(waits([story.petition], closing)).toMatchObject({ waiting: 1, longestSoFar: 6 });
});
