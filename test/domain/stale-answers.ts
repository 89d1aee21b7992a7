/**
 * A platform that lives its true history and answers from copies: each request gets the truth of some time within its
 * lag, or, now and then, an old copy that says its age, or one wrong value. What is told is held against the truth.
 */
import fc from 'fast-check';
import { dueInstant, nextPoll } from '../../src/domain/cadence.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import type { Observation, Reading } from '../../src/domain/observation.ts';
import { earliest, isAfter, type Instant } from '../../src/domain/time.ts';
import { at, rules } from './story.ts';

const opened = at('2026-03-01T10:00:00Z');
const deadline = at('2026-03-01T22:00:00Z');
const needed = 20_000;
const responseWindow = 'PT12H';
const thresholds = [{ name: 'response', signatures: needed, responseWindow }];

/** What really happens. */
interface Truth {
  /** Signatures at the opening, and how many are added in each hour until signing ends. */
  readonly start: number;
  readonly hourly: number;
  /** Hours from the opening to the answer; undefined: there is none. */
  readonly answered: number | undefined;
  /** Whether the platform stamps what it shows. */
  readonly stamps: boolean;
  readonly lagMinutes: number;
  /** For each request in turn: how it is answered. */
  readonly answers: readonly Answered[];
}

/** An old copy of so many minutes, one wrong value, or the petition gone; undefined: the truth within the lag. */
type Answered = { readonly age: number } | { readonly wrong: Partial<Reading> } | 'gone' | undefined;

const wrong = fc.constantFrom<Partial<Reading>>(
  { signatures: 0 },
  { signatures: 12 },
  { signatures: 9_000_000 },
  { deadline: at('2026-03-01T12:00:00Z') },
  { deadline: at('2027-03-02T10:00:00Z') },
  { signing: { open: false } },
  { answer: {} },
  { answer: null },
  { needed: { response: 10 } },
  { needed: { response: 90_000 } },
  { stamps: { response: null } },
);

const answered = fc.oneof(
  { weight: 12, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.record({ age: fc.integer({ min: 1, max: 59 }) }) },
  { weight: 1, arbitrary: fc.record({ wrong }) },
  { weight: 1, arbitrary: fc.constant('gone' as const) },
);

export const truths: fc.Arbitrary<Truth> = fc.record({
  start: fc.integer({ min: 12_000, max: 19_990 }),
  hourly: fc.integer({ min: 0, max: 1_500 }),
  answered: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  stamps: fc.boolean(),
  lagMinutes: fc.constantFrom(0, 3, 10),
  answers: fc.array(answered, { minLength: 60, maxLength: 200 }),
});

const hoursBetween = (from: Instant, to: Instant): number =>
  (to.epochMilliseconds - from.epochMilliseconds) / 3_600_000;

/** When the count is reached, to the hour; undefined where signing ends before. */
function metAt({ start, hourly }: Truth): Instant | undefined {
  const hours = hourly === 0 ? Infinity : Math.ceil((needed - start) / hourly);
  const met = hours < 1_000 ? opened.add({ hours }) : undefined;
  return met === undefined || isAfter(met, deadline) ? undefined : met;
}

function shownAt(truth: Truth, when: Instant): Reading {
  const over = isAfter(when, deadline);
  const hours = Math.floor(hoursBetween(opened, earliest(when, deadline)));
  const met = metAt(truth);
  const answer = truth.answered === undefined ? undefined : opened.add({ hours: truth.answered });
  const isStamped = met !== undefined && !isAfter(met, when);
  return {
    signatures: truth.start + truth.hourly * Math.max(hours, 0),
    opened,
    deadline,
    needed: { response: needed },
    signing: over ? { open: false, ...(truth.stamps && { at: deadline }) } : { open: true },
    answer: answer === undefined || isAfter(answer, when) ? null : truth.stamps ? { at: answer } : {},
    ...(truth.stamps && { stamps: { response: isStamped ? met : null } }),
  };
}

/** The main alerts of a history, each with the polls between when it could first be read and when it was told. */
export function toldOf(truth: Truth): readonly string[] {
  const settings: WatchSettings = {
    history: rules({ thresholds, stopsAtDeadline: true, retractable: true }),
    warnBefore: [],
    announceStart: false,
    confirms: true,
    lagMinutes: truth.lagMinutes,
  };
  let petition = newPetition('test/1');
  let now = opened.add({ minutes: 30 });
  const told: string[] = [];
  let isWrong = false;
  const end = opened.add({ hours: 120 });
  for (let request = 0; !isAfter(now, end); request++) {
    // A wrong value comes once: the first answer, and the one after it, are true.
    const how: Answered = request === 0 || isWrong ? undefined : truth.answers[request % truth.answers.length];
    isWrong = how !== undefined;
    const { petition: next, alerts } = evaluate(petition, observationOf(truth, how, now, request), now, settings);
    petition = next;
    told.push(...alerts.map(({ alert }) => alert));
    now = nextMinute(dueInstant(petition.petition, nextPoll(petition, now, settings), now), now);
  }
  return told;
}

function observationOf(truth: Truth, how: Answered, now: Instant, request: number): Observation {
  // Within its lag a platform says nothing of how old an answer is.
  const lag = (request * 7) % (truth.lagMinutes + 1);
  const current = shownAt(truth, now.subtract({ minutes: lag }));
  if (how === 'gone') return { kind: 'gone', final: true };
  if (how === undefined) return { kind: 'reading', ...current };
  if ('wrong' in how) return { kind: 'reading', ...current, ...how.wrong };
  const made = now.subtract({ minutes: how.age });
  return { kind: 'reading', ...shownAt(truth, made.subtract({ minutes: lag })), requestedAt: made };
}

/** Ticks come each minute. */
function nextMinute(due: Instant, now: Instant): Instant {
  const minute = 60_000;
  const next = Math.max(Math.ceil(due.epochMilliseconds / minute), Math.floor(now.epochMilliseconds / minute) + 1);
  return now.add({ milliseconds: next * minute - now.epochMilliseconds });
}

/** What a history has to say, and nothing else. */
export function trueAlerts(truth: Truth): readonly string[] {
  const met = metAt(truth);
  const answer = truth.answered === undefined ? undefined : opened.add({ hours: truth.answered });
  if (met === undefined) return answer === undefined ? ['threshold-missed'] : ['response-met', 'threshold-missed'];
  if (answer === undefined) return ['response-missed', 'threshold-met'];
  const due = met.add({ hours: 12 });
  return isAfter(answer, due)
    ? ['response-late', 'response-missed', 'threshold-met']
    : ['response-met', 'threshold-met'];
}

/** Of so many true histories nothing is told that the truth denies, and nothing is left out. */
export function tellsTheTruth(histories: number): void {
  fc.assert(
    fc.property(truths, (truth) => {
      // An answer within a poll or two of its date may be told as one that was possibly in time.
      const met = metAt(truth);
      const slack =
        met === undefined || truth.answered === undefined
          ? Infinity
          : hoursBetween(met, opened.add({ hours: truth.answered })) - 12;
      fc.pre(slack <= -1 || slack > 1);
      expect([...toldOf(truth)].sort()).toEqual(trueAlerts(truth));
    }),
    { numRuns: histories },
  );
}
