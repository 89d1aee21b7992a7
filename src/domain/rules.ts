/**
 * Rules: the signing window, the thresholds and what the authority owes, for petitions that opened from a date on.
 * Rules are data. The built-in rules are in rulebook.ts, and a config may have its own; both have this shape.
 */
import type * as z from 'zod/mini';
import { isAfter, startOfDay, type Instant } from './time.ts';
import type { rulesSchema } from './rules-schema.ts';

export type Rules = z.output<typeof rulesSchema>;
export type ThresholdRule = Rules['thresholds'][number];
export type PartsRule = NonNullable<ThresholdRule['parts']>;

/** Whether the days of its response are working days. */
export const inWorkingDays = ({ responseTerm }: ThresholdRule): boolean => responseTerm?.workingDays !== undefined;

/** The words of the rule that an edition encodes. */
export interface Provenance {
  /** The rule itself, in the words of its source or, where that is not in English, in ours. */
  readonly text: string;
  /** Where it is published. */
  readonly source: string;
  /** The civil date on which it was published there. */
  readonly asOf: string;
}

/** Rules, and the civil date (in their own zone) from which they apply to newly opened petitions. */
export interface Edition {
  readonly from: string;
  readonly rules: Rules;
  readonly says?: Provenance;
}

/** The editions of the built-in rules of a platform: each says what it rests on. */
export interface DocumentedEdition extends Edition {
  readonly says: Provenance;
  /** Who set the date of the response, where and when. Absent: `says` has that too, or no response has a date. */
  readonly responseSays?: Provenance;
}
export type DocumentedHistory = readonly [DocumentedEdition, ...DocumentedEdition[]];

/** The editions of one platform's rules, oldest first. */
export type RulesHistory = readonly [Edition, ...Edition[]];

/** Whether a response is owed once the threshold is met: within a time, or by the platform's own day. */
export const owesResponse = ({ responseWindow, answerDue }: ThresholdRule): boolean =>
  responseWindow !== undefined || answerDue === true;

/** What a response to a threshold is worth by these rules; undefined where they set no date for one. */
export const commitmentTo = (rules: Rules | undefined, threshold: string): Rules['commitment'] | undefined =>
  rules?.thresholds.some((rule) => rule.name === threshold && owesResponse(rule)) === true
    ? rules.commitment
    : undefined;

/** The day from which rules without a history hold. */
export const undatedFrom = '1970-01-01';

/** Rules without a history: the same for every petition, whenever it opened. */
export const undatedHistory = (rules: Rules): RulesHistory => [{ from: undatedFrom, rules }];

/** The dates that decide which rules apply: registration, where the platform registers petitions first, or opening. */
export interface PetitionDates {
  readonly registered?: Instant | undefined;
  readonly opened?: Instant | undefined;
}

/** The rules that apply to a petition, by its registration or, without one, its opening. */
export const rulesForPetition = (history: RulesHistory, { registered, opened }: PetitionDates): Rules =>
  rulesInForce(history, registered ?? opened);

/**
 * The rules that apply to a petition: the last edition that began on or before its opening day. The first edition also
 * applies to older petitions, the last one to petitions whose opening is not known.
 */
export function rulesInForce(history: RulesHistory, opened: Instant | undefined): Rules {
  const inForce = history.filter(
    ({ from, rules }) => opened === undefined || !isAfter(startOfDay(from, rules.timeZone), opened),
  );
  return (inForce.at(-1) ?? history[0]).rules;
}

/** The same history with another response window. */
export function withResponseWindow(history: RulesHistory, responseWindow: string): RulesHistory {
  const change = ({ from, rules }: Edition): Edition => ({
    from,
    rules: {
      ...rules,
      thresholds: rules.thresholds.map((one) =>
        one.responseWindow === undefined ? one : { ...one, responseWindow, responseTerm: undefined },
      ),
    },
  });
  const [first, ...later] = history;
  return [change(first), ...later.map(change)];
}
