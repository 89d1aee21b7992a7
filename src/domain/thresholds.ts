/** The verdict of one threshold: open, met or missed, and why. Inclusive: met at `signatures >= needed`. */
import type { AlertDraft } from './alerts.ts';
import { platformSaysMet } from './outliers.ts';
import { evidenceFor, isNews, type Evaluated, type PetitionContext } from './evaluation-context.ts';
import { partsBelowMinimum, updateParts, partsFields } from './parts.ts';
import type { Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { signingEnd, knownSigningEnd, isSigningOver } from './signing.ts';
import { isAfter, type Instant } from './time.ts';

/** How far apart two readings must lie to show together that signatures are gone for good, where nobody stamps it. */
export const retractionConfirmation = { minutes: 10 };

/** The two readings between which a met threshold fell below its line. */
type FallBracket = NonNullable<Verdict['below']>;

/** One threshold as this look shows it, whatever was known before. */
interface ThresholdContext extends PetitionContext {
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
  readonly completePastEnd: boolean;
}

/** A threshold judged for the first time, or whose number has changed since, starts from here. */
const openVerdict = (needed: number, occurrence = 1): Verdict => ({
  verdict: 'open',
  needed,
  certain: true,
  occurrence,
});

/** The verdict on the threshold of `rule`, whose number is the one that holds for this petition. */
export function evaluateVerdict(
  previous: Verdict | undefined,
  rule: ThresholdRule,
  scene: PetitionContext,
): Evaluated<Verdict> {
  const sight = thresholdContext(rule, previous, scene);
  const { next, drafts } = nextVerdict(previous?.needed === rule.signatures ? previous : undefined, sight);
  return { next: { ...next, parts: sight.parts }, drafts };
}

function nextVerdict(known: Verdict | undefined, sight: ThresholdContext): Evaluated<Verdict> {
  if (known?.verdict === 'met') return recheckMet(known, sight);

  const firstSight = known === undefined;
  const current = reopened(known ?? openVerdict(sight.rule.signatures), sight);
  if (current.verdict === 'missed') return { next: current, drafts: [] };
  if (sight.saysMet || sight.above) return meet(current, firstSight, sight);
  if (sight.completePastEnd) return miss(current, firstSight, sight);
  return { next: current, drafts: [] };
}

function thresholdContext(
  rule: ThresholdRule,
  previous: Verdict | undefined,
  scene: PetitionContext,
): ThresholdContext {
  const { reading, signing, completeTo, confirmedCount, now } = scene;
  const stamp = reading.stamps?.[rule.name];
  const end = signingEnd(signing);
  const isPast = (at: Instant): boolean => isSigningOver(signing, at);
  const counted = reading.signatures >= rule.signatures;
  const parts = updateParts(previous?.parts, rule, scene);
  const short = partsBelowMinimum(rule.parts, parts);
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
    saysMet: platformSaysMet(reading, rule.name),
    seen:
      confirmedCount !== undefined && confirmedCount.signatures >= rule.signatures && !rule.parts
        ? confirmedCount.at
        : now,
    end,
    over: isPast(now),
    completePastEnd: isPast(completeTo) && (!counted || partsComplete),
  };
}

/** Missed is final, unless the deadline has moved into the future again, or the platform itself says met after all. */
function reopened(known: Verdict, { saysMet, over }: ThresholdContext): Verdict {
  if (known.verdict !== 'missed' || (over && !saysMet)) return known;
  return openVerdict(known.needed, known.reason === 'retracted' ? known.occurrence : known.occurrence + 1);
}

function meet(current: Verdict, firstSight: boolean, sight: ThresholdContext): Evaluated<Verdict> {
  const { now, rule, seen, parts, stamp } = sight;
  const met = { ...evidenceFor(sight, stamp ?? undefined, seen), between: [lastBelow(current, sight), seen] as const };
  const partsShown = rule.parts === undefined || parts !== undefined;
  const certain = sight.saysMet || (partsShown && reachedInTime(sight));
  const next: Verdict = { ...current, verdict: 'met', certain, met };
  if (!isNews(firstSight, met.stamp, now)) return { next, drafts: [] };
  const { stamp: occurredAt = null, between } = met;
  const { consequence } = rule;
  return {
    next,
    drafts: [{ alert: 'threshold-met', ...thresholdFields(sight, current), occurredAt, between, certain, consequence }],
  };
}

/**
 * The last look that shows it not met: by its count or, where that was above already, by the parts. None where the line is
 * new to us.
 */
function lastBelow({ needed }: Verdict, { before, rule, partsBefore }: ThresholdContext): Instant | null {
  if (before !== undefined && before.signatures < needed) return before.at;
  return partsBefore !== undefined && partsBelowMinimum(rule.parts, partsBefore) ? partsBefore.at : null;
}

/**
 * Whether a count above the line was reached while signing was open. After the end only a platform that stops taking
 * signatures there lets a later reading prove it: one reading below the line before the end and one above it after the
 * end leave it open which came first.
 */
const reachedInTime = ({ end, signing: { closed }, seen, rules }: ThresholdContext): boolean =>
  end === undefined ||
  !isAfter(seen, end) ||
  rules.stopsAtDeadline ||
  (closed !== undefined && !isAfter(closed.by, end));

function miss(current: Verdict, firstSight: boolean, sight: ThresholdContext): Evaluated<Verdict> {
  const { signing, now } = sight;
  const reason = signing.closed?.early === true ? 'closed-early' : 'deadline-passed';
  const next: Verdict = { ...current, verdict: 'missed', reason };
  if (!isNews(firstSight, knownSigningEnd(signing), now)) return { next, drafts: [] };
  const { stamp: occurredAt = null, between } = signing.closed ?? evidenceFor(sight);
  return {
    next,
    drafts: [{ alert: 'threshold-missed', ...thresholdFields(sight, current), occurredAt, between, reason }],
  };
}

/**
 * Met stays met, unless the rules let it be retracted and the count is below the line, or the parts are. Where the platform
 * has stamped the meeting, it alone takes it back, by taking back the stamp: a count may be below the line for a while and
 * the stamp stand. Where it has not, two readings ten minutes apart do. Where the parts were not published when the count
 * came to the line, they decide as soon as they are.
 */
function recheckMet(known: Verdict, sight: ThresholdContext): Evaluated<Verdict> {
  const { stamp, above, saysMet, now, rules } = sight;
  // The platform may stamp a meeting only after we read it.
  const met = known.met && stamp ? { ...known.met, stamp, by: stamp } : known.met;
  const stamped = met?.stamp !== undefined;
  const takenBack = stamped && (stamp === null || (stamp === undefined && known.takenBack === true));
  const certain = known.certain || saysMet || (partsAreNew(sight) && above && reachedInTime(sight));
  const held: Verdict = { ...known, met, certain, takenBack: takenBack || undefined, below: undefined };
  if (!certain && partsAreNew(sight) && sight.showsShort) return retract(known, null, sight);
  if (!rules.retractable || above || saysMet || (stamped && !takenBack)) return { next: held, drafts: [] };

  const below = known.below ?? fallBracket(sight);
  const shown = !sight.counted || sight.showsShort;
  const confirmed = takenBack || (shown && !isAfter(below[1].add(retractionConfirmation), now));
  return confirmed ? retract(known, below, sight) : { next: { ...held, below }, drafts: [] };
}

/** This reading is the first to show the parts that the rules ask for. */
const partsAreNew = ({ rule, parts, partsBefore }: ThresholdContext): boolean =>
  rule.parts !== undefined && parts !== undefined && partsBefore === undefined;

/** The two readings between which it fell: by its parts, where the count is still above. */
function fallBracket(sight: ThresholdContext): FallBracket {
  const { between } = evidenceFor(sight);
  return sight.counted && sight.partsBefore ? [sight.partsBefore.at, between[1]] : between;
}

function retract(known: Verdict, below: FallBracket | null, sight: ThresholdContext): Evaluated<Verdict> {
  const again = openVerdict(known.needed, known.occurrence + 1);
  const next: Verdict = sight.completePastEnd ? { ...again, verdict: 'missed', reason: 'retracted' } : again;
  return { next, drafts: [{ alert: 'threshold-retracted', ...thresholdFields(sight, known), between: below }] };
}

const thresholdFields = (
  { rule, parts, signing }: ThresholdContext,
  { needed, occurrence }: Verdict,
): Omit<AlertDraft, 'alert'> => ({
  threshold: rule.name,
  needed,
  occurrence,
  deadline: signing.deadline?.at ?? null,
  ...partsFields(rule, parts),
});
