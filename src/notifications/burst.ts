/**
 * In which order alerts that wait at once are published, and which of them are of one kind: main alerts first, then by
 * time, each petition's in its own order. Pure.
 */
import { isMainAlert, type Alert } from '../domain/alerts.ts';

/** Of the alerts of one petition that wait: what is behind a main alert is as urgent as that one. */
interface Urgency {
  readonly isMain: boolean;
  readonly since: number;
}

const urgencyOf = (outbox: readonly Alert[]): Urgency => ({
  isMain: outbox.some(isMainAlert),
  since: Math.min(...outbox.map(({ detectedAt }) => detectedAt.epochMilliseconds)),
});

const compare = (a: Urgency, b: Urgency): number => Number(b.isMain) - Number(a.isMain) || a.since - b.since;

/** For sorting petitions by what waits in their outboxes. */
export const byUrgency = (a: readonly Alert[], b: readonly Alert[]): number => compare(urgencyOf(a), urgencyOf(b));

/** What may be published next: the alerts of one kind that are the first of their petitions. */
interface Candidate extends Urgency {
  readonly kind: string;
  /** No other alert of this kind waits behind one of another kind. */
  readonly isComplete: boolean;
}

/**
 * All alerts of these outboxes, in batches of one kind, with one alert of a petition at most. Each outbox keeps its order.
 */
export function inBatches(outboxes: readonly (readonly Alert[])[], kindOf: (alert: Alert) => string): Alert[][] {
  let left = outboxes.map((outbox) => outbox.map((alert) => ({ alert, kind: kindOf(alert) })));
  const batches: Alert[][] = [];
  for (;;) {
    left = left.filter((outbox) => outbox.length > 0);
    const [next] = candidates(left).sort(
      (a, b) => Number(b.isMain) - Number(a.isMain) || Number(b.isComplete) - Number(a.isComplete) || compare(a, b),
    );
    if (next === undefined) return batches;
    const isNext = ([first]: (typeof left)[number]): boolean => first?.kind === next.kind;
    batches.push(left.filter(isNext).flatMap(([first]) => first?.alert ?? []));
    left = left.map((outbox) => (isNext(outbox) ? outbox.slice(1) : outbox));
  }
}

function candidates(outboxes: readonly (readonly { readonly alert: Alert; readonly kind: string }[])[]): Candidate[] {
  const behind = new Set(outboxes.flatMap(([, ...rest]) => rest.map(({ kind }) => kind)));
  const found = new Map<string, Candidate>();
  for (const outbox of outboxes) {
    const [first] = outbox;
    if (first === undefined) continue;
    const { kind } = first;
    const one = { kind, isComplete: !behind.has(kind), ...urgencyOf(outbox.map(({ alert }) => alert)) };
    const other = found.get(kind) ?? one;
    found.set(kind, { ...one, isMain: one.isMain || other.isMain, since: Math.min(one.since, other.since) });
  }
  return [...found.values()];
}
