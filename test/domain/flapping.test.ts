/** What keeps changing is told as such, and again when it has been the same for an hour. */
import type { Alert, AlertName } from '../../src/domain/alerts.ts';
import { nextPoll } from '../../src/domain/cadence.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { dampened, factOf, isTakenBack, steadyTimes, withEarlierFrom } from '../../src/domain/flapping.ts';
import type { Observation, Reading } from '../../src/domain/observation.ts';
import { newPetition, type Petition, type Threshold } from '../../src/domain/petition.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { samples, sample } from '../notifications/samples.ts';
import { at, rules } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
const start = at('2026-03-10T10:00:00Z');
const deadlines = [at('2026-03-31T09:00:00Z'), at('2026-03-31T09:10:00Z'), at('2026-03-31T09:20:00Z')] as const;

type Seen = Omit<Reading, 'signatures'> & { readonly signatures?: number };

/** A petition that is polled at whole minutes. */
class Polled {
  petition: Petition = newPetition('test/1');
  readonly settings: WatchSettings;
  readonly told: { readonly minute: number; readonly alert: Alert }[] = [];

  constructor(settings: Partial<WatchSettings> = {}) {
    this.settings = { history: rules({ retractable: true }), warnBefore: [], announceStart: false, ...settings };
    this.reads(-1, { opened, deadline: deadlines[0] });
  }

  reads(minute: number, { signatures = 50, ...seen }: Seen = {}): this {
    return this.#observes(minute, { kind: 'reading', signatures, ...seen });
  }

  misses(minute: number): this {
    return this.#observes(minute, { kind: 'gone', final: true });
  }

  /** What was told, as `minute name`, with what is said of its flapping. */
  lines(): string[] {
    return this.told
      .splice(0)
      .map(({ minute, alert: { alert, flapping } }) => `${minute} ${alert}${flapping ? ` ${flapping.state}` : ''}`);
  }

  #observes(minute: number, observation: Observation): this {
    const now = start.add({ minutes: minute });
    const { petition, alerts } = dampened(this.petition, evaluate(this.petition, observation, now, this.settings), now);
    this.petition = petition;
    this.told.push(...alerts.map((alert) => ({ minute, alert })));
    return this;
  }
}

const deadlineAt = (index: number) => deadlines[index % 2];
const day = 24 * 60;

test('a deadline that alternates by ten minutes for a day is told twice, once more as changing, and when it has settled', () => {
  const polled = new Polled();
  for (let minute = 0; minute < day; minute++) polled.reads(minute, { deadline: deadlineAt(minute + 1) });
  expect(polled.lines()).toEqual(['0 deadline-changed', '1 deadline-changed', '2 deadline-changed started']);
  for (let minute = day; minute < 2 * day; minute++) polled.reads(minute, { deadline: deadlines[1] });
  const [last, ...others] = polled.told;
  expect(others).toEqual([]);
  expect(last).toMatchObject({
    // The last change was a minute before.
    minute: day + 60,
    alert: {
      id: 'test/1#4',
      alert: 'deadline-changed',
      detectedAt: start.add({ minutes: day + 60 }),
      deadline: deadlines[1],
      flapping: { state: 'settled', since: start, changes: day + 1 },
    },
  });
});

test("the platform's day of an answer that alternates flaps by itself, and settles where it is", () => {
  const history = rules({ thresholds: [{ name: 'response', signatures: 40, answerDue: true }] });
  const polled = new Polled({ history });
  for (const [minute, index] of [0, 1, 0, 1].entries()) polled.reads(minute, { answerDue: deadlines[index] });
  expect(polled.lines()).toEqual(['1 deadline-changed', '2 deadline-changed', '3 deadline-changed started']);
  for (let minute = 4; minute < 80; minute++) polled.reads(minute);
  expect(polled.lines()).toEqual(['63 deadline-changed settled']);
});

test.each([10, 25, 29])('changes %i minutes apart are still flapping', (apart) => {
  const polled = new Polled();
  for (let minute = 0; minute < day; minute++)
    polled.reads(minute, { deadline: deadlineAt(Math.floor(minute / apart) + 1) });
  expect(polled.told.length).toBe(3);
});

test('changes that are more than half an hour apart are told one by one', () => {
  const polled = new Polled();
  for (let minute = 0; minute < 310; minute++)
    polled.reads(minute, { deadline: deadlineAt(Math.floor(minute / 31) + 1) });
  expect(polled.lines()).toEqual(Array.from({ length: 10 }, (_, index) => `${31 * index} deadline-changed`));
});

test('what settles says where it moved from since the alert before, whatever it was in between', () => {
  const polled = new Polled();
  for (const [minute, index] of [1, 0, 1, 2, 0, 2].entries()) polled.reads(minute, { deadline: deadlines[index] });
  for (let minute = 6; minute < 66; minute++) polled.reads(minute, { deadline: deadlines[2] });
  expect(polled.told.at(-1)?.alert).toMatchObject({ previousDeadline: deadlines[1], deadline: deadlines[2] });
  expect(polled.told.length).toBe(4);
});

const stamped = (minute: number) => ({
  signatures: 10_003,
  stamps: { response: minute % 2 === 0 ? start : null },
});

test('a stamp that comes and goes: no main alert is lost, the last verdict is told when it holds', () => {
  const polled = new Polled({ history: rulebook['uk-parliament'] });
  for (let minute = 0; minute < 100; minute++)
    polled.reads(minute, { signatures: 9_990, stamps: { response: minute % 2 === 0 ? start : null } });
  expect(polled.lines()).toEqual(['0 threshold-met', '1 threshold-retracted', '2 threshold-met started']);
  for (let minute = 100; minute < 200; minute++) polled.reads(minute, stamped(0));
  expect(polled.lines()).toEqual(['160 threshold-met settled']);
  expect(polled.petition.thresholds.response?.verdict).toBe('met');
});

test('a threshold that is met for the first time is told at once, whatever else flaps', () => {
  const polled = new Polled();
  for (let minute = 0; minute < 100; minute++)
    polled.reads(minute, { deadline: deadlineAt(minute + 1), signatures: minute < 50 ? 50 : 150 });
  expect(polled.lines()).toContain('50 threshold-met');
});

test('an early closing that comes and goes is withdrawn when it no longer holds, and so is what followed from it', () => {
  const polled = new Polled();
  for (let minute = 0; minute < 51; minute++) polled.reads(minute, { signing: { open: minute % 2 === 1 } });
  for (let minute = 51; minute < 120; minute++) polled.reads(minute, { signing: { open: true } });
  expect(polled.lines()).toEqual([
    ...['0 closed-early', '0 threshold-missed', '2 closed-early', '2 threshold-missed'],
    ...['4 closed-early started', '4 threshold-missed started'],
    ...['111 closed-early withdrawn', '111 threshold-missed withdrawn'],
  ]);
});

test('a petition that is gone at every other poll is told as such, and withdrawn when it stays', () => {
  const polled = new Polled();
  for (let minute = 0; minute < 50; minute += 2) polled.misses(minute).reads(minute + 1);
  for (let minute = 50; minute < 120; minute++) polled.reads(minute);
  expect(polled.lines()).toEqual([
    ...['0 petition-gone', '2 petition-gone', '4 petition-gone started', '109 petition-gone withdrawn'],
  ]);
});

test('what flapped settles while the petition is gone, whatever waited for a second reading before', () => {
  const polled = new Polled({ confirms: true });
  for (let minute = 0; minute < 6; minute++) polled.reads(minute, { deadline: deadlineAt(1 + Math.floor(minute / 2)) });
  polled.reads(6, { deadline: deadlines[2] });
  for (let minute = 7; minute < 70; minute++) polled.misses(minute);
  expect(polled.lines()).toContain('65 deadline-changed settled');
});

test('while one thing flaps, another of less weight is told once in an hour, and settles without a start', () => {
  const polled = new Polled();
  for (let minute = 0; minute < 20; minute++) polled.reads(minute, { deadline: deadlineAt(minute + 1) });
  polled.lines();
  for (let minute = 20; minute < 40; minute += 2) polled.misses(minute).reads(minute + 1, { deadline: deadlines[0] });
  for (let minute = 40; minute < 200; minute++) polled.reads(minute, { deadline: deadlines[0] });
  expect(polled.lines()).toEqual(['20 petition-gone', '79 deadline-changed settled', '99 petition-gone withdrawn']);
});

test('a warning that no longer holds is not taken back: that its deadline moved is told', () => {
  const polled = new Polled({ warnBefore: ['P1D'] });
  const near = start.add({ hours: 24 });
  const moved = (minute: number): Seen => ({ deadline: near.add({ minutes: minute }) });
  for (let minute = 0; minute < 60; minute++) polled.reads(minute, moved(minute));
  for (let minute = 60; minute < 200; minute++) polled.reads(minute, { deadline: start.add({ hours: 100 }) });
  const lines = polled.lines();
  expect(lines.filter((line) => line.includes('deadline-changed')).length).toBe(4);
  expect(lines.filter((line) => line.includes('closing-soon')).length).toBeLessThanOrEqual(3);
  expect(lines.filter((line) => line.includes('closing-soon withdrawn'))).toEqual([]);
});

test('a reminder that is sent every hour does not flap', () => {
  const polled = new Polled({ remindEvery: 'PT1H' });
  polled.reads(0, { signatures: 150 });
  for (let minute = 11 * day; minute < 12 * day; minute++) polled.reads(minute, { signatures: 150 });
  const lines = polled.lines().filter((line) => line.includes('response-overdue'));
  expect(lines.length).toBe(24);
  expect(lines.filter((line) => /started|settled/.test(line))).toEqual([]);
});

test('the petition is polled at the minute at which something that flapped is told again', () => {
  const polled = new Polled({ longestSilence: 60 });
  for (let minute = 0; minute < 3; minute++) polled.reads(minute, { deadline: deadlineAt(minute + 1) });
  const now = start.add({ minutes: 30 });
  polled.reads(30, { deadline: deadlines[1] });
  expect(nextPoll(polled.petition, now, polled.settings)).toEqual({ at: start.add({ minutes: 62 }) });
});

test.each([
  ['a count', { signatures: 5_000, deadline: deadlines[1] }],
  ['a deadline', { deadline: deadlines[2] }],
])('%s that waits for a second reading does not settle anything', (_, doubtful) => {
  const polled = new Polled({ confirms: true });
  for (let minute = 0; minute < 6; minute++) polled.reads(minute, { deadline: deadlineAt(1 + Math.floor(minute / 2)) });
  expect(polled.lines()).toEqual(['1 deadline-changed', '3 deadline-changed', '5 deadline-changed started']);
  polled.reads(65, doubtful);
  expect(polled.lines()).toEqual([]);
  polled.reads(66, { deadline: deadlines[1] });
  expect(polled.lines()).toEqual(['66 deadline-changed settled']);
});

test('what is long ago is no longer kept, once something is written anyway', () => {
  const polled = new Polled().reads(0, { deadline: deadlines[1] });
  expect(polled.petition.recent).toEqual({ 'deadline-changed': { told: [start] } });
  polled.reads(70, { deadline: deadlines[1] });
  expect(polled.petition.recent).toBeDefined();
  polled.reads(71, { signatures: 51, deadline: deadlines[1] });
  expect(polled.petition.recent).toBeUndefined();
});

/** Each alert that can flap about a threshold, and that threshold while the alert is true of it. */
const flappingAlerts: readonly (readonly [AlertName, Partial<Threshold>])[] = [
  ['threshold-met', { verdict: 'met' }],
  ['threshold-missed', { verdict: 'missed' }],
  ['threshold-retracted', { verdict: 'open' }],
  ['threshold-changed', { needed: 200 }],
  ['response-met', { response: { verdict: 'met' } }],
  ['response-missed', { response: { verdict: 'missed' } }],
  ['response-late', { response: { verdict: 'late' } }],
  ['response-due-soon', { response: { verdict: 'due', deadline: deadlines[0] } }],
  ['forecast-changed', { verdict: 'open', prospect: { likely: true, at: start } }],
  ['response-overdue', {}],
  ['watch-started', {}],
];
/** Of these there is nothing to take back. */
const neverWithdrawn: readonly AlertName[] = [
  'response-due-soon',
  'forecast-changed',
  'response-overdue',
  'watch-started',
];

test.each(flappingAlerts)('%s that flapped settles where it is true of the petition', (name, facts) => {
  const base = { needed: 100, certain: true, occurrence: 1, verdict: 'met', response: { verdict: 'none' } } as const;
  const about = { threshold: 'response', needed: 200, deadline: deadlines[0] };
  const alert: Alert = { ...sample('forecast-changed'), ...about, alert: name };
  const now = start.add({ hours: 1 });
  /** What is told an hour after the last change, if it `holds` then as it does now. */
  const told = (threshold: Threshold, holds: boolean) => {
    const petition: Petition = {
      ...newPetition('test/1'),
      thresholds: { response: threshold },
      last: { at: now, signatures: 50 },
      recent: {
        fact: { told: [], flapping: { alert, isTold: true, holds, since: start, changes: 3, changedAt: start } },
      },
    };
    return dampened(petition, { petition, alerts: [] }, now).alerts.map(({ flapping }) => flapping?.state);
  };
  expect(told({ ...base, ...facts }, true)).toEqual(['settled']);
  expect(told({ ...base, ...facts }, false)).toEqual([]);
  const verdict = name === 'threshold-retracted' ? 'met' : name === 'threshold-missed' ? 'open' : 'missed';
  expect(told({ ...base, verdict }, false)).toEqual(neverWithdrawn.includes(name) ? [] : ['withdrawn']);
});

test('what flapped settles with its own count where there is no reading any more', () => {
  const alert = sample('petition-gone');
  const flapping = { alert, isTold: true, holds: true, since: start, changes: 3, changedAt: start };
  const gone = { since: start, told: true };
  const petition: Petition = { ...newPetition('test/1'), gone, recent: { fact: { told: [], flapping } } };
  const { alerts } = dampened(petition, { petition, alerts: [] }, start.add({ hours: 1 }));
  expect(alerts).toMatchObject([{ signatures: alert.signatures, flapping: { state: 'settled' } }]);
});

test('it is polled when that hour is over, and not for what does not flap', () => {
  const alert = sample('petition-gone');
  const flapping = { alert, isTold: true, holds: true, since: start, changes: 3, changedAt: start };
  const recent = { flaps: { told: [], flapping }, steady: { told: [] } };
  expect(steadyTimes({ ...newPetition('test/1'), recent })).toEqual([start.add({ hours: 1 })]);
});

test('the verdicts of a threshold are one fact, those of another are another', () => {
  expect(factOf(sample('threshold-met'))).toBe(factOf(sample('threshold-retracted')));
  expect(factOf(sample('response-missed'))).toBe(factOf(sample('response-late')));
  expect(factOf({ alert: 'threshold-met', threshold: 'debate' })).not.toBe(factOf(sample('threshold-met')));
  expect(factOf(sample('threshold-met'))).not.toBe(factOf(sample('response-met')));
});

test('a forecast is taken back by its opposite', () => {
  const older = sample('forecast-changed');
  const { forecast } = older;
  if (forecast === undefined) throw new Error('the sample has no forecast');
  const opposite: Alert = { ...older, forecast: { ...forecast, likely: !forecast.likely } };
  expect([isTakenBack(older, older), isTakenBack(older, opposite)]).toEqual([false, true]);
});

test('of two moves that are told as one, the first says where from, unless that is where it is again', () => {
  const [first, second, third] = deadlines;
  const older: Alert = { ...sample('deadline-changed'), previousDeadline: first, deadline: second };
  const moved = (deadline: typeof first): Alert => ({ ...older, previousDeadline: second, deadline });
  expect(withEarlierFrom(older, moved(third)).previousDeadline).toEqual(first);
  expect(withEarlierFrom(older, moved(first)).previousDeadline).toEqual(second);

  const raised: Alert = { ...sample('threshold-changed'), previousNeeded: 100, needed: 200 };
  const raisedTo = (needed: number): Alert => ({ ...raised, previousNeeded: 200, needed });
  expect(withEarlierFrom(raised, raisedTo(300)).previousNeeded).toBe(100);
  expect(withEarlierFrom(raised, raisedTo(100)).previousNeeded).toBe(200);
});

test.each(['started', 'settled', 'withdrawn'] as const)(
  'every alert can be told as %s: in 160 places, with a subject',
  (state) => {
    for (const [, alert] of samples) {
      const message = alertMessage({ ...alert, flapping: { state, since: start, changes: 1_439 } });
      expect(message.sms.length).toBeLessThanOrEqual(160);
      expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    }
  },
);

test('what flaps is worded for people', () => {
  const alert = { ...sample('deadline-changed'), flapping: { state: 'started' as const, since: start, changes: 3 } };
  expect(alertWording(alert)).toMatchInlineSnapshot(`
{
  "happened": "The signing deadline has moved from 1 September 2026, 23:59 (London time) to 2 September 2026, 23:59 (London time). The platform keeps changing this, with 3 changes since 10 March 2026, 10:00 (London time). You will get no other alert about it until it has been the same for an hour.",
  "headline": "Keeps changing: Signing now ends on 2 September 2026: 9,000 signatures",
  "next": "All verdicts are re-evaluated against the new deadline.",
}
`);
  expect(alertWording({ ...alert, flapping: { ...alert.flapping, state: 'settled' } })).toMatchInlineSnapshot(`
{
  "happened": "The signing deadline has moved from 1 September 2026, 23:59 (London time) to 2 September 2026, 23:59 (London time). This has been the same for an hour, after 3 changes since 10 March 2026, 10:00 (London time).",
  "headline": "Settled: Signing now ends on 2 September 2026: 9,000 signatures",
  "next": "All verdicts are re-evaluated against the new deadline.",
}
`);
  expect(alertWording({ ...alert, flapping: { ...alert.flapping, state: 'withdrawn' } })).toMatchInlineSnapshot(`
{
  "happened": "The platform showed something for a time, and has not shown it for an hour, after 3 changes since 10 March 2026, 10:00 (London time). It was: The signing deadline has moved from 1 September 2026, 23:59 (London time) to 2 September 2026, 23:59 (London time).",
  "headline": "No longer so: Signing now ends on 2 September 2026: 9,000 signatures",
}
`);
});
