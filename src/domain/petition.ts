/**
 * What is known of one watched petition: the facts its platform gave, the verdicts, and what has been told. This is
 * the state that the core takes and returns, and, through the codec, the state that is stored.
 */
import * as z from 'zod/mini';
import { bracket, responseVerdict, thresholdVerdict } from './alerts.ts';
import { allowanceSchema } from './request-budget.ts';
import { countsCodec } from './count-series.ts';
import { growthRatesSchema } from './growth-rates.ts';
import { instant } from './time.ts';

/** Why something is held to have happened: the platform's stamp, the two readings around it, or both. */
const evidence = z.object({
  stamp: z.optional(instant),
  between: bracket,
  /** The instant by which it had certainly happened: the stamp, or else the end of the bracket. */
  by: instant,
});

const response = z.object({
  verdict: responseVerdict,
  deadline: z.optional(instant),
  /** The last warning given: the instant from which it was due. */
  warned: z.optional(instant),
  /** The last reminder that the answer is overdue: the instant from which it was due. */
  reminded: z.optional(instant),
});

const threshold = z.object({
  verdict: thresholdVerdict,
  needed: z.int(),
  certain: z.boolean(),
  /** Which meeting of this threshold it is: a retraction, or a verdict worked out again, begins the next. */
  occurrence: z.int(),
  met: z.optional(evidence),
  /** Why it is missed. */
  reason: z.optional(z.enum(['deadline-passed', 'closed-early', 'retracted'])),
  /** Where the rules ask for a minimum in parts: in how many it was reached when the platform last showed them, and when. */
  parts: z.optional(z.object({ have: z.int(), at: instant })),
  /** The platform has taken back the stamp of the meeting, and has not given it again. */
  takenBack: z.optional(z.boolean()),
  /** The two readings between which a met, retractable threshold fell below its line. */
  below: z.optional(bracket),
  /** Whether it was last told, or found on first sight, to be likely met, and when that was. */
  prospect: z.optional(z.object({ likely: z.boolean(), at: instant })),
  response,
});

export const petitionSchema = z.object({
  /** `source/id` */
  petition: z.string(),
  title: z.optional(z.string()),
  url: z.optional(z.string()),
  opened: z.optional(instant),
  /** When the platform registered it, where that decides by which rules it goes. */
  registered: z.optional(instant),
  /** When signing ends, and who says so. */
  deadline: z.optional(z.object({ at: instant, by: z.enum(['platform', 'rules']) })),
  /** Set once the platform says that signing has ended. */
  closed: z.optional(z.extend(evidence, { early: z.boolean(), reason: z.optional(z.string()) })),
  /** The platform's own numbers for this petition, by threshold name. */
  needed: z.optional(z.record(z.string(), z.int())),
  /** The authority's answer. */
  answer: z.optional(z.extend(evidence, { url: z.optional(z.string()) })),
  /** The event by which the rules have the clock of a response start, where they name one. */
  clock: z.optional(evidence),
  /** The latest look that gave a count. */
  last: z.optional(z.object({ at: instant, signatures: z.int() })),
  /** A count that leapt, since when it is held for a second reading to confirm it. */
  doubted: z.optional(z.object({ at: instant, signatures: z.int() })),
  /** The counts that differed from the one before: the recent end of the petition's history. */
  counts: countsCodec,
  /** How fast it has been growing of late, for forecasts. */
  paces: z.optional(growthRatesSchema),
  thresholds: z.record(z.string(), threshold),
  /** The last `closing-soon` given: the instant from which it was due. */
  warned: z.optional(instant),
  /** Since when the platform does not know the petition, and whether that was told. */
  gone: z.optional(z.object({ since: instant, told: z.boolean() })),
  /** What is left of its budget of requests, where there is one. */
  allowance: z.optional(allowanceSchema),
  /** How many alerts this petition has had: the number of its last one. */
  alerts: z.int(),
});

export type Petition = z.output<typeof petitionSchema>;
export type Threshold = Petition['thresholds'][string];
/** A threshold without its response and its prospect. */
export type Verdict = Omit<Threshold, 'response' | 'prospect'>;
export type LikelihoodState = NonNullable<Threshold['prospect']>;
export type Response = Threshold['response'];
export type Evidence = z.output<typeof evidence>;

/** A petition that is to be watched and has not been seen yet. */
export const newPetition = (petition: string): Petition => ({ petition, counts: [], thresholds: {}, alerts: 0 });
