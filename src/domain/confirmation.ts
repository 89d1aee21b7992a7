/**
 * What one reading alone does not prove. A stale copy or one wrong answer of a platform may close a petition, move its
 * deadline or withdraw a stamp. Such a claim waits for a second reading that says the same, from an answer that was made
 * later. Until then the rest of the reading is believed, and nothing is called missed or lost.
 */
import { Temporal } from 'temporal-polyfill';
import type { AlertDraft } from './alerts.ts';
import { provenAbsentUntil, type Evaluated } from './evaluation-context.ts';
import { partsBelowMinimum, updateParts } from './parts.ts';
import type { Bracket, Petition, Threshold } from './petition.ts';
import { platformSaysMet, type Reading } from './observation.ts';
import type { Rules, ThresholdRule } from './rules.ts';
import { isAfter, isSameMinute, parsedInstant, type Instant } from './time.ts';

/** The second reading must come from the next minute's run, so that it is not the same mistake of the same moment. */
const confirmationGap = { seconds: 50 };

/** From when an answer can confirm what was first seen at `seen`: the platform may show the same for as long as its lag. */
export const confirmableFrom = (seen: Instant, lagMinutes: number): Instant =>
  seen.add({ minutes: lagMinutes }).add(confirmationGap);

/** What a reading claims, and what is left of the reading without it. */
interface Claim {
  readonly key: string;
  readonly value: string;
  readonly without: (reading: Reading) => Reading;
}

export type Unconfirmed = NonNullable<Petition['unconfirmed']>;

/** A reading, taken apart. */
export interface SiftedReading {
  /** What of it is believed. */
  readonly believed: Reading;
  /** What of it waits for a second reading, and since when. */
  readonly unconfirmed: Unconfirmed;
  /** Of what this reading confirms, or may confirm: the reading before the first that said so, and that first one. */
  readonly confirmed: Readonly<Record<string, Bracket>>;
}

/** When a reading was made, and when it was taken. */
export interface ReadingTimes {
  readonly now: Instant;
  /** When the answer was made. */
  readonly asOf: Instant;
  readonly lagMinutes: number;
}

/** For a reading of which nothing is concluded: it shows nothing as of any time. */
const neverMade = Temporal.Instant.fromEpochMilliseconds(0);

/**
 * What `evaluate` makes of the part of a reading that is believed, as of when it was made: of a reading in doubt, nothing
 * that is missed or lost; and a final verdict only where an earlier reading came to the same.
 */
export function evaluateSifted(
  petition: Petition,
  sifted: SiftedReading,
  times: ReadingTimes,
  evaluate: (asOf: Instant) => Evaluated<Petition>,
): Evaluated<Petition> {
  const withheld = (unconfirmed: Unconfirmed): Evaluated<Petition> => {
    const { next, drafts } = evaluate(neverMade);
    return { next: { ...next, unconfirmed }, drafts };
  };
  const { unconfirmed } = sifted;
  if (!isEmpty(unconfirmed)) return withheld({ ...knownFinals(petition), ...unconfirmed });
  const evaluated = evaluate(times.asOf);
  const finals = siftFinals(petition, evaluated.drafts, times);
  return isEmpty(finals) ? evaluated : withheld(finals);
}

type ClaimRules = Pick<Rules, 'thresholds' | 'retractable'>;

/** What a reading claims against what is known. The thresholds have the numbers known so far. */
export function siftReading(
  petition: Petition,
  reading: Reading,
  rules: ClaimRules,
  times: ReadingTimes,
): SiftedReading {
  const claims = claimsOf(petition, reading, rules, times);
  const { unconfirmed, confirmed } = weigh(petition, claims, times);
  const finals = Object.entries(knownFinals(petition)).map(([key, { between }]) => [key, between] as const);
  const believed = claims.filter(({ key }) => key in unconfirmed).reduce((rest, { without }) => without(rest), reading);
  return { believed, unconfirmed, confirmed: { ...Object.fromEntries(finals), ...confirmed } };
}

/** The verdicts after which nothing more can happen, and which no stamp of the platform proves. */
const finalAlerts: readonly string[] = ['threshold-missed', 'response-missed'];

/**
 * The final verdicts among the drafts of a reading, if any of them rests on this reading alone: then all wait. What a
 * first reading finds is a draft only where it is news, and waits too.
 */
function siftFinals(petition: Petition, drafts: readonly AlertDraft[], times: ReadingTimes): Unconfirmed {
  const finals = drafts
    .filter(({ alert }) => finalAlerts.includes(alert))
    .map(({ alert, threshold, deadline }) => ({
      key: [alert, threshold].join(':'),
      value: deadline?.toString() ?? '',
    }));
  const { unconfirmed } = weigh(petition, finals, times);
  return isEmpty(unconfirmed) ? {} : { ...knownFinals(petition), ...unconfirmed };
}

/** Whether a claim is a final verdict of ours, and not something that the platform says. */
export const isFinalClaim = (key: string): boolean => finalAlerts.some((alert) => key.startsWith(`${alert}:`));

/** The final verdicts that already wait. */
const knownFinals = ({ unconfirmed = {} }: Petition): Unconfirmed =>
  Object.fromEntries(Object.entries(unconfirmed).filter(([key]) => isFinalClaim(key)));

const isEmpty = (record: Unconfirmed): boolean => Object.keys(record).length === 0;

/** Which claims an earlier reading made too, long enough before. */
function weigh(
  { unconfirmed: known = {}, last }: Petition,
  claims: readonly Pick<Claim, 'key' | 'value'>[],
  { now, asOf, lagMinutes }: ReadingTimes,
): Pick<SiftedReading, 'unconfirmed' | 'confirmed'> {
  const unconfirmed: Record<string, Unconfirmed[string]> = {};
  const confirmed: Record<string, Bracket> = {};
  for (const { key, value } of claims) {
    const before = known[key];
    const same = before !== undefined && isSameValue(before.value, value) ? before : undefined;
    if (same === undefined) unconfirmed[key] = { value, between: [last ? readAsOf(last) : null, now] };
    else if (isAfter(confirmableFrom(same.between[1], lagMinutes), asOf)) unconfirmed[key] = same;
    else confirmed[key] = same.between;
  }
  return { unconfirmed, confirmed };
}

/** When the answer of the latest reading was made: it shows nothing that happened later. */
export const readAsOf = ({ at, asOf = at }: NonNullable<Petition['last']>): Instant => asOf;

/** Two readings say the same only with the same stamp, or both without one. */
const stampText = (at: Instant | undefined): string => at?.toString() ?? '';

/** Instants are the same within a minute: platforms round them. */
function isSameValue(one: string, other: string): boolean {
  const [a, b] = [parsedInstant(one), parsedInstant(other)];
  return a === undefined || b === undefined ? one === other : isSameMinute(a, b);
}

/** What the first reading says contradicts nothing. */
function claimsOf(
  petition: Petition,
  reading: Reading,
  { thresholds, retractable }: ClaimRules,
  times: ReadingTimes,
): readonly Claim[] {
  if (petition.last === undefined) return [];
  return [
    ...newTimes(petition, reading),
    ...signingClaims(petition, reading, times),
    ...eventClaims(petition, reading),
    ...thresholds.flatMap((rule) => [
      ...thresholdClaims(petition, reading, rule, times.now),
      ...fallClaims(petition, reading, rule, retractable),
    ]),
  ];
}

/**
 * An opening, registration, deadline or day of the answer that is not the known one. So is one where none was known: once
 * there, it stays, and a wrong one would be missed.
 */
function newTimes(petition: Petition, { opened, registered, deadline, answerDue, signing }: Reading): Claim[] {
  const isClosing = deadline !== undefined && closingOf(signing)?.equals(deadline) === true;
  return claimed([
    ['opened', other(petition.opened, opened), (reading) => ({ ...reading, opened: undefined })],
    ['registered', other(petition.registered, registered), (reading) => ({ ...reading, registered: undefined })],
    [
      'deadline',
      // Where no other is known, the end of signing is the deadline, too: it is as good as the closing.
      isClosing && petition.deadline === undefined ? undefined : other(petition.deadline?.at, deadline),
      (reading) => ({ ...reading, deadline: undefined }),
    ],
    ['answerDue', other(petition.answerDue, answerDue), (reading) => ({ ...reading, answerDue: undefined })],
  ]);
}

/** The instant that is said, unless it is the known one. */
const other = (known: Instant | undefined, said: Instant | undefined): string | undefined =>
  said === undefined || (known !== undefined && isSameMinute(known, said)) ? undefined : said.toString();

/** The same, where one is known. */
const moved = (known: Instant | undefined, said: Instant | undefined): string | undefined =>
  known === undefined ? undefined : other(known, said);

/** The platform's stamp of the closing. */
const closingOf = (signing: Reading['signing']): Instant | undefined =>
  signing?.open === false ? signing.at : undefined;

/** Closed before its deadline without a stamp, or with one at which a reading showed it open; or open again. After the deadline, to be closed is as expected. */
function signingClaims(
  { closed, deadline, last }: Petition,
  { signing }: Reading,
  { now, lagMinutes }: ReadingTimes,
): Claim[] {
  const without = ({ deadline: said, ...reading }: Reading): Reading => ({
    ...reading,
    ...(said && closingOf(signing)?.equals(said) !== true && { deadline: said }),
    signing: undefined,
  });
  const isOver = deadline !== undefined && isAfter(now, deadline.at);
  const openUntil = last && provenAbsentUntil(readAsOf(last), lagMinutes);
  const isUnproven = (at: Instant | undefined): boolean =>
    at === undefined ? !isOver : openUntil !== undefined && isAfter(openUntil, at);
  const closes = signing?.open === false && closed === undefined && isUnproven(signing.at);
  const reopens = signing?.open === true && closed !== undefined;
  return claimed([
    ['closed', closes ? stampText(closingOf(signing)) : undefined, without],
    ['open', reopens ? '' : undefined, without],
  ]);
}

/**
 * An answer, or the event that starts the response clock, without a stamp, or with one of before the opening: once there, it
 * stays. Another stamp than the known one moves the clock.
 */
function eventClaims(petition: Petition, { answer, clockStarted }: Reading): Claim[] {
  const isUnproven = (at: Instant | undefined): boolean =>
    at === undefined || (petition.opened !== undefined && isAfter(petition.opened, at));
  const startedAt = clockStarted === true ? undefined : (clockStarted ?? undefined);
  const isAnswered = petition.answer === undefined && answer !== null && answer !== undefined && isUnproven(answer.at);
  const hasStarted =
    petition.clock === undefined && clockStarted !== null && clockStarted !== undefined && isUnproven(startedAt);
  return claimed([
    ['answer', isAnswered ? stampText(answer.at) : undefined, (reading) => ({ ...reading, answer: undefined })],
    [
      'clock',
      hasStarted ? stampText(startedAt) : moved(petition.clock?.stamp, startedAt),
      (reading) => ({ ...reading, clockStarted: undefined }),
    ],
  ]);
}

/** Another number, no stamp where there was one or another stamp, a verification that was not passed, or parts that take back what was only counted. */
function thresholdClaims(petition: Petition, reading: Reading, rule: ThresholdRule, now: Instant): Claim[] {
  const { name } = rule;
  const known = petition.thresholds[name];
  // The config is new, and has another threshold.
  if (known === undefined) return [];
  const needed = reading.needed?.[name];
  const stamp = reading.stamps?.[name];
  const isWithdrawn = known.met?.stamp !== undefined && known.takenBack !== true && stamp === null;
  const isShort =
    known.verdict === 'met' &&
    !known.certain &&
    known.parts === undefined &&
    partsBelowMinimum(rule.parts, updateParts(undefined, rule, { reading, now }));
  return claimed([
    [
      `needed:${name}`,
      needed === undefined || needed === known.needed || rule.moves === true
        ? undefined
        : `${needed}${isLostBy(known, reading, rule, needed) ? ' short' : ''}`,
      (rest) => ({ ...rest, needed: omitKey(rest.needed, name) }),
    ],
    [
      `stamp:${name}`,
      isWithdrawn ? '' : moved(known.met?.stamp, stamp ?? undefined),
      (rest) => ({ ...rest, stamps: omitKey(rest.stamps, name) }),
    ],
    [
      `refused:${name}`,
      known.verdict === 'missed' || reading.refused?.[name] === undefined ? undefined : '',
      (rest) => ({ ...rest, refused: omitKey(rest.refused, name) }),
    ],
    [`parts:${name}`, isShort ? '' : undefined, (rest) => ({ ...rest, parts: undefined, partsAt: undefined })],
  ]);
}

/** By another number, what was met by its count would be lost: the second reading must be below that number too. */
const isLostBy = ({ verdict, met }: Threshold, reading: Reading, { name }: ThresholdRule, needed: number): boolean =>
  verdict === 'met' && met?.stamp === undefined && reading.signatures < needed && !platformSaysMet(reading, name);

/** A count below a threshold whose stamp the platform has withdrawn: only the stamp kept it met. */
function fallClaims(
  petition: Petition,
  reading: Reading,
  { name, signatures }: ThresholdRule,
  retractable: boolean,
): Claim[] {
  const known = petition.thresholds[name];
  const stamp = reading.stamps?.[name];
  const isWithdrawn = stamp === null || (stamp === undefined && known?.takenBack === true);
  const isLost =
    retractable &&
    known?.verdict === 'met' &&
    known.met?.stamp !== undefined &&
    isWithdrawn &&
    reading.signatures < signatures &&
    !platformSaysMet(reading, name);
  return claimed([[`below:${name}`, isLost ? '' : undefined, (rest) => rest]]);
}

const claimed = (all: readonly (readonly [string, string | undefined, Claim['without']])[]): Claim[] =>
  all.flatMap(([key, value, without]) => (value === undefined ? [] : [{ key, value, without }]));

const omitKey = <Value>(
  record: Readonly<Record<string, Value>> | undefined,
  key: string,
): Readonly<Record<string, Value>> | undefined =>
  record && Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
