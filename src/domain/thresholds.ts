/** The verdict of one threshold: open, met or missed, and why. Inclusive: met at `signatures >= needed`. */
import type { AlertDraft } from './alerts.ts';
import { platformSaysMet } from './observation.ts';
import { evidenceFor, isNews, type Evaluated, type PetitionContext } from './evaluation-context.ts';
import { partsBelowMinimum, updateParts, partsFields } from './parts.ts';
import type { Bracket, Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { isClosedEarly, isSigningOver, knownSigningEnd, signingEnd } from './signing.ts';
import { isAfter, type Instant } from './time.ts';
import { provisionalFields, refusalFields, refusalOf, type Refusal } from './verification.ts';

/**
 * How far apart two readings must be to prove that signatures were removed for good, where the platform has no stamp.
 */
export const retractionConfirmation = { minutes: 10 };

/** One threshold as this reading shows it, independent of its previous verdict. */
interface ThresholdContext extends PetitionContext {
  readonly rule: ThresholdRule;
  /** The count reaches the threshold. */
  readonly counted: boolean;
  /** The count reaches it, and so do the parts, as far as they were shown. */
  readonly above: boolean;
  readonly parts: Verdict['parts'];
  /** What was known of the parts before this reading. */
  readonly partsBefore: Verdict['parts'];
  /** This reading itself shows that too few parts have their minimum. */
  readonly showsShort: boolean;
  /** The platform's stamp; null where it says that it is not met. */
  readonly stamp: Instant | null | undefined;
  /** The platform says, by stamp or status, that it is met. */
  readonly saysMet: boolean;
  /** The platform says that a verification was not passed. */
  readonly refusal: Refusal | undefined;
  /** Since when this count has been read: earlier than now, where it had to be confirmed. */
  readonly seen: Instant;
  /** The platform has another number than before: that one, and the two readings between which it changed. */
  readonly moved: { readonly from: number; readonly between: Bracket } | undefined;
  readonly end: Instant | undefined;
  /** Signing is over. */
  readonly over: boolean;
  /** Signing is over, and this reading includes every signature given in time. */
  readonly completePastEnd: boolean;
}

/** The start for a threshold that is new, or whose number has changed. */
const openVerdict = (needed: number, occurrence = 1, metBefore?: boolean): Verdict => ({
  verdict: 'open',
  needed,
  certain: true,
  occurrence,
  metBefore,
});

/** The verdict on the threshold of `rule`, with the number that holds for this petition. */
export function evaluateVerdict(
  previous: Verdict | undefined,
  rule: ThresholdRule,
  petition: PetitionContext,
): Evaluated<Verdict> {
  const context = thresholdContext(rule, previous, petition);
  const { next, drafts } = nextVerdict(carriedOver(previous, context), context);
  return { next: { ...next, parts: context.parts }, drafts: tellMoved(drafts, next, context) };
}

/** A number that the config changed is a new threshold. One that the platform changed is the same, with its verdict. */
const carriedOver = (previous: Verdict | undefined, { rule, moved }: ThresholdContext): Verdict | undefined =>
  previous?.needed === rule.signatures || moved !== undefined
    ? previous && { ...previous, needed: rule.signatures }
    : undefined;

/** The platform's new number is told once: with the verdict that follows from it, or else by itself. */
function tellMoved(drafts: readonly AlertDraft[], next: Verdict, context: ThresholdContext): readonly AlertDraft[] {
  const { moved } = context;
  if (moved === undefined) return drafts;
  const previousNeeded = moved.from;
  if (drafts.length > 0) return drafts.map((draft) => ({ ...draft, previousNeeded }));
  const { between } = moved;
  return [{ alert: 'threshold-changed', ...thresholdFields(context, next), between, previousNeeded }];
}

/** A verification that was not passed decides, whatever the count is. */
function nextVerdict(previous: Verdict | undefined, context: ThresholdContext): Evaluated<Verdict> {
  if (previous?.verdict === 'met' && context.refusal) return retract(previous, null, context);
  if (previous?.verdict === 'met')
    return context.moved ? recheckMoved(previous, context) : recheckMet(previous, context);

  const isFirst = previous === undefined;
  const current = reopened(previous ?? openVerdict(context.rule.signatures), context);
  if (current.verdict === 'missed') return { next: current, drafts: [] };
  if (context.saysMet || context.above) return meet(current, isFirst, context);
  if (context.completePastEnd || context.refusal) return miss(current, isFirst, context);
  return { next: current, drafts: [] };
}

function thresholdContext(
  rule: ThresholdRule,
  previous: Verdict | undefined,
  context: PetitionContext,
): ThresholdContext {
  const { reading, signing, completeTo, confirmedCount, now, before, confirmed, ownNumbers } = context;
  const stamp = reading.stamps?.[rule.name];
  const refusal = refusalOf(reading, rule.name);
  const end = signingEnd(signing);
  const isPast = (at: Instant): boolean => isSigningOver(signing, at);
  const counted = reading.signatures >= rule.signatures;
  const parts = updateParts(previous?.parts, rule, context);
  const short = partsBelowMinimum(rule.parts, parts);
  // The final parts are known only once they are shown as of the end.
  const partsComplete =
    rule.parts === undefined || (reading.parts !== undefined && isPast(reading.partsAt ?? completeTo));
  const isMoved =
    previous !== undefined && previous.needed !== rule.signatures && rule.name in ownNumbers && rule.moves !== true;
  const between: Bracket = confirmed[`needed:${rule.name}`] ?? [before?.at ?? null, now];
  const moved = isMoved ? { from: previous.needed, between } : undefined;
  return {
    ...context,
    rule,
    moved,
    counted,
    above: counted && !short && refusal === undefined,
    refusal,
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

/**
 * Missed is final, unless the deadline has moved into the future again, the platform itself says that it is met, or it
 * has lowered the number.
 */
function reopened(previous: Verdict, { saysMet, refusal, over, moved, above }: ThresholdContext): Verdict {
  if (previous.verdict !== 'missed' || refusal || (over && !saysMet && !(moved && above))) return previous;
  const { needed, reason, occurrence, metBefore } = previous;
  return openVerdict(needed, reason === 'retracted' ? occurrence : occurrence + 1, metBefore);
}

function meet(current: Verdict, isFirst: boolean, context: ThresholdContext): Evaluated<Verdict> {
  const { now, rule, parts, stamp } = context;
  const met = evidenceFor(context, stamp ?? undefined, metBetween(current, context));
  const partsShown = rule.parts === undefined || parts !== undefined;
  const certain = context.saysMet || (partsShown && !rule.verifiedBy && reachedInTime(context));
  const next: Verdict = { ...current, verdict: 'met', certain, met };
  if (!isNews(isFirst, met.stamp, now)) return { next, drafts: [] };
  const { stamp: occurredAt = null, between } = met;
  const { consequence } = rule;
  const { metBefore } = current;
  const shared = thresholdFields(context, current);
  return {
    next,
    drafts: [
      {
        alert: 'threshold-met',
        ...shared,
        ...{ occurredAt, between, certain, consequence, metBefore },
        ...provisionalFields(rule, certain),
      },
    ],
  };
}

/** The two readings between which it was met: where the number came down to the count, those around that. */
function metBetween(current: Verdict, context: ThresholdContext): Bracket {
  const { moved, before, seen } = context;
  if (moved !== undefined && before !== undefined && before.signatures >= current.needed) return moved.between;
  return [lastBelow(current, context), seen];
}

/** The last poll that shows it not met, by its count or else by the parts. Null where the threshold is new to us. */
function lastBelow({ needed }: Verdict, { before, rule, partsBefore }: ThresholdContext): Instant | null {
  if (before !== undefined && before.signatures < needed) return before.at;
  return partsBefore !== undefined && partsBelowMinimum(rule.parts, partsBefore) ? partsBefore.at : null;
}

/**
 * Whether a count above the threshold was reached while signing was open. A reading after the end proves it only if the
 * platform stops accepting signatures at the end. Otherwise, with one reading below the threshold before the end and
 * one above it after, it is unknown which came first: the threshold or the end.
 */
const reachedInTime = ({ end, signing: { closed }, seen, rules }: ThresholdContext): boolean =>
  end === undefined ||
  !isAfter(seen, end) ||
  rules.stopsAtDeadline ||
  (closed !== undefined && !isAfter(closed.by, end));

function miss(current: Verdict, isFirst: boolean, context: ThresholdContext): Evaluated<Verdict> {
  const { signing, refusal, now } = context;
  const reason = refusal ? 'not-verified' : isClosedEarly(signing) ? 'closed-early' : 'deadline-passed';
  const next: Verdict = { ...current, verdict: 'missed', reason };
  if (!isNews(isFirst, knownSigningEnd(signing), now)) return { next, drafts: [] };
  const first = context.confirmed[`threshold-missed:${context.rule.name}`];
  const { stamp: occurredAt = null, between } = signing.closed ?? evidenceFor(context, undefined, first);
  return {
    next,
    drafts: [
      {
        alert: 'threshold-missed',
        ...thresholdFields(context, current),
        occurredAt,
        between,
        reason,
        ...refusalFields(refusal),
      },
    ],
  };
}

/**
 * Met stays met, unless the rules allow a retraction and the count or the parts are below the threshold. Where the
 * platform has stamped it as met, only the platform retracts it, by removing the stamp: the count may be below for a
 * while, and the stamp stays. Without a stamp, two readings ten minutes apart retract it. Where the parts were not
 * published when the count reached the threshold, they decide as soon as they are.
 */
function recheckMet(previous: Verdict, context: ThresholdContext): Evaluated<Verdict> {
  const { stamp, above, saysMet, asOf, completeTo, rules } = context;
  // The platform may stamp it only after our reading.
  const met = previous.met && stamp ? { ...previous.met, stamp, by: stamp } : previous.met;
  const stamped = met?.stamp !== undefined;
  const takenBack = stamped && (stamp === null || (stamp === undefined && previous.takenBack === true));
  const newParts = partsAreNew(context) && !context.rule.verifiedBy;
  const certain = previous.certain || saysMet || (newParts && above && reachedInTime(context));
  const kept: Verdict = { ...previous, met, certain, takenBack: takenBack || undefined, below: undefined };
  if (!certain && partsAreNew(context) && context.showsShort) return retract(previous, null, context);
  if (!rules.retractable || above || saysMet || (stamped && !takenBack)) return { next: kept, drafts: [] };

  const below = previous.below ?? fallBracket(context);
  const shown = !context.counted || context.showsShort;
  // An answer of before it was met, or a reading in doubt, takes nothing back.
  const isLater = met !== undefined && isAfter(asOf, met.by);
  const confirmed = (takenBack && isLater) || (shown && !isAfter(below[1].add(retractionConfirmation), completeTo));
  return confirmed ? retract(previous, below, context) : { next: { ...kept, below }, drafts: [] };
}

/** Met by the number before: it stays met if the count reaches the new one too, or the platform says so. */
function recheckMoved(previous: Verdict, context: ThresholdContext): Evaluated<Verdict> {
  const { above, saysMet, moved } = context;
  return moved === undefined || above || saysMet || previous.met?.stamp !== undefined
    ? { next: previous, drafts: [] }
    : retract(previous, moved.between, context);
}

/** This reading is the first to show the parts that the rules need. */
const partsAreNew = ({ rule, parts, partsBefore }: ThresholdContext): boolean =>
  rule.parts !== undefined && parts !== undefined && partsBefore === undefined;

/** The two readings between which it fell: by its parts, where the count is still high enough. */
function fallBracket(context: ThresholdContext): Bracket {
  const { between } = evidenceFor(context);
  return context.counted && context.partsBefore ? [context.partsBefore.at, between[1]] : between;
}

/** `below` is null where it never was met: its parts were not published, and are too few. */
function retract(previous: Verdict, below: Bracket | null, context: ThresholdContext): Evaluated<Verdict> {
  const again = openVerdict(previous.needed, previous.occurrence + 1, below === null ? previous.metBefore : true);
  const { refusal } = context;
  const reason = refusal ? 'not-verified' : 'retracted';
  const next: Verdict = context.completePastEnd || refusal ? { ...again, verdict: 'missed', reason } : again;
  const fields = { ...thresholdFields(context, previous), between: below, ...refusalFields(refusal) };
  return { next, drafts: [{ alert: 'threshold-retracted', ...fields }] };
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
