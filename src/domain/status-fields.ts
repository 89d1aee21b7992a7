/**
 * The shapes that say where petitions stand, once for all who show them: the `status` command, digests, and the feeds
 * of the site. As JSON, instants are ISO in UTC, and what is not known is null.
 */
import * as z from 'zod/mini';
import { thresholdFields } from './alerts.ts';
import { commitments } from './response-terms.ts';
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
