/**
 * Rules: the signing window, the thresholds and what the authority owes, for petitions opened from a date on.
 * Rules are data. The built-in ones are in rulebook.ts, a config may bring its own; both have this shape.
 */
import * as z from 'zod/mini';
import { strictObject } from './strict.ts';
import { cutoffs, duration, isAfter, startOfDay, timeZone, type Instant } from './time.ts';

/** What the clock of a response is worth: the words of an alert follow it ("was due", "was promised", "was expected"). */
export const commitments = ['statute', 'promise', 'convention'] as const;

/** What starts the clock of a response; all but the first two are the authority's taking the petition in, by its own name. */
export const clocks = ['met', 'closed', 'presented', 'submitted', 'referred', 'established'] as const;

const count = z.int({ error: 'must be a whole number of signatures, such as 100000' });

const threshold = strictObject({
  /** Its name in alerts and filters, such as `response`. */
  name: z
    .string()
    .check(z.regex(/^[a-z][a-z0-9-]{0,31}$/, { error: 'must be a short lower-case name, such as "response"' })),
  /** Met at this many signatures, inclusive. */
  signatures: count.check(z.positive({ error: 'must be above zero, such as 100000' })),
  /** How long the authority has once the threshold is met. Absent: meeting it obliges nobody to answer. */
  responseWindow: z.optional(duration),
  /** What starts that clock: meeting the threshold (when absent), the end of signing, or an event that the platform stamps. */
  clock: z.optional(z.enum(clocks, { error: `must be one of "${clocks.join('", "')}"` })),
  /** What meeting it brings, to follow "now": "the government responds". */
  consequence: z.optional(z.string()),
});

export const rulesSchema = strictObject({
  /** Where days begin and end. */
  timeZone,
  /** How long signatures are collected, from opening. Absent: without end, unless the platform gives a deadline. */
  signingWindow: z.optional(duration),
  cutoff: z._default(z.enum(cutoffs, { error: 'must be "same-time" or "end-of-day"' }), 'same-time'),
  thresholds: z.array(threshold).check(
    z.minLength(1, { error: 'must hold a threshold, such as { "name": "response", "signatures": 100000 }' }),
    z.refine((all) => new Set(all.map((one) => one.name)).size === all.length, {
      error: 'must have each name once: "response", "debate", …',
    }),
  ),
  /** Whether a threshold that was met counts as not met when signatures are removed again. */
  retractable: z._default(z.boolean({ error: 'must be true or false' }), false),
  /** Whether the platform takes no signature after the signing deadline, so that a count read later was reached by it. */
  stopsAtDeadline: z._default(z.boolean({ error: 'must be true or false' }), false),
  commitment: z._default(z.enum(commitments, { error: 'must be "statute", "promise" or "convention"' }), 'promise'),
  /** Who answers, in a sentence: "the White House". */
  authority: z._default(z.string(), 'the authority'),
});

export type Rules = z.output<typeof rulesSchema>;
export type ThresholdRule = Rules['thresholds'][number];

/** The words of the rule that an edition encodes. */
export interface Provenance {
  /** The rule itself, in the words of its source or, where that is no English, in ours. */
  readonly text: string;
  /** Where it stands. */
  readonly source: string;
  /** The civil date as of which it stood there. */
  readonly asOf: string;
}

/** Rules and the civil date (in their own zone) from which newly opened petitions fall under them. */
export interface Edition {
  readonly from: string;
  readonly rules: Rules;
  readonly says?: Provenance;
}

/** The editions of the built-in rules of a platform: each says what it rests on. */
export type DocumentedEdition = Edition & Required<Pick<Edition, 'says'>>;
export type DocumentedHistory = readonly [DocumentedEdition, ...DocumentedEdition[]];

/** The editions of one platform's rules, oldest first. */
export type RulesHistory = readonly [Edition, ...Edition[]];

/** Rules without a history: the same for every petition, whenever it opened. */
export const undated = (rules: Rules): RulesHistory => [{ from: '1970-01-01', rules }];

/**
 * The rules a petition falls under: the last edition that began on or before its opening day. A petition older than
 * the first edition falls under the first; one whose opening is not known, under the last.
 */
export function rulesFor(history: RulesHistory, opened: Instant | undefined): Rules {
  const inForce = history.filter(
    ({ from, rules }) => opened === undefined || !isAfter(startOfDay(from, rules.timeZone), opened),
  );
  return (inForce.at(-1) ?? history[0]).rules;
}

/** The same history with another length for every response it owes. */
export function withResponseWindow(history: RulesHistory, responseWindow: string): RulesHistory {
  const change = ({ from, rules }: Edition): Edition => ({
    from,
    rules: {
      ...rules,
      thresholds: rules.thresholds.map((one) => (one.responseWindow === undefined ? one : { ...one, responseWindow })),
    },
  });
  const [first, ...later] = history;
  return [change(first), ...later.map(change)];
}
