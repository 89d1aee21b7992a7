/** Random lives of a petition to We the People, and the ticks, crashes and overlapping runs that it is watched by. */
import fc from 'fast-check';
import type { Look, Seen } from './polls.ts';
import type { Cut } from './cut.ts';

/** What the platform shows, in its own words; times are seconds since 1970. */
export interface Shown {
  readonly signatureCount: number;
  readonly status: 'open' | 'pending response' | 'responded' | 'closed';
  readonly deadline: number;
  readonly response: { readonly id: number; readonly associationTime?: number } | null;
}

export interface Tick {
  /** Minutes from the last tick, or from the deadline ahead. */
  readonly wait: number;
  readonly from: 'tick' | 'deadline' | 'answer due';
  readonly count?: number | undefined;
  readonly status?: Shown['status'] | undefined;
  /** How long ago the answer was given, in minutes; null where the platform does not say when. */
  readonly answered?: number | null | undefined;
  /** By how many minutes the deadline moves. */
  readonly moved?: number | undefined;
  readonly platform: 'up' | 'down' | 'gone' | 'removed';
  /** A second run beside the first: from its beginning, or while it publishes. */
  readonly second?: 'at once' | 'meanwhile' | undefined;
  readonly cut?: Cut | undefined;
}

const day = 24 * 60;
const sometimes = <Value>(weight: number, value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

const wait = fc.oneof(
  fc.record({ from: fc.constant<'tick'>('tick'), wait: fc.constantFrom(1, 60, 5, 15, 700, day, 2 * day, 9 * day) }),
  fc.record({
    from: fc.constantFrom<Tick['from'][]>('deadline', 'answer due'),
    wait: fc.constantFrom(0, 1, -1, 7, -day, -3 * day, 30, day),
  }),
);

const tick: fc.Arbitrary<Tick> = fc
  .tuple(
    wait,
    fc.record({
      count: sometimes(1, fc.constantFrom(90, 99, 100, 150, 400)),
      status: sometimes(3, fc.constantFrom<Shown['status'][]>('open', 'pending response', 'responded', 'closed')),
      answered: sometimes(6, fc.constantFrom(0, null, 5, 3 * day)),
      moved: sometimes(9, fc.constantFrom(5 * day, -2 * day, 120, 40 * day)),
      platform: fc.constantFrom<Tick['platform'][]>(...Array<'up'>(10).fill('up'), 'down', 'gone', 'removed'),
      second: fc.constantFrom<Tick['second'][]>(undefined, 'at once', 'meanwhile'),
      cut: sometimes(
        1,
        fc
          .tuple(
            fc.constantFrom([5, 'changes'] as const, [5, 'changes'] as const, [14, 'all'] as const),
            fc.nat(13),
            fc.boolean(),
            fc.boolean(),
          )
          .map(([[most, of], call, carriedOut, forGood]) => ({ call: 1 + (call % most), of, carriedOut, forGood })),
      ),
    }),
  )
  .map(([when, what]) => ({ ...what, ...when }));

export const ticks = fc.array(tick, { minLength: 2, maxLength: 10 });

/** What the platform shows after one more step of its life. */
export function lived(shown: Shown, { count, status, answered, moved }: Tick, now: number): Shown {
  const associationTime = answered === null ? {} : { associationTime: now - (answered ?? 0) * 60 };
  return {
    signatureCount: count ?? shown.signatureCount,
    status: status ?? shown.status,
    deadline: shown.deadline + (moved ?? 0) * 60,
    response: answered === undefined ? shown.response : { id: 1, ...associationTime },
  };
}

/** What is to be read there, as the notes in the source have it. */
export function seen({ signatureCount, status, deadline, response }: Shown, opened: number, needed: number): Seen {
  const at = response?.associationTime;
  const isAnswered = response !== null || status === 'responded';
  return {
    signatures: signatureCount,
    opened,
    deadline: deadline * 1000,
    needed: { response: needed },
    answer: isAnswered ? { ...(at !== undefined && { at: at * 1000 }) } : null,
    ...(status === 'pending response' && { met: ['response'] }),
    ...(status !== 'responded' && { signing: status === 'closed' ? { open: false } : { open: true } }),
  };
}

export const sawOf = (platform: Tick['platform'], reading: Seen): Look['saw'] =>
  platform === 'gone' || platform === 'removed' ? platform : reading;
