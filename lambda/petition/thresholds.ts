/** The verdict of one threshold: open, met or missed, and why. Inclusive: met at `signatures >= needed`. */
import type { AlertDraft } from './alerts.ts';
import { evidenceOf, isNews, type Judgement, type Scene } from './look.ts';
import type { Verdict } from './petition.ts';
import type { ThresholdRule } from './rules.ts';
import { endOfSigning } from './signing.ts';
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
  readonly end: Instant | undefined;
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
  const { reading, signing, completeTo } = scene;
  const stamp = reading.stamps?.[rule.name];
  const end = endOfSigning(signing);
  return {
    ...scene,
    rule,
    above: reading.signatures >= rule.signatures,
    stamp,
    saysMet: (stamp ?? undefined) !== undefined || reading.met?.includes(rule.name) === true,
    end,
    ended: end !== undefined && (signing.closed ? !isAfter(end, completeTo) : isAfter(completeTo, end)),
  };
}

/** Missed is final, unless the deadline has moved into the future again, or the platform itself says met after all. */
function workedOutAgain(known: Verdict, { saysMet, ended }: Sight): Verdict {
  if (known.verdict !== 'missed' || (ended && !saysMet)) return known;
  return open(known.needed, known.reason === 'retracted' ? known.occurrence : known.occurrence + 1);
}

function meet(current: Verdict, firstSight: boolean, sight: Sight): Judgement<Verdict> {
  const { now, rule, before } = sight;
  const evidence = evidenceOf(sight, sight.stamp ?? undefined);
  // The look before may have been above already, when this threshold is new to us.
  const below = before !== undefined && before.signatures < current.needed;
  const met = below ? evidence : { ...evidence, between: [null, now] as const };
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
const reachedInTime = ({ end, signing, now, rules }: Sight): boolean =>
  end === undefined || !isAfter(now, end) || rules.stopsAtDeadline || signing.closed?.early === true;

function miss(current: Verdict, firstSight: boolean, sight: Sight): Judgement<Verdict> {
  const { signing, end, now } = sight;
  const reason = signing.closed?.early === true ? 'closed-early' : 'deadline-passed';
  const next: Verdict = { ...current, verdict: 'missed', reason };
  if (!isNews(firstSight, end, now)) return { next, drafts: [] };
  const { stamp: occurredAt = null, between } = signing.closed ?? evidenceOf(sight);
  return { next, drafts: [{ alert: 'threshold-missed', ...about(sight, current), occurredAt, between, reason }] };
}

/**
 * Met stays met, unless the rules let it be retracted and the count is below the line. Where the platform has stamped the
 * meeting, it alone takes it back, by taking back the stamp: a count may be below the line for a while and the stamp
 * stand. Where it has not, two readings ten minutes apart do.
 */
function holds(known: Verdict, sight: Sight): Judgement<Verdict> {
  const { stamp, above, ended, now, rules } = sight;
  // The platform may stamp a meeting only after we read it.
  const met = known.met && stamp ? { ...known.met, stamp, by: stamp } : known.met;
  const standing = met?.stamp !== undefined && stamp !== null;
  if (!rules.retractable || above || standing) return { next: { ...known, met, below: undefined }, drafts: [] };

  const below = known.below ?? evidenceOf(sight).between;
  const takenBack = met?.stamp !== undefined;
  if (!takenBack && isAfter(below[1].add(retractionTakes), now)) return { next: { ...known, below }, drafts: [] };

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
