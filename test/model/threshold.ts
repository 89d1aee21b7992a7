/** The verdict of one threshold, look by look, from the text of docs/design.md and nothing else. */
import type { Rules, ThresholdRule } from '../../src/domain/rules.ts';
import { hours, minutes } from './civil.ts';
import { lastSaid, type Between, type Reading, type Told } from './polls.ts';

/** The end of signing by the platform's word: the look that first showed it, its stamp, and whether it was early. */
export interface Closing {
  readonly seen: number;
  readonly at?: number;
  readonly reason?: string;
  readonly early: boolean;
  readonly between: readonly [number | null, number];
}

/** What is known of the petition at one look; the last reading is the one of this look. */
export interface Facts {
  readonly readings: readonly Reading[];
  readonly now: Reading;
  /** The reading before, if there was any, and this one. */
  readonly between: readonly [number | null, number];
  readonly rules: Rules;
  readonly opened: number | undefined;
  readonly deadline: number | undefined;
  readonly closing: Closing | undefined;
  /** What an earlier look showed first, and a later one confirmed: an answer, and the final verdicts. */
  readonly first: Readonly<Record<string, Between>>;
}

export interface Standing {
  readonly rule: ThresholdRule;
  verdict: 'open' | 'met' | 'missed';
  occurrence: number;
  /** The last reading before the one that met this occurrence, if it was below the line; and the one that met it. */
  met?: { readonly from: Reading | undefined; readonly by: number; certain: boolean };
  /** The looks between which its count fell below, since when it has been. */
  fallen?: Between | undefined;
  /** Missed with the retraction of the occurrence before, and so not told. */
  lapsed: boolean;
  response: 'open' | 'missed' | 'answered';
  /** By when it was owed at the last look. */
  due?: number | undefined;
  /** The warning of the response deadline that was given last. */
  warned: number;
  reminded: number;
}

export const opening = (rule: ThresholdRule): Standing => ({
  rule,
  verdict: 'open',
  occurrence: 1,
  lapsed: false,
  response: 'open',
  warned: -Infinity,
  reminded: -Infinity,
});

/** What we find when we first look is told only where it is known to have happened in the last 24 hours. */
export const isNews = ({ readings, now }: Pick<Facts, 'readings' | 'now'>, happened: number | undefined): boolean =>
  readings.length > 1 || (happened !== undefined && happened > now.at - 24 * hours);

export const neededOf = ({ rule }: Standing, { readings }: Facts): number =>
  lastSaid(readings, ({ needed }) => needed?.[rule.name]) ?? rule.signatures;

/** The platform's own word that the threshold is met: its stamp, or its status. */
const isSaidToBeMet = ({ rule }: Standing, { readings }: Facts): boolean =>
  (lastSaid(readings, ({ stamps }) => stamps?.[rule.name]) ?? null) !== null ||
  lastSaid(readings, ({ met }) => met)?.includes(rule.name) === true;

/** The platform's stamp of this occurrence, though it be taken back. */
export const stampOf = ({ rule, met }: Standing, { readings, now }: Facts): number | undefined =>
  lastSaid(
    readings.filter(({ at }) => at >= (met?.by ?? now.at)),
    ({ stamps }) => stamps?.[rule.name] ?? undefined,
  );

export const drafted = (standing: Standing, facts: Facts, alert: Told['alert']): Told => ({
  alert,
  threshold: standing.rule.name,
  needed: neededOf(standing, facts),
  detectedAt: facts.now.at,
  occurredAt: null,
  between: null,
  certain: true,
  deadline: facts.deadline ?? null,
});

export function judgeThreshold(standing: Standing, facts: Facts): Told[] {
  const { now, between, closing, deadline } = facts;
  const saidToBeMet = isSaidToBeMet(standing, facts);
  const below = now.signatures < neededOf(standing, facts);

  if (standing.verdict === 'met') {
    if (standing.met && saidToBeMet) standing.met.certain = true;
    const isLost = below && !saidToBeMet;
    standing.fallen = isLost ? (standing.fallen ?? between) : undefined;
    const fall = isLost ? retraction(standing, facts) : undefined;
    if (fall === undefined) return [];
    const { occurrence } = standing;
    begin(standing, occurrence + 1);
    // The retraction has said it: that signing is over as well is no second alert.
    if (isOver(facts)) Object.assign(standing, { verdict: 'missed', lapsed: true });
    return [{ ...drafted(standing, facts, 'threshold-retracted'), occurrence, between: fall }];
  }
  const isOpenAgain = closing === undefined && (deadline === undefined || deadline >= now.at);
  if (standing.verdict === 'missed' && (isOpenAgain || saidToBeMet))
    begin(standing, standing.lapsed ? standing.occurrence : standing.occurrence + 1);
  if (standing.verdict === 'missed') return [];

  const { occurrence } = standing;
  if (saidToBeMet || !below) {
    const last = facts.readings.at(-2);
    const from = last !== undefined && last.signatures < neededOf(standing, facts) ? last : undefined;
    const certain = saidToBeMet || isCertain(facts);
    standing.verdict = 'met';
    standing.met = { from, by: now.at, certain };
    const occurredAt = stampOf(standing, facts);
    if (!isNews(facts, occurredAt)) return [];
    const bracket = [from?.made ?? null, now.at] as const;
    const told = { ...drafted(standing, facts, 'threshold-met'), occurrence, between: bracket, certain };
    return [{ ...told, occurredAt: occurredAt ?? null }];
  }
  if (!isOver(facts)) return [];
  standing.verdict = 'missed';
  if (!isNews(facts, closing?.early ? closing.at : deadline)) return [];
  return [
    {
      ...drafted(standing, facts, 'threshold-missed'),
      occurrence,
      occurredAt: closing?.at ?? null,
      between: closing?.between ?? facts.first[`threshold-missed ${standing.rule.name}`] ?? between,
      reason: isClosedEarly(facts) ? 'closed-early' : 'deadline-passed',
    },
  ];
}

function begin(standing: Standing, occurrence: number): void {
  Object.assign(standing, { verdict: 'open', occurrence, met: undefined, lapsed: false, fallen: undefined });
  if (standing.response === 'missed') standing.response = 'open';
}

/** A fall that nothing but the count shows is in doubt until a second reading confirms it. */
export const isFallInDoubt = (standing: Standing, facts: Facts): boolean =>
  facts.rules.retractable && !isSaidToBeMet(standing, facts) && facts.now.signatures < neededOf(standing, facts);

/** The readings between which a met threshold fell, where that is certain by now. */
function retraction(standing: Standing, facts: Facts): Told['between'] | undefined {
  const { readings, now, rules } = facts;
  if (!rules.retractable) return undefined;
  const stamp = stampOf(standing, facts);
  // An answer that was made before the threshold was met takes nothing back.
  if (stamp !== undefined && now.made > stamp) return standing.fallen;
  const needed = neededOf(standing, facts);
  const lastAbove = readings.findLastIndex(({ signatures }) => signatures >= needed);
  const [above, first] = readings.slice(lastAbove);
  if (above === undefined || first === undefined || now.complete < first.at + 10 * minutes) return undefined;
  return [above.made, first.at];
}

/** Whether a count at the line was reached by the end of signing. */
function isCertain({ now, deadline, closing, rules }: Facts): boolean {
  if (deadline === undefined || now.at <= deadline || rules.stopsAtDeadline) return true;
  return closing !== undefined && (closing.at ?? closing.seen) <= deadline;
}

/** By the deadline as it is now, to the minute. */
const isClosedEarly = ({ closing, deadline = Infinity }: Facts): boolean =>
  closing !== undefined && (closing.early || deadline - (closing.at ?? closing.seen) >= minutes);

/** Whether this look is complete past the end of signing. */
function isOver({ now, deadline, closing }: Facts): boolean {
  if (closing === undefined) return deadline !== undefined && now.complete > deadline;
  return now.complete >= Math.min(closing.at ?? closing.seen, deadline ?? Infinity);
}
