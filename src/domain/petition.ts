/**
 * The state of one watched petition: the facts from its platform, the verdicts, and which alerts were sent. The core
 * takes and returns this state. Through the codec, it is also what is stored.
 */
import * as z from 'zod/mini';
import { alertSchema, bracket, responseVerdict, thresholdVerdict } from './alerts.ts';
import { allowanceSchema } from './request-budget.ts';
import { countsCodec } from './count-series.ts';
import { keptForecastsCodec } from './kept-forecasts.ts';
import { growthRatesSchema } from './growth-rates.ts';
import { instant } from './time.ts';

export type Bracket = z.output<typeof bracket>;

/** Why we say that something happened: the platform's stamp, the two readings around it, or both. */
const evidence = z.object({
  stamp: z.optional(instant),
  between: bracket,
  /** The instant by which it had certainly happened: the stamp, or the end of the bracket. */
  by: instant,
});

const response = z.object({
  verdict: responseVerdict,
  deadline: z.optional(instant),
  /** Why the deadline may be later, where that is not shown: then it is the earliest one. */
  laterIf: z.optional(z.string()),
  /** The last warning that was sent: the instant from which it was due. */
  warned: z.optional(instant),
  /** The last reminder of an overdue response: the instant from which it was due. */
  reminded: z.optional(instant),
});

const threshold = z.object({
  verdict: thresholdVerdict,
  needed: z.int(),
  certain: z.boolean(),
  /**
   * How many times this threshold has been met, including this time. A retraction, or a verdict evaluated again, begins
   * the next.
   */
  occurrence: z.int(),
  /** It was met in an earlier occurrence. Without this, an earlier one was only missed. */
  metBefore: z.optional(z.boolean()),
  met: z.optional(evidence),
  /** Why it is missed. */
  reason: z.optional(z.enum(['deadline-passed', 'closed-early', 'retracted', 'not-verified'])),
  /**
   * Where the rules need a minimum in parts: how many parts reached it when the platform last showed them, and when.
   */
  parts: z.optional(z.object({ have: z.int(), at: instant })),
  /** The platform has withdrawn its stamp of meeting the threshold, and has not given it again. */
  takenBack: z.optional(z.boolean()),
  /** The two readings between which the count fell below a met, retractable threshold. */
  below: z.optional(bracket),
  /** Whether it was likely to be met, by the last alert or at the first poll, and when that was. */
  prospect: z.optional(z.object({ likely: z.boolean(), at: instant })),
  response,
});

/** A fact that changes too often to be told each time: flapping.ts. */
const flapping = z.object({
  /** The last alert about it. */
  alert: alertSchema,
  /** Whether that was told. */
  isTold: z.boolean(),
  /** Whether it is still true. */
  holds: z.boolean(),
  since: instant,
  changes: z.int(),
  changedAt: instant,
});

const recentFact = z.object({
  /** When it was told, of the last hour. */
  told: z.array(instant),
  flapping: z.optional(flapping),
});

export const petitionSchema = z.object({
  /** `source/id` */
  petition: z.string(),
  title: z.optional(z.string()),
  url: z.optional(z.string()),
  opened: z.optional(instant),
  /** When the platform registered it, where that decides which rules apply. */
  registered: z.optional(instant),
  /** When signing ends, and who says so. */
  deadline: z.optional(z.object({ at: instant, by: z.enum(['platform', 'rules']) })),
  /** Set once the platform says that signing has ended. */
  closed: z.optional(z.extend(evidence, { early: z.boolean(), reason: z.optional(z.string()) })),
  /** The platform's own numbers for this petition, by threshold name. */
  needed: z.optional(z.record(z.string(), z.int())),
  /** Who answers it, where the platform says so. */
  authority: z.optional(z.string()),
  /** What became of its debate. */
  debate: z.optional(
    z.object({
      state: z.enum(['scheduled', 'held', 'declined']),
      on: z.optional(z.string()),
      url: z.optional(z.string()),
    }),
  ),
  /** The platform's own day for the answer. */
  answerDue: z.optional(instant),
  /** The authority's answer, and how it begins. */
  answer: z.optional(z.extend(evidence, { url: z.optional(z.string()), text: z.optional(z.string()) })),
  /** The event that starts the response clock, where the rules name one. */
  clock: z.optional(evidence),
  /** The latest poll that gave a count, and when its answer was made, where that was earlier. */
  last: z.optional(z.object({ at: instant, asOf: z.optional(instant), signatures: z.int() })),
  /** An implausible count that waits for a second reading to confirm it, and since when. */
  doubted: z.optional(z.object({ at: instant, signatures: z.int() })),
  /** What only one reading has said so far, by claim: the reading before it and that one, and what it said. */
  unconfirmed: z.optional(z.record(z.string(), z.object({ between: bracket, value: z.string() }))),
  /** The counts that differed from the one before: the recent end of the petition's history. */
  counts: countsCodec,
  /** How fast it has been growing recently, for forecasts. */
  paces: z.optional(growthRatesSchema),
  /** Forecasts as they were made, to be held against what came. */
  forecasts: z.optional(keptForecastsCodec),
  thresholds: z.record(z.string(), threshold),
  /** The last `closing-soon` that was sent: the instant from which it was due. */
  warned: z.optional(instant),
  /** Since when the platform does not know the petition, and whether we have notified. */
  gone: z.optional(z.object({ since: instant, told: z.boolean() })),
  /** What remains of its request budget, where there is one. */
  allowance: z.optional(allowanceSchema),
  /** What was told lately or flaps, by the name of the fact: flapping.ts. */
  recent: z.optional(z.record(z.string(), recentFact)),
  /** How many alerts this petition has had: the number of the last one. */
  alerts: z.int(),
});

export type Petition = z.output<typeof petitionSchema>;
export type Threshold = Petition['thresholds'][string];
/** A threshold without its response and its likelihood. */
export type Verdict = Omit<Threshold, 'response' | 'prospect'>;
export type LikelihoodState = NonNullable<Threshold['prospect']>;
export type Response = Threshold['response'];
export type Flapping = z.output<typeof flapping>;
export type RecentFact = z.output<typeof recentFact>;
export type Evidence = z.output<typeof evidence>;

/** A petition that is to be watched and has not been polled yet. */
export const newPetition = (petition: string): Petition => ({ petition, counts: [], thresholds: {}, alerts: 0 });
