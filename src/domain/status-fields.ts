/**
 * The shapes that say where petitions stand, once for all who show them: the `status` command, digests, and the feeds
 * of the site. As JSON, instants are ISO in UTC, and what is not known is null.
 */
import * as z from 'zod/mini';
import { thresholdFields } from './alerts.ts';
import { commitments } from './response-terms.ts';
import { forecastMoments } from './kept-forecasts.ts';
import { instant } from './time.ts';

/** The type of an object with these fields. */
export type FieldsOf<Fields extends z.core.$ZodShape> = { readonly [Name in keyof Fields]: z.output<Fields[Name]> };

/** The nearest open threshold. */
export const nextFields = {
  threshold: z.string(),
  needed: z.int(),
  missing: z.int(),
  /** Signatures needed per day until the deadline; all that are missing when it is less than a day away. */
  aDay: z.nullable(z.int()),
};
export type NextThreshold = FieldsOf<typeof nextFields>;

/** Four of five such petitions end between `low` and `high`, half of them below `median`. */
export const forecastFields = {
  low: z.int(),
  median: z.int(),
  high: z.int(),
  /** How likely the nearest open threshold is met, from 0 to 1; null where no threshold is open. */
  chance: z.nullable(z.number()),
};
export type ForecastSummary = FieldsOf<typeof forecastFields>;

const { response, responseDeadline, responseLaterIf, ...signingFields } = thresholdFields;
/** In the order in which the feeds have them. */
export const certainThresholdFields = {
  ...signingFields,
  certain: z.boolean(),
  response,
  responseDeadline,
  responseLaterIf,
};
const thresholdStatus = z.strictObject(certainThresholdFields);
export type ThresholdStatus = z.output<typeof thresholdStatus>;

export const overdueFields = {
  /** `source/id` */
  petition: z.string(),
  title: z.nullable(z.string()),
  threshold: z.string(),
  needed: z.int(),
  /** The date of the response. `commitment` says what it is worth: only a statute makes a response due by it. */
  deadline: instant,
  /** Calendar days, in the zone of the reader. */
  daysLate: z.int(),
  authority: z.string(),
  commitment: z.enum(commitments),
};
export type OverdueResponse = FieldsOf<typeof overdueFields>;

export const responseTimesFields = {
  /** Answers that came after they were owed. */
  answered: z.int(),
  /** How many days those took on average; null before the first. */
  meanDays: z.nullable(z.number()),
  /** Responses that are owed and have not come, overdue or not. */
  waiting: z.int(),
  /** For how many days those have been owed, on average and at most; null without any. */
  meanDaysSoFar: z.nullable(z.number()),
  longestSoFar: z.nullable(z.int()),
};
export type ResponseTimes = FieldsOf<typeof responseTimesFields>;

/** How long responses take, of one commitment. Medians are null below five petitions. */
export const commitmentWaitFields = {
  commitment: z.enum(commitments),
  answered: z.int(),
  medianDays: z.nullable(z.int()),
  waiting: z.int(),
  medianDaysSoFar: z.nullable(z.int()),
  longestSoFar: z.nullable(z.int()),
};
export type CommitmentWait = FieldsOf<typeof commitmentWaitFields>;

/** The verdict of a response, or `uncertain`: answered, and perhaps after its date. */
export const answerOutcomes = ['met', 'late', 'uncertain', 'due', 'missed'] as const;
export type AnswerOutcome = (typeof answerOutcomes)[number];

/** A petition to which a response is, or was, owed. */
export const answerCaseFields = {
  /** `source/id` */
  petition: z.string(),
  title: z.nullable(z.string()),
  source: z.string(),
  commitment: z.enum(commitments),
  authority: z.string(),
  /** Who answers this petition, where its platform says so. */
  department: z.nullable(z.string()),
  threshold: z.string(),
  /** Whether the threshold was certainly met. */
  certain: z.boolean(),
  /** When the clock of the response started, or the threshold was met where the platform names the day. */
  owedSince: instant,
  /** That of `owedSince`, in the zone of the reader. */
  year: z.int(),
  deadline: instant,
  laterIf: z.nullable(z.string()),
  outcome: z.enum(answerOutcomes),
  answered: z.nullable(instant),
  /** Calendar days from `owedSince` to the answer, or until now; null where nothing says from when they count. */
  days: z.nullable(z.int()),
  /** Calendar days after `deadline`; null unless it is late or missed. */
  daysLate: z.nullable(z.int()),
};
export type AnswerCase = FieldsOf<typeof answerCaseFields>;

/** How many petitions, by outcome; days of those that were answered. A median needs five. */
export const answerFiguresFields = {
  owed: z.int(),
  met: z.int(),
  late: z.int(),
  uncertain: z.int(),
  due: z.int(),
  missed: z.int(),
  medianDays: z.nullable(z.int()),
  ninetiethDays: z.nullable(z.int()),
  longestDays: z.nullable(z.int()),
};
export type AnswerFigures = FieldsOf<typeof answerFiguresFields>;

/** A forecast as it was made, and what came. */
export const forecastCaseFields = {
  /** `source/id` */
  petition: z.string(),
  source: z.string(),
  moment: z.enum(forecastMoments),
  madeAt: instant,
  /** The count then. */
  signatures: z.int(),
  low: z.int(),
  median: z.int(),
  high: z.int(),
  /** The count when signing was over; null before that. */
  final: z.nullable(z.int()),
  thresholds: z.readonly(
    z.array(
      z.strictObject({
        threshold: z.string(),
        needed: z.int(),
        /** How likely it was said to be, from 0 to 1. */
        chance: z.number(),
        /** Whether a straight line from the opening to the count then would have met it. */
        straightLine: z.boolean(),
        /** The verdict, once it is certain and signing is over; null before that. */
        outcome: z.nullable(z.enum(['met', 'missed'])),
      }),
    ),
  ),
};
export type ForecastCase = FieldsOf<typeof forecastCaseFields>;

/** How good the forecasts of one moment were. Figures are null below five scored cases. */
export const forecastScoreFields = {
  /** Forecasts of a threshold, and how many of them are scored. */
  made: z.int(),
  scored: z.int(),
  /** How many of those that are scored were met, as a share. */
  met: z.nullable(z.number()),
  /** Brier scores: 0 is perfect. Of the forecasts, of always saying that share, and of a straight line. */
  brier: z.nullable(z.number()),
  brierOfBaseRate: z.nullable(z.number()),
  brierOfStraightLine: z.nullable(z.number()),
  /** Ranges whose petition is over, and the share of them that had the final count in them. */
  ranges: z.int(),
  inRange: z.nullable(z.number()),
};
export type ForecastScore = FieldsOf<typeof forecastScoreFields>;

/** Forecasts of about the same chance: how often they came true. Shares are null below five cases. */
export const reliabilityBinFields = {
  from: z.number(),
  to: z.number(),
  scored: z.int(),
  meanChance: z.nullable(z.number()),
  met: z.nullable(z.number()),
};
export type ReliabilityBin = FieldsOf<typeof reliabilityBinFields>;

export const statusFields = {
  /** `source/id` */
  petition: z.string(),
  title: z.nullable(z.string()),
  url: z.nullable(z.string()),
  /** The last count, and when it was first read or last written: null before the first. */
  signatures: z.nullable(z.int()),
  readAt: z.nullable(instant),
  /** The signing deadline, and who sets it. */
  deadline: z.nullable(instant),
  deadlineBy: z.nullable(z.enum(['platform', 'rules'])),
  closedAt: z.nullable(instant),
  closedEarly: z.boolean(),
  /** Since when the platform does not show it. */
  goneSince: z.nullable(instant),
  next: z.nullable(z.strictObject(nextFields)),
  /** Recent signatures per day, while signing goes on; null where too little is known. */
  pace: z.nullable(z.int()),
  /** What is expected when signing ends; null where nothing can be said yet, or any longer. */
  forecast: z.nullable(z.strictObject(forecastFields)),
  thresholds: z.readonly(z.array(thresholdStatus)),
  /** Whether the date of a response has passed without an answer. */
  overdue: z.boolean(),
  /** Polls in a row that gave no reading. */
  failures: z.int(),
  /** Alerts that wait to be published. */
  unpublished: z.int(),
  /** The platform's zone. */
  timeZone: z.string(),
};
export type PetitionStatus = FieldsOf<typeof statusFields>;
