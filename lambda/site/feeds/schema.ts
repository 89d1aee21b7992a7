/**
 * The schemas of the JSON feeds. Instants are ISO 8601 in UTC, and unknown values are null. They type what is written
 * and parse what is read; generating the site does not validate with them. docs/feeds.md describes each key.
 */
import * as z from 'zod/mini';
import { alertSchema, bracket } from '../../../src/domain/alerts.ts';
import { forecastMoments } from '../../../src/domain/kept-forecasts.ts';
import { clocks, commitments } from '../../../src/domain/response-terms.ts';
import {
  answerCaseFields,
  answerFiguresFields,
  certainThresholdFields,
  commitmentWaitFields,
  forecastCaseFields,
  forecastFields,
  forecastScoreFields,
  overdueFields,
  reliabilityBinFields,
  responseTimesFields,
  statusFields,
} from '../../../src/domain/status-fields.ts';
import { instant } from '../../../src/domain/time.ts';

const orNull = <Schema extends z.core.$ZodType>(schema: Schema) => z.nullable(schema);
const listOf = <Schema extends z.core.$ZodType>(schema: Schema) => z.readonly(z.array(schema));

/** `petitions.json` */
export const petitionsFileSchema = z.strictObject({
  format: z.literal('petition-threshold-monitor/petitions'),
  version: z.literal(1),
  site: z.strictObject({ title: z.string(), url: z.string() }),
  waits: z.strictObject({ ...responseTimesFields, byCommitment: listOf(z.strictObject(commitmentWaitFields)) }),
  overdue: listOf(z.strictObject(overdueFields)),
  unreadable: listOf(z.string()),
  petitions: listOf(z.strictObject({ ...statusFields, page: z.url(), data: z.url() })),
});
export type PetitionsFile = z.output<typeof petitionsFileSchema>;

/** `answers.json` */
export const answersFileSchema = z.strictObject({
  format: z.literal('petition-threshold-monitor/answers'),
  version: z.literal(1),
  site: z.strictObject({ title: z.string(), url: z.string() }),
  groups: listOf(
    z.strictObject({
      commitment: z.enum(commitments),
      source: z.string(),
      authority: z.string(),
      ...answerFiguresFields,
      years: listOf(z.strictObject({ name: z.string(), ...answerFiguresFields })),
      departments: listOf(z.strictObject({ name: z.string(), ...answerFiguresFields })),
    }),
  ),
  cases: listOf(z.strictObject({ ...answerCaseFields, page: z.url() })),
});
export type AnswersFile = z.output<typeof answersFileSchema>;

/** `forecasts.json` */
export const forecastsFileSchema = z.strictObject({
  format: z.literal('petition-threshold-monitor/forecasts'),
  version: z.literal(1),
  site: z.strictObject({ title: z.string(), url: z.string() }),
  scores: listOf(z.strictObject({ moment: z.enum(forecastMoments), ...forecastScoreFields })),
  reliability: listOf(z.strictObject(reliabilityBinFields)),
  forecasts: listOf(z.strictObject(forecastCaseFields)),
});
export type ForecastsFile = z.output<typeof forecastsFileSchema>;

const evidenceFields = { stamp: orNull(instant), between: bracket, by: instant };

const thresholdEntry = z.strictObject({
  ...certainThresholdFields,
  occurrence: z.int(),
  met: orNull(z.strictObject(evidenceFields)),
  takenBack: z.boolean(),
  below: orNull(bracket),
  reason: orNull(z.enum(['deadline-passed', 'closed-early', 'retracted', 'not-verified'])),
  parts: orNull(z.strictObject({ have: z.int(), at: instant })),
});

const rules = z.strictObject({
  authority: z.string(),
  commitment: z.enum(commitments),
  timeZone: z.string(),
  consequences: z.record(z.string(), z.string()),
  clocks: z.record(z.string(), z.enum(clocks)),
});

/** `petitions/<source>/<id>.json` */
export const petitionFileSchema = z.strictObject({
  ...statusFields,
  format: z.literal('petition-threshold-monitor/petition'),
  version: z.literal(1),
  page: z.url(),
  csv: z.url(),
  opened: orNull(instant),
  closed: orNull(z.strictObject({ ...evidenceFields, early: z.boolean(), reason: orNull(z.string()) })),
  thresholds: listOf(thresholdEntry),
  answer: orNull(z.strictObject({ ...evidenceFields, url: orNull(z.string()) })),
  clock: orNull(z.strictObject(evidenceFields)),
  rules: orNull(rules),
  forecast: orNull(z.strictObject({ ...forecastFields, from: instant, ends: instant })),
  alerts: listOf(z.strictObject({ ...alertSchema._zod.innerType.shape, headline: z.string() })),
  readings: listOf(z.readonly(z.tuple([instant, z.int()]))),
});
export type PetitionFile = z.output<typeof petitionFileSchema>;
