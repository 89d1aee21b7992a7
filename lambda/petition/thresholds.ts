/** The verdict of one threshold: open, met or missed, and why. Inclusive: met at `signatures >= needed`. */
import type { AlertDraft } from './alerts.ts';
import { saysMet } from './leaps.ts';
import { evidenceOf, isNews, type Judgement, type Scene } from './look.ts';
import type { Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { endOfSigning, knownEndOfSigning } from './signing.ts';
import { isAfter, type Instant } from './time.ts';

/** How far apart two readings must lie to show together that signatures are gone for good, where nobody stamps it. */
export const retractionTakes = { minutes: 10 };

/** One threshold as this look shows it, whatever was known before. */
interface Sight extends Scene {
  readonly rule: ThresholdRule;
  readonly above: boolean;
  /** The platform's stamp; null where it says there is none. */
  readonly stamp: Instant | null | undefined;
  /** The platform says, by stamp or status, that it is met. */
  readonly saysMet: boolean;
  /** Since when the count has been read as it is: before this look, where one that leapt had to be confirmed. */
  readonly seen: Instant;
  readonly end: Instant | undefined;
  /** Signing is over. */
  readonly over: boolean;
  /** Signing is over, and every signature given in time is in this count. */
  readonly ended: boolean;
}

/** A threshold judged for the first time, or whose number has changed since, starts from here. */
const open = (needed: number, occurrence = 1): Verdict => ({ verdict: 'open', needed, certain: true, occurrence });

/** The verdict on the threshold of `rule`, whose number is the one that holds for this petition. */
export function judgeThreshold(previous: Verdict | undefined, rule: ThresholdRule, scene: Scene): Judgement<Verdict> {
  const sight = see(rule, scene);
  const known = previous?.needed === rule.signatures ? previous : undefined;
  if (known?.verdict === 'met') return holds(known, sight);

  const firstSight = known === undefined;
  const current = workedOutAgain(known ?? open(rule.signatures), sight);
  if (current.verdict === 'missed') return { next: current, drafts: [] };
  if (sight.saysMet || sight.above) return meet(current, firstSight, sight);
  if (sight.ended) return miss(current, firstSight, sight);
  return { next: current, drafts: [] };
}

function see(rule: ThresholdRule, scene: Scene): Sight {
  const { reading, signing, completeTo, confirmed, now } = scene;
  const stamp = reading.stamps?.[rule.name];
  const end = endOfSigning(signing);
  // A signature of the deadline's own instant counts; at that of a closing there is none any more.
  const isPast = (at: Instant): boolean => end !== undefined && (signing.closed ? !isAfter(end, at) : isAfter(at, end));
  return {
    ...scene,
    rule,
    above: reading.signatures >= rule.signatures,
    stamp,
    saysMet: saysMet(reading, rule.name),
    seen: confirmed !== undefined && confirmed.signatures >= rule.signatures ? confirmed.at : now,
    end,
    over: isPast(now),
    ended: isPast(completeTo),
  };
}

/** Missed is final, unless the deadline has moved into the future again, or the platform itself says met after all. */
function workedOutAgain(known: Verdict, { saysMet, over }: Sight): Verdict {
  if (known.verdict !== 'missed' || (over && !saysMet)) return known;
  return open(known.needed, known.reason === 'retracted' ? known.occurrence : known.occurrence + 1);
}

function meet(current: Verdict, firstSight: boolean, sight: Sight): Judgement<Verdict> {
  const { now, rule, before, seen } = sight;
  const evidence = evidenceOf(sight, sight.stamp ?? undefined, seen);
  // The look before may have been above already, when this threshold is new to us.
  const below = before !== undefined && before.signatures < current.needed;
  const met = below ? evidence : { ...evidence, between: [null, seen] as const };
  const certain = sight.saysMet || reachedInTime(sight);
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
 * Met stays met, unless the rules let it be retracted and the count is below the line. Where the platform has stamped the
 * meeting, it alone takes it back, by taking back the stamp: a count may be below the line for a while and the stamp
 * stand. Where it has not, two readings ten minutes apart do.
 */
function holds(known: Verdict, sight: Sight): Judgement<Verdict> {
  const { stamp, above, saysMet, ended, now, rules } = sight;
  // The platform may stamp a meeting only after we read it.
  const met = known.met && stamp ? { ...known.met, stamp, by: stamp } : known.met;
  const stamped = met?.stamp !== undefined;
  const takenBack = stamped && (stamp === null || (stamp === undefined && known.takenBack === true));
  const certain = known.certain || saysMet;
  const held: Verdict = { ...known, met, certain, takenBack: takenBack || undefined, below: undefined };
  if (!rules.retractable || above || saysMet || (stamped && !takenBack)) return { next: held, drafts: [] };

  const below = known.below ?? evidenceOf(sight).between;
  if (!takenBack && isAfter(below[1].add(retractionTakes), now)) return { next: { ...held, below }, drafts: [] };

  const again = open(known.needed, known.occurrence + 1);
  const next: Verdict = ended ? { ...again, verdict: 'missed', reason: 'retracted' } : again;
  return { next, drafts: [{ alert: 'threshold-retracted', ...about(sight, known), between: below }] };
}

const about = ({ rule, signing }: Sight, { needed, occurrence }: Verdict): Omit<AlertDraft, 'alert'> => ({
  threshold: rule.name,
  needed,
  occurrence,
  deadline: signing.deadline?.at ?? null,
});
