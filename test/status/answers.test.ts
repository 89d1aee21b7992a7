/** Who answers, and how late: over stories that the core was told, and over any stored petitions. */
import * as fc from 'fast-check';
import { rulebook } from '../../src/domain/rulebook.ts';
import { rulesForPetition, type Rules } from '../../src/domain/rules.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import { answerOutcomes, type AnswerCase } from '../../src/domain/status-fields.ts';
import {
  answerCases,
  answeredCases,
  answerFigures,
  answerGroups,
  atPercentile,
  casesWith,
  commitmentWaits,
  waitingCases,
} from '../../src/status/answers.ts';
import { overdueResponses } from '../../src/status/overdue.ts';
import { builtInRules, petitionStatuses, type RulesLookup } from '../../src/status/petition-status.ts';
import { at, rules, Story, weThePeople } from '../domain/story.ts';

const opened = at('2015-12-20T17:00:00Z');
const now = at('2016-06-01T12:00:00Z');
/** 100,000 signatures on 5 January 2016, so the White House promises an answer by 4 February. */
const met = (): Story =>
  weThePeople().sees('2016-01-05T16:00:00Z', 99_100, { opened }).sees('2016-01-05T17:00:00Z', 100_412);
const answered = (on: string): Petition =>
  met().sees(`${on}T23:00:00Z`, 129_700, { answer: { at: at(`${on}T22:00:00Z`) } }).petition;
const named = (petition: Petition): Petition => ({ ...petition, petition: 'us-we-the-people/1' });
const casesOf = (petitions: readonly Petition[], rulesOf: RulesLookup = builtInRules, zone = 'UTC') =>
  answerCases(petitions, rulesOf, now, zone);
const caseOf = (petition: Petition, rulesOf?: RulesLookup, zone?: string): AnswerCase | undefined =>
  casesOf([named(petition)], rulesOf, zone)[0];

test('an answer in time and a late one are counted from the meeting of the threshold, in days of the calendar', () => {
  expect(caseOf(answered('2016-01-25'))).toMatchObject({
    outcome: 'met',
    source: 'us-we-the-people',
    authority: 'the White House',
    commitment: 'promise',
    owedSince: at('2016-01-05T17:00:00Z'),
    year: 2016,
    days: 20,
    daysLate: null,
  });
  expect(caseOf(answered('2016-03-10'))).toMatchObject({ outcome: 'late', days: 65, daysLate: 35 });
});

test('what has not come is pending until its date has passed, and then it is missed', () => {
  expect(caseOf(met().petition)).toMatchObject({ outcome: 'due', answered: null, daysLate: null });
  const missed = met().sees('2016-03-10T12:00:00Z', 129_700).petition;
  expect(caseOf(missed)).toMatchObject({ outcome: 'missed', answered: null, days: 148, daysLate: 118 });
});

test('an answer after its date that is not certainly late is neither in time nor late', () => {
  const between = met().sees('2016-02-01T12:00:00Z', 129_000).sees('2016-02-10T12:00:00Z', 129_700, { answer: {} });
  expect(caseOf(between.petition)).toMatchObject({ outcome: 'uncertain', daysLate: null });
});

test('what may be due later is pending after its first date', () => {
  const withLater = (petition: Petition): Petition => {
    const { response: threshold } = petition.thresholds;
    if (threshold === undefined) throw new Error('it has a threshold');
    const response = { ...threshold.response, verdict: 'due' as const, laterIf: 'the House does not sit on that day' };
    return { ...petition, thresholds: { response: { ...threshold, response } } };
  };
  expect(caseOf(withLater(met().petition))).toMatchObject({
    outcome: 'due',
    laterIf: 'the House does not sit on that day',
    daysLate: null,
  });
});

test('an answer that came before it was owed is not counted, nor is what is open, missed, or obliges nobody', () => {
  const early = weThePeople()
    .sees('2016-01-02T17:00:00Z', 50_000, { opened, answer: { at: at('2016-01-02T16:00:00Z') } })
    .sees('2016-01-05T17:00:00Z', 100_412).petition;
  const foundLater = weThePeople()
    .sees('2016-01-01T17:00:00Z', 50_000, { opened })
    .sees('2016-01-05T17:00:00Z', 100_412, { answer: { at: at('2016-01-02T16:00:00Z') } }).petition;
  expect(foundLater.thresholds.response?.response).toMatchObject({ verdict: 'met', deadline: expect.anything() });
  const open = weThePeople().sees('2016-01-05T16:00:00Z', 10, { opened }).petition;
  const missed = weThePeople().sees('2016-01-05T16:00:00Z', 10, { opened }).sees('2016-01-20T16:00:00Z', 10).petition;
  expect([early, foundLater, open, missed, newPetition('us-we-the-people/2')].map((one) => caseOf(one))).toEqual(
    Array.from({ length: 5 }),
  );
});

test('a threshold that was retracted after its answer is not counted any more', () => {
  const petition = answered('2016-03-10');
  const { response: threshold } = petition.thresholds;
  if (threshold === undefined) throw new Error('it has a threshold');
  expect(caseOf({ ...petition, thresholds: { response: { ...threshold, verdict: 'missed' } } })).toBeUndefined();
});

test('a petition whose rules are not known is not counted: nobody knows what its date is worth', () => {
  expect(caseOf(answered('2016-03-10'), () => undefined)).toBeUndefined();
});

test('where the platform names the day itself, the outcome counts, and the days do not', () => {
  const petition = { ...answered('2016-01-25'), answerDue: at('2016-02-01T00:00:00Z') };
  expect(caseOf(petition)).toMatchObject({ outcome: 'met', days: null, owedSince: at('2016-01-05T17:00:00Z') });
});

test('of two thresholds, the one whose response was due first decides, and the petition counts once', () => {
  const two = rules({
    thresholds: [
      { name: 'slow', signatures: 100, responseWindow: 'P60D' },
      { name: 'fast', signatures: 200, responseWindow: 'P10D' },
    ],
  });
  const story = new Story({ history: two })
    .sees('2016-01-05T12:00:00Z', 50, { opened })
    .sees('2016-01-06T12:00:00Z', 250)
    .sees('2016-02-01T12:00:00Z', 250);
  const cases = casesOf([story.petition], (origin) => rulesForPetition(two, origin));
  expect(cases).toMatchObject([{ threshold: 'fast', outcome: 'missed' }]);
});

test('the year is that of the zone: an evening in London is the next year in Tokyo', () => {
  const story = weThePeople()
    .sees('2015-12-31T16:00:00Z', 99_100, { opened })
    .sees('2015-12-31T17:00:00Z', 100_412).petition;
  expect([caseOf(story)?.year, caseOf(story, undefined, 'Asia/Tokyo')?.year]).toEqual([2015, 2016]);
});

test('departments are those that the platform names; where it names none there are none', () => {
  const us = (authority?: string): Petition => ({ ...named(answered('2016-01-25')), authority });
  const [group] = answerGroups(casesOf([us('the Home Office'), us(), us('HM Treasury'), us('the Home Office')]));
  expect(group?.departments.map(({ name, cases }) => [name, cases.length])).toEqual([
    ['HM Treasury', 1],
    ['the Home Office', 2],
  ]);
  expect(answerGroups(casesOf([us()]))[0]?.departments).toEqual([]);
});

test('there is no median below five answers', () => {
  const days = ['2016-01-07', '2016-01-08', '2016-01-09', '2016-01-15', '2016-02-15'].map(answered).map(named);
  expect(answerFigures(casesOf(days.slice(1)))).toMatchObject({ medianDays: null, ninetiethDays: null });
  expect(answerFigures(casesOf(days))).toMatchObject({ medianDays: 4, ninetiethDays: 41, longestDays: 41 });
  expect(commitmentWaits(casesOf(days))).toEqual([
    { commitment: 'promise', answered: 5, medianDays: 4, waiting: 0, medianDaysSoFar: null, longestSoFar: null },
  ]);
});

/** Petitions in any state, of four authorities under each commitment, with the rules of their source. */
const commitmentOf = { a: 'statute', b: 'promise', c: 'convention', d: 'convention' } as const;
const [base] = rulebook['us-we-the-people'].map((edition) => edition.rules);
if (base === undefined) throw new Error('it has rules');
const sourceRules = new Map<string, Rules>(
  Object.entries(commitmentOf).map(([source, commitment]) => [
    source,
    { ...base, commitment, thresholds: [{ name: 'response', signatures: 100, responseWindow: 'P60D' }] },
  ]),
);
const anyRules: RulesLookup = ({ petition }) => sourceRules.get(petition.slice(0, 1));
const day = fc.integer({ min: 0, max: 880 }).map((days) => at('2014-01-01T12:00:00Z').add({ hours: 24 * days }));
const anyPetition = fc
  .record({
    source: fc.constantFrom('a', 'b', 'c', 'd', 'unknown'),
    authority: fc.constantFrom(undefined, 'the Home Office', 'HM Treasury'),
    verdict: fc.constantFrom('met' as const, 'met' as const, 'missed' as const),
    response: fc.constantFrom('none' as const, 'due' as const, 'met' as const, 'missed' as const, 'late' as const),
    by: day,
    deadline: day,
    answer: day,
  })
  .map(({ source, authority, verdict, response, by, deadline, answer }): Petition => {
    const evidence = (when: typeof by) => ({ stamp: when, between: [null, when] as const, by: when });
    const isAnswered = response === 'met' || response === 'late';
    return {
      ...newPetition(`${source}/1`),
      authority,
      answer: isAnswered ? { ...evidence(answer), between: [null, answer] } : undefined,
      thresholds: {
        response: {
          verdict,
          needed: 100,
          certain: true,
          occurrence: 1,
          met: { ...evidence(by), between: [null, by] },
          response: { verdict: response, deadline: response === 'none' ? undefined : deadline },
        },
      },
    };
  });
const anyPetitions = fc
  .array(anyPetition, { maxLength: 40 })
  .map((all) => all.map((one, index) => ({ ...one, petition: `${one.petition.split('/')[0] ?? ''}/${index}` })));
const idsOf = (cases: readonly AnswerCase[]): string[] => cases.map(({ petition }) => petition).sort();

test('every figure counts exactly its petitions, each once; commitments are never added up', () => {
  fc.assert(
    fc.property(anyPetitions, (petitions) => {
      const cases = casesOf(petitions, anyRules);
      const groups = answerGroups(cases);
      expect(idsOf(groups.flatMap((group) => group.cases))).toEqual(idsOf(cases));
      for (const { commitment, source, cases: its, years, departments } of groups) {
        expect(new Set(its.map((one) => `${one.commitment} ${one.source}`))).toEqual(
          new Set([`${commitment} ${source}`]),
        );
        expect(idsOf(years.flatMap((one) => one.cases))).toEqual(idsOf(its));
        expect(idsOf(departments.flatMap((one) => one.cases))).toEqual(
          idsOf(its.filter(({ department }) => department !== null)),
        );
        for (const slice of [its, ...[...years, ...departments].map((one) => one.cases)]) {
          const figures = answerFigures(slice);
          expect(answerOutcomes.reduce((sum, outcome) => sum + figures[outcome], 0)).toBe(figures.owed);
          expect(idsOf(answerOutcomes.flatMap((outcome) => casesWith(slice, outcome)))).toEqual(idsOf(slice));
          for (const outcome of answerOutcomes) expect(casesWith(slice, outcome)).toHaveLength(figures[outcome]);
        }
      }
    }),
  );
});

test('what is missed here is what the overview has as past its date', () => {
  fc.assert(
    fc.property(
      anyPetitions.map((all) =>
        all.filter(
          ({ petition, thresholds }) => !petition.startsWith('unknown') && thresholds.response?.verdict === 'met',
        ),
      ),
      (petitions) => {
        const inputs = petitions.map((petition) => ({ petition, failures: 0, outbox: [] }));
        const overdue = overdueResponses(inputs, petitionStatuses(inputs, now, anyRules), anyRules, now, 'UTC');
        const missed = casesWith(casesOf(petitions, anyRules), 'missed');
        expect(missed.map(({ petition, daysLate }) => `${petition} ${daysLate ?? ''}`).sort()).toEqual(
          overdue.map(({ petition, daysLate }) => `${petition} ${daysLate}`).sort(),
        );
      },
    ),
  );
});

test('a percentile is the fewest days that this share of the petitions did not exceed', () => {
  const reference = (days: readonly number[], share: number): number =>
    Math.min(...days.filter((one) => 100 * days.filter((other) => other <= one).length >= share * days.length));
  fc.assert(
    fc.property(anyPetitions, fc.constantFrom(50 as const, 90 as const), (petitions, share) => {
      for (const inOrder of [answeredCases, waitingCases].map((take) => take(casesOf(petitions, anyRules)))) {
        const days = inOrder.map((one) => one.days);
        expect(atPercentile(inOrder, share)?.days).toBe(days.length < 5 ? undefined : reference(days, share));
      }
    }),
  );
});
