/** The verdict of one threshold: open, met or missed, and why. Inclusive: met at `signatures >= needed`. */
import type { AlertDraft } from './alerts.ts';
import { saysMet } from './outliers.ts';
import { evidenceOf, isNews, type Judgement, type Scene } from './evaluation-context.ts';
import { areShort, partsAt, partsTold } from './parts.ts';
import type { Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { endOfSigning, knownEndOfSigning, wasOver } from './signing.ts';
import { isAfter, type Instant } from './time.ts';

/** How far apart two readings must lie to show together that signatures are gone for good, where nobody stamps it. */
export const retractionTakes = { minutes: 10 };

/** The two readings between which a met threshold fell below its line. */
type Fall = NonNullable<Verdict['below']>;

/** One threshold as this look shows it, whatever was known before. */
interface Sight extends Scene {
  readonly rule: ThresholdRule;
  /** The count is at the line or above. */
  readonly counted: boolean;
  /** That, and the parts, so far as they were shown. */
  readonly above: boolean;
  readonly parts: Verdict['parts'];
  /** What was known of the parts before this look. */
  readonly partsBefore: Verdict['parts'];
  /** Too few parts have their minimum, by what this very reading shows. */
  readonly showsShort: boolean;
  /** The platform's stamp; null where it says there is none. */
  readonly stamp: Instant | null | undefined;
  /** The platform says, by stamp or status, that it is met. */
  readonly saysMet: boolean;
  /** Since when the count has been read as it is: before this look, where one that leapt had to be confirmed. */
  readonly seen: Instant;
  readonly end: Instant | undefined;
  /** Signing is over. */
  readonly over: boolean;
  /** Signing is over, and every signature given in time is in what this reading shows. */
  readonly ended: boolean;
}

/** A threshold judged for the first time, or whose number has changed since, starts from here. */
const open = (needed: number, occurrence = 1): Verdict => ({ verdict: 'open', needed, certain: true, occurrence });

/** The verdict on the threshold of `rule`, whose number is the one that holds for this petition. */
export function judgeThreshold(previous: Verdict | undefined, rule: ThresholdRule, scene: Scene): Judgement<Verdict> {
  const sight = see(rule, previous, scene);
  const { next, drafts } = verdictOf(previous?.needed === rule.signatures ? previous : undefined, sight);
  return { next: { ...next, parts: sight.parts }, drafts };
}

function verdictOf(known: Verdict | undefined, sight: Sight): Judgement<Verdict> {
  if (known?.verdict === 'met') return holds(known, sight);

  const firstSight = known === undefined;
  const current = workedOutAgain(known ?? open(sight.rule.signatures), sight);
  if (current.verdict === 'missed') return { next: current, drafts: [] };
  if (sight.saysMet || sight.above) return meet(current, firstSight, sight);
  if (sight.ended) return miss(current, firstSight, sight);
  return { next: current, drafts: [] };
}

function see(rule: ThresholdRule, previous: Verdict | undefined, scene: Scene): Sight {
  const { reading, signing, completeTo, confirmed, now } = scene;
  const stamp = reading.stamps?.[rule.name];
  const end = endOfSigning(signing);
  const isPast = (at: Instant): boolean => wasOver(signing, at);
  const counted = reading.signatures >= rule.signatures;
  const parts = partsAt(previous?.parts, rule, scene);
  const short = areShort(rule.parts, parts);
  // What the parts came to is known only once they are shown as of the end.
  const partsComplete =
    rule.parts === undefined || (reading.parts !== undefined && isPast(reading.partsAt ?? completeTo));
  return {
    ...scene,
    rule,
    counted,
    above: counted && !short,
    parts,
    partsBefore: previous?.parts,
    showsShort: short && reading.parts !== undefined,
    stamp,
    saysMet: saysMet(reading, rule.name),
    seen: confirmed !== undefined && confirmed.signatures >= rule.signatures && !rule.parts ? confirmed.at : now,
    end,
    over: isPast(now),
    ended: isPast(completeTo) && (!counted || partsComplete),
  };
}

/** Missed is final, unless the deadline has moved into the future again, or the platform itself says met after all. */
function workedOutAgain(known: Verdict, { saysMet, over }: Sight): Verdict {
  if (known.verdict !== 'missed' || (over && !saysMet)) return known;
  return open(known.needed, known.reason === 'retracted' ? known.occurrence : known.occurrence + 1);
}

function meet(current: Verdict, firstSight: boolean, sight: Sight): Judgement<Verdict> {
  const { now, rule, seen, parts, stamp } = sight;
  const met = { ...evidenceOf(sight, stamp ?? undefined, seen), between: [lastShort(current, sight), seen] as const };
  const partsShown = rule.parts === undefined || parts !== undefined;
  const certain = sight.saysMet || (partsShown && reachedInTime(sight));
  const next: Verdict = { ...current, verdict: 'met', certain, met };
  if (!isNews(firstSight, met.stamp, now)) return { next, drafts: [] };
  const { stamp: occurredAt = null, between } = met;
  const { consequence } = rule;
  return {
    next,
    drafts: [{ alert: 'threshold-met', ...about(sight, current), occurredAt, between, certain, consequence }],
  };
}

/**
 * The last look that shows it not met: by its count or, where that was above already, by the parts. None where the line is
 * new to us.
 */
function lastShort({ needed }: Verdict, { before, rule, partsBefore }: Sight): Instant | null {
  if (before !== undefined && before.signatures < needed) return before.at;
  return partsBefore !== undefined && areShort(rule.parts, partsBefore) ? partsBefore.at : null;
}

/**
 * Whether a count above the line was reached while signing was open. After the end only a platform that stops taking
 * signatures there lets a later reading prove it: one reading below the line before the end and one above it after the
 * end leave it open which came first.
 */
const reachedInTime = ({ end, signing: { closed }, seen, rules }: Sight): boolean =>
  end === undefined ||
  !isAfter(seen, end) ||
  rules.stopsAtDeadline ||
  (closed !== undefined && !isAfter(closed.by, end));

function miss(current: Verdict, firstSight: boolean, sight: Sight): Judgement<Verdict> {
  const { signing, now } = sight;
  const reason = signing.closed?.early === true ? 'closed-early' : 'deadline-passed';
  const next: Verdict = { ...current, verdict: 'missed', reason };
  if (!isNews(firstSight, knownEndOfSigning(signing), now)) return { next, drafts: [] };
  const { stamp: occurredAt = null, between } = signing.closed ?? evidenceOf(sight);
  return { next, drafts: [{ alert: 'threshold-missed', ...about(sight, current), occurredAt, between, reason }] };
}

/**
 * Met stays met, unless the rules let it be retracted and the count is below the line, or the parts are. Where the platform
 * has stamped the meeting, it alone takes it back, by taking back the stamp: a count may be below the line for a while and
 * the stamp stand. Where it has not, two readings ten minutes apart do. Where the parts were not published when the count
 * came to the line, they decide as soon as they are.
 */
function holds(known: Verdict, sight: Sight): Judgement<Verdict> {
  const { stamp, above, saysMet, now, rules } = sight;
  // The platform may stamp a meeting only after we read it.
  const met = known.met && stamp ? { ...known.met, stamp, by: stamp } : known.met;
  const stamped = met?.stamp !== undefined;
  const takenBack = stamped && (stamp === null || (stamp === undefined && known.takenBack === true));
  const certain = known.certain || saysMet || (partsAreNew(sight) && above && reachedInTime(sight));
  const held: Verdict = { ...known, met, certain, takenBack: takenBack || undefined, below: undefined };
  if (!certain && partsAreNew(sight) && sight.showsShort) return retract(known, null, sight);
  if (!rules.retractable || above || saysMet || (stamped && !takenBack)) return { next: held, drafts: [] };

  const below = known.below ?? fallOf(sight);
  const shown = !sight.counted || sight.showsShort;
  const confirmed = takenBack || (shown && !isAfter(below[1].add(retractionTakes), now));
  return confirmed ? retract(known, below, sight) : { next: { ...held, below }, drafts: [] };
}

/** This reading is the first to show the parts that the rules ask for. */
const partsAreNew = ({ rule, parts, partsBefore }: Sight): boolean =>
  rule.parts !== undefined && parts !== undefined && partsBefore === undefined;

/** The two readings between which it fell: by its parts, where the count is still above. */
function fallOf(sight: Sight): Fall {
  const { between } = evidenceOf(sight);
  return sight.counted && sight.partsBefore ? [sight.partsBefore.at, between[1]] : between;
}

function retract(known: Verdict, below: Fall | null, sight: Sight): Judgement<Verdict> {
  const again = open(known.needed, known.occurrence + 1);
  const next: Verdict = sight.ended ? { ...again, verdict: 'missed', reason: 'retracted' } : again;
  return { next, drafts: [{ alert: 'threshold-retracted', ...about(sight, known), between: below }] };
}

const about = ({ rule, parts, signing }: Sight, { needed, occurrence }: Verdict): Omit<AlertDraft, 'alert'> => ({
  threshold: rule.name,
  needed,
  occurrence,
  deadline: signing.deadline?.at ?? null,
  ...partsTold(rule, parts),
});
