/** Random histories of one petition: what its platform comes to say, and when it is looked at. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import type { Rules } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';
import { hours, minutes } from './civil.ts';
import type { Terms } from './polls.ts';

const days = 24 * hours;
const seconds = 1000;

export type Change =
  | { readonly kind: 'count'; readonly to: number }
  | { readonly kind: 'stamp'; readonly which: string; readonly ago: number }
  | { readonly kind: 'take-back' | 'status'; readonly which: string }
  | { readonly kind: 'answer'; readonly ago: number | null }
  | { readonly kind: 'deadline' | 'answer-due'; readonly by: number }
  | { readonly kind: 'close'; readonly ago: number | null; readonly reason?: string }
  | { readonly kind: 'no-answer' | 'reopen' };

export interface Step {
  /** From the last look, or from the deadline or warning `to` steps ahead. */
  readonly wait: { readonly to?: number; readonly by: number };
  readonly changes: readonly Change[];
  readonly sees: 'reading' | 'gone' | 'removed';
  /** How long before the look the platform was asked. */
  readonly asked: number;
  /** The platform says nothing but the count. */
  readonly terse: boolean;
}

export interface History {
  readonly opened: number;
  /** The platform's own numbers. */
  readonly needed?: Readonly<Record<string, number>>;
  readonly steps: readonly Step[];
}

const rules: fc.Arbitrary<Rules> = fc
  .record({
    timeZone: fc.constantFrom('Europe/London', 'America/New_York'),
    signingWindow: fc.constantFrom('P3D', 'P30D', 'P1M', 'P6M', undefined),
    cutoff: fc.constantFrom('same-time', 'end-of-day'),
    lapse: fc.constantFrom(undefined, undefined, { within: 'P2D', atLeast: 50 }),
    retractable: fc.boolean(),
    stopsAtDeadline: fc.boolean(),
    thresholds: fc
      .tuple(fc.constantFrom('P2D', 'P10D', 'P1M', 'own', undefined, null), fc.constantFrom('P5D', undefined, null))
      .map(([first, second]) => [
        ...(first === null
          ? []
          : [
              {
                name: 'response',
                signatures: 100,
                ...(first === 'own' ? { answerDue: true } : { responseWindow: first }),
              },
            ]),
        ...(second === null ? [] : [{ name: 'debate', signatures: 1000, responseWindow: second }]),
      ]),
  })
  .map((one) => z.parse(rulesSchema, one));

export const terms: fc.Arbitrary<Terms> = fc.record({
  rules,
  lagMinutes: fc.constantFrom(0, 0, 0, 1, 3, 5),
  remindEvery: fc.constantFrom(undefined, 'P1D', 'P7D', 'P1M'),
  warnBefore: fc.constantFrom([], ['P3D', 'P1D'], ['PT6H'], ['P1D', 'P1W', 'PT1H']),
  announceStart: fc.boolean(),
});

/** Some days before clocks change in London or New York, most often. */
const opened = fc
  .tuple(
    fc.constantFrom('2026-08-31T10:00:00Z', '2026-03-01T10:00:00Z', '2026-03-27T01:30:00Z', '2026-10-10T05:30:00Z'),
    fc.constantFrom(0, 1, 30 * minutes, 5 * hours + 7),
  )
  .map(([text, more]) => Date.parse(text) + more);

const ago = fc.constantFrom(0, 1, minutes, 9 * minutes, 5 * hours, 30 * hours, 12 * days);
const which = fc.constantFrom('response', 'debate');
const kind = <Kind extends Change['kind']>(one: Kind): fc.Arbitrary<Kind> => fc.constant(one);

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ kind: kind('count'), to: fc.constantFrom(0, 50, 99, 100, 101, 600, 1000, 1500) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: kind('stamp'), which, ago }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('take-back'), which }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('status'), which }) },
  { weight: 2, arbitrary: fc.record({ kind: kind('answer'), ago: fc.option(ago, { freq: 2 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind('no-answer') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: kind('deadline'),
      by: fc.constantFrom(5 * days, 40 * days, 2 * hours, minutes, 30 * seconds, -30 * seconds, -2 * hours, -5 * days),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind('answer-due'), by: fc.constantFrom(40 * days, 5 * days, 2 * hours, -5 * days) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('close'), ago: fc.option(ago), reason: fc.constantFrom(undefined, 'rejected') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: kind('reopen') }) },
);

const since = fc.record({
  by: fc.constantFrom(
    ...[minutes, 1, seconds, 5 * minutes, 10 * minutes, 3 * hours, 20 * hours, 4 * days, 25 * days, 0, -minutes],
  ),
});
const around = fc.record({
  to: fc.nat(3),
  by: fc.constantFrom(
    ...[
      0,
      0,
      0,
      0,
      1,
      -1,
      minutes,
      -minutes,
      3 * minutes + 1,
      5 * minutes,
      5 * minutes + 1,
      12 * minutes,
      -12 * minutes,
    ],
  ),
});

const step: fc.Arbitrary<Step> = fc.record({
  wait: fc.oneof(since, around),
  changes: fc.array(change, { maxLength: 2 }),
  sees: fc.constantFrom('reading', ...Array<'reading'>(16).fill('reading'), 'gone', 'gone', 'removed'),
  asked: fc.constantFrom(0, 0, 0, 0, seconds, 2 * minutes),
  terse: fc.constantFrom(false, false, false, true),
});

export const history: fc.Arbitrary<History> = fc.record({
  opened,
  needed: fc.constantFrom(undefined, undefined, { response: 101 }),
  steps: fc.array(step, { minLength: 1, maxLength: 25 }),
});
