/** By when a response is owed, as laws say it: nobody is accused of a date that the law does not set. */
import { Temporal } from 'temporal-polyfill';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { responseDue, windowAt } from '../../src/domain/response-deadline.ts';
import { nextCountedDay } from '../../src/domain/day-calendar.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { at, rules, Story } from './story.ts';

const euEci = (): Story => new Story({ history: rulebook['eu-eci'] });
const canada = (): Story => new Story({ history: rulebook['canada-commons'] });
const korea = (): Story => new Story({ history: rulebook['korea-assembly'] });

/** Registered and submitted on these days of Brussels, and answered on the third, as a register shows it later. */
const answered = (registered: string, submitted: string, on: string): Story =>
  euEci().sees('2026-02-09T12:00:00Z', 1_100_000, {
    registered: startOf(registered),
    clockStarted: startOf(submitted),
    met: ['response'],
    signing: { open: false },
    answer: { at: startOf(on) },
  });

const startOf = (day: string) => Temporal.PlainDate.from(day).toZonedDateTime('Europe/Brussels').toInstant();

describe("the day of the submission decides the European Commission's time, not that of the registration", () => {
  // The Commission's notice gives 2025-09-03 or -04 as the day (ec.europa.eu/newsroom/ecif, item 875678); the others
  // are of citizens-initiative.europa.eu, as of 2026-02-09. The days of registration of the two below do not matter.
  test('2019/000007 was answered in time, a day before its six months were over', () => {
    const { response } = answered('2019-05-07', '2025-03-04', '2025-09-03').threshold();
    expect(response).toMatchObject({ verdict: 'met', deadline: at('2025-09-04T21:59:59.999Z') });
  });

  test('the last day before the change has three months, the next day six', () => {
    const owed = (submitted: string): unknown =>
      answered('2019-01-10', submitted, '2020-03-01').threshold().response.deadline;
    expect(owed('2019-12-31')).toEqual(at('2020-03-31T21:59:59.999Z'));
    expect(owed('2020-01-01')).toEqual(at('2020-07-01T21:59:59.999Z'));
  });

  test('before the submission the six months of today are told', () => {
    const alert = euEci()
      .sees('2026-02-09T12:00:00Z', 999_999, { registered: startOf('2017-06-12'), clockStarted: null, met: [] })
      .sees('2026-02-09T13:00:00Z', 1_000_000, { met: ['response'] }).only;
    expect(alert).toMatchObject({ alert: 'threshold-met', responseWindow: 'P6M', clock: 'submitted' });
  });
});

describe('in the pandemic the Commission could postpone an examination (Regulation (EU) 2020/1042, until the end of 2022)', () => {
  test.each([
    ['2017/000004', '2017-05-01', '2020-01-10', '2021-01-14'],
    ['2018/000004', '2018-07-01', '2020-10-02', '2021-06-30'],
  ])(
    '%s was answered after more than six months: not late, and not certainly in time',
    (_, registered, began, ended) => {
      const { response } = answered(registered, began, ended).threshold();
      expect(response).toMatchObject({ verdict: 'met', laterIf: expect.stringContaining('pandemic') });
    },
  );

  test('an initiative submitted in 2023 is called late again', () => {
    expect(answered('2022-01-10', '2023-01-02', '2023-07-03').threshold().response.verdict).toBe('late');
    expect(answered('2022-01-10', '2023-01-02', '2023-07-02').threshold().response.verdict).toBe('met');
  });
});

describe("Canada's government responds on the next sitting day, if the House does not sit on the last of 45 (Standing Order 36(8))", () => {
  const presented = (day: string, until: string): Story =>
    canada()
      .sees(`${day}T12:00:00Z`, 480, { opened: at('2020-12-01T15:00:00Z'), clockStarted: null })
      .sees(`${day}T13:00:00Z`, 600, { clockStarted: at(`${day}T04:00:00Z`), answer: null })
      .sees(until, 600, { answer: null });

  test('presented before the summer of 2026: after its 45 days it is still expected, and not called missed', () => {
    const story = presented('2026-06-17', '2026-08-20T12:00:00Z');
    expect(story.threshold('certification').response).toEqual({
      verdict: 'due',
      // Day 45 is a Saturday, 2026-08-01; on week-ends the House never sits (Standing Order 24).
      deadline: at('2026-08-04T03:59:59.999Z'),
      laterIf: 'the House does not sit on that day',
    });
    expect(story.told()).toEqual(['threshold-met certification']);
  });

  test('an answer after that day is told as possibly in time, and why', () => {
    const story = presented('2026-06-17', '2026-08-20T12:00:00Z');
    story.told();
    const { only } = story.sees('2026-09-21T18:00:00Z', 600, { answer: { at: at('2026-09-21T17:00:00Z') } });
    expect(only).toMatchObject({ alert: 'response-met', certain: false });
    expect(alertWording(only).happened).toContain('The answer is in time if the House does not sit on that day');
  });

  test('the alert that it is met names the earliest day, and that it may be later', () => {
    const story = canada()
      .sees('2026-10-14T12:00:00Z', 480, { opened: at('2026-09-01T15:00:00Z'), clockStarted: null })
      .sees('2026-10-14T13:00:00Z', 600, { clockStarted: at('2026-10-14T04:00:00Z') });
    const { next } = alertWording(story.only);
    expect(next).toContain('By convention, a response from the Government of Canada is expected by');
    expect(next).toContain('30 November 2026');
    expect(next).toContain('or later if the House does not sit on that day.');
  });

  // ourcommons.ca/en/sitting-calendar/2021: no sittings from 13 to 19 March and from 27 March to 11 April.
  test('where the calendar is published, the next sitting day is the deadline, and it can be missed', () => {
    const owed = presented('2021-02-12', '2021-04-12T12:00:00Z').threshold('certification').response;
    expect(owed).toEqual({ verdict: 'due', deadline: at('2021-04-13T03:59:59.999Z') });
    const missed = presented('2021-02-12', '2021-04-13T12:00:00Z').threshold('certification').response;
    expect(missed.verdict).toBe('missed');
  });

  test('a sitting day is found in the calendar; beyond its end only the earliest day is known', () => {
    const calendar = {
      never: [6, 7],
      published: [{ from: '2026-01-01', until: '2026-03-15', sits: [['2026-01-26', '2026-02-06']], source: 'a test' }],
    } as const;
    const next = (day: string): string => {
      const found = nextCountedDay(Temporal.PlainDate.from(day), calendar);
      return `${found.day.toString()} ${found.certain ? 'certain' : 'or later'}`;
    };
    expect(next('2026-01-03')).toBe('2026-01-26 certain');
    expect(next('2026-02-06')).toBe('2026-02-06 certain');
    expect(next('2026-01-31')).toBe('2026-02-02 certain');
    expect(next('2026-02-07')).toBe('2026-03-16 or later');
    expect(next('2026-03-20')).toBe('2026-03-20 or later');
    expect(next('2025-12-27')).toBe('2025-12-29 or later');
  });
});

describe('a response in working days', () => {
  /** Met on a Wednesday in Kyiv, and answered ten working days later at the latest; 2026-08-24 is a holiday. */
  const owed = (published: object[], facts: object = {}): Story =>
    new Story({
      history: rules({
        timeZone: 'Europe/Kyiv',
        thresholds: [
          {
            name: 'response',
            signatures: 100,
            responseWindow: 'P10D',
            responseTerm: { workingDays: { never: [6, 7], published } },
            ...facts,
          },
        ],
      }),
    })
      .sees('2026-08-12T20:00:00Z', 99, { opened: at('2026-08-01T00:00:00Z') })
      // Half past midnight of the 13th, in Kyiv.
      .sees('2026-08-12T21:30:00Z', 100);
  const year = { from: '2026-01-01', until: '2026-12-31', off: ['2026-08-24'], source: 'a test' };

  test('ends with the tenth of them after the day of its clock, where the authority is; a holiday does not count', () => {
    expect(owed([year]).threshold().response).toEqual({ verdict: 'due', deadline: at('2026-08-28T20:59:59.999Z') });
    expect(owed([{ ...year, off: [] }]).threshold().response.deadline).toEqual(at('2026-08-27T20:59:59.999Z'));
  });

  test('is missed after that', () => {
    const story = owed([year]).sees('2026-08-28T20:59:00Z', 100, { answer: null });
    story.told();
    expect(story.sees('2026-08-28T21:01:00Z', 100, { answer: null }).told()).toEqual(['response-missed response']);
  });

  test.each([
    ['not published at all', []],
    ['published up to the day before', [{ ...year, until: '2026-08-26', off: [] }]],
    ['published from its third day on', [{ ...year, from: '2026-08-17', off: [] }]],
  ])('is never missed where its days are %s: it may be later', (_, published) => {
    const story = owed(published).sees('2026-12-01T12:00:00Z', 100, { answer: null });
    expect(story.threshold().response).toEqual({
      verdict: 'due',
      deadline: at('2026-08-27T20:59:59.999Z'),
      laterIf: 'a day in between does not count',
    });
  });

  test('is told in working days before its clock starts', () => {
    const { only } = owed([year], { clock: 'established' });
    expect(only).toMatchObject({ responseWindow: 'P10D', workingDays: true });
    expect(alertWording(only).next).toContain('promised within 10 working days of its acceptance as a proposal');
  });
});

describe('a day for the answer that the platform names', () => {
  const day = at('2026-03-20T23:59:59.999Z');
  const asked = (threshold: object = {}): Story =>
    new Story({
      confirms: true,
      warnBefore: ['P1D'],
      history: rules({ thresholds: [{ name: 'response', signatures: 100, ...threshold }] }),
    })
      .sees('2026-03-01T12:00:00Z', 99, { opened: at('2026-02-20T12:00:00Z') })
      .sees('2026-03-02T11:00:00Z', 99, { answerDue: day })
      .sees('2026-03-02T11:01:00Z', 99, { answerDue: day })
      .sees('2026-03-02T12:00:00Z', 100, { answerDue: day, answer: null });

  test.each([
    ['the time that the rules give', { responseWindow: 'P10D' }],
    ['a time that counts from an event of its own', { responseWindow: 'P10D', clock: 'presented' }],
    ['no time at all, where it names the day', { answerDue: true }],
  ])('wins over %s', (_, threshold) => {
    const story = asked(threshold);
    expect(story.threshold().response).toEqual({ verdict: 'due', deadline: at('2026-03-20T23:59:59.999Z') });
    expect(alertWording(story.only).next).toContain('promised by 20 March 2026, 23:59 (London time).');
    expect(story.sees('2026-03-20T12:00:00Z', 100).told()).toEqual(['response-due-soon response']);
    story.sees('2026-03-21T00:01:00Z', 100).sees('2026-03-21T00:02:00Z', 100);
    expect(story.told()).toEqual(['response-missed response']);
    const late = story.sees('2026-03-23T12:00:00Z', 100, { answer: { at: at('2026-03-23T11:00:00Z') } }).only;
    expect(late).toMatchObject({ alert: 'response-late', daysLate: 3 });
  });

  test('is not owed for a threshold for which the rules ask no response, nor before it is met', () => {
    expect(asked().threshold().response).toEqual({ verdict: 'none' });
    const story = asked({ signatures: 200, answerDue: true });
    expect(story.threshold().response).toEqual({ verdict: 'none' });
    expect(story.sees('2026-03-03T12:00:00Z', 200).threshold().response.verdict).toBe('due');
  });

  test('that is not named yet is none, and may come long after the threshold', () => {
    const story = new Story({
      history: rules({ thresholds: [{ name: 'response', signatures: 100, answerDue: true }] }),
    })
      .sees('2026-03-01T12:00:00Z', 99, { opened: at('2026-02-20T12:00:00Z') })
      .sees('2026-03-02T12:00:00Z', 100);
    expect(story.threshold().response).toEqual({ verdict: 'none' });
    story.sees('2026-04-02T12:00:00Z', 100, { answerDue: at('2026-05-01T22:59:59.999Z') });
    expect(story.threshold().response.verdict).toBe('due');
  });

  test('stays where it is shown no longer', () => {
    expect(asked({ answerDue: true }).sees('2026-03-03T12:00:00Z', 101).threshold().response.verdict).toBe('due');
  });

  test('that moves is believed by a second reading, and told with the day before: what was missed is due again', () => {
    const story = asked({ answerDue: true }).sees('2026-03-21T00:01:00Z', 100).sees('2026-03-21T00:02:00Z', 100);
    expect(story.told().at(-1)).toBe('response-missed response');
    const extended = { answerDue: at('2026-04-30T22:59:59.999Z') };
    expect(story.sees('2026-03-22T12:00:00Z', 100, extended).threshold().response.verdict).toBe('missed');
    const moved = story.sees('2026-03-22T12:01:00Z', 100, extended).only;
    expect(moved).toMatchObject({
      alert: 'deadline-changed',
      threshold: 'response',
      deadline: extended.answerDue,
      previousDeadline: at('2026-03-20T23:59:59.999Z'),
      between: [at('2026-03-21T00:02:00Z'), at('2026-03-22T12:00:00Z')],
    });
    expect(story.threshold().response).toMatchObject({ verdict: 'due', deadline: extended.answerDue });
    expect(alertWording(moved)).toEqual({
      headline: 'Response now promised by 30 April 2026: 100 signatures',
      happened:
        'There is another day for the response: 30 April 2026, 23:59 (London time). Before, it was 20 March 2026, 23:59 (London time).',
      next: 'A response from the authority is promised by 30 April 2026, 23:59 (London time).',
    });
  });

  test('of an answer that the first reading shows decides whether it was in time', () => {
    const first = (on: string): unknown =>
      new Story({ history: rules({ thresholds: [{ name: 'response', signatures: 100, answerDue: true }] }) })
        .sees('2026-06-01T12:00:00Z', 100, { answerDue: at('2026-03-20T23:59:59.999Z'), answer: { at: at(on) } })
        .threshold().response.verdict;
    expect(first('2026-03-20T12:00:00Z')).toBe('met');
    expect(first('2026-03-21T12:00:00Z')).toBe('late');
  });
});

describe("a committee of Korea's Assembly reports within 90 days, and may take more (National Assembly Act, Article 125)", () => {
  const referred = (): Story =>
    korea()
      .sees('2026-03-01T00:00:00Z', 60_000, {
        opened: at('2026-02-10T00:00:00Z'),
        met: ['committee'],
        clockStarted: null,
      })
      .sees('2026-03-02T00:00:00Z', 60_000, { met: ['committee'], clockStarted: true });

  test('it is due 90 days after the poll that shows the referral, and never called missed', () => {
    const owed = referred().sees('2027-03-02T00:00:00Z', 60_000, { answer: null }).threshold('committee').response;
    expect(owed).toMatchObject({ verdict: 'due', deadline: at('2026-05-31T14:59:59.999Z') });
    expect(owed.laterIf).toContain('60 days');
  });

  test('where the first poll finds it referred, the day is not known, and nothing is due by a date', () => {
    const story = korea().sees('2026-03-02T00:00:00Z', 60_000, { met: ['committee'], clockStarted: true });
    expect(story.threshold('committee').response).toEqual({ verdict: 'none' });
  });
});

test('where the rules promise no response, none is due', () => {
  const debate = { name: 'debate', signatures: 100_000 };
  expect(windowAt(debate, at('2026-03-01T10:00:00Z'), 'Europe/London')).toBeUndefined();
  expect(
    responseDue(debate, at('2026-03-01T10:00:00Z'), { timeZone: 'Europe/London', cutoff: 'end-of-day' }),
  ).toBeUndefined();
});
