/** What the reference is told (looks, and the terms they are judged by) and what it tells. */
import type { Alert } from '../../src/domain/alerts.ts';
import type { Rules } from '../../src/domain/rules.ts';

/** What a platform said in one answer; what it left out is as before. */
export interface Seen {
  readonly signatures: number;
  readonly asked?: number;
  readonly opened?: number;
  readonly deadline?: number;
  readonly signing?: { readonly open: true } | { readonly open: false; readonly at?: number; readonly reason?: string };
  readonly needed?: Readonly<Record<string, number>>;
  readonly stamps?: Readonly<Record<string, number | null>>;
  readonly met?: readonly string[];
  readonly answer?: { readonly at?: number } | null;
  readonly answerDue?: number;
}

/** `gone`: the petition was not there; `removed`: the platform said that it is no more. */
export interface Look {
  readonly at: number;
  readonly saw: Seen | 'gone' | 'removed';
}

export interface Terms {
  readonly rules: Rules;
  readonly lagMinutes: number;
  readonly warnBefore: readonly string[];
  readonly remindEvery?: string | undefined;
  readonly announceStart: boolean;
  /** Whether what one look alone does not prove waits for a second one. */
  readonly confirms?: boolean;
}

/** The look before, and the one that showed it first. */
export type Between = readonly [number | null, number];

export interface Told {
  readonly alert: Alert['alert'];
  readonly threshold: string | null;
  readonly needed: number | null;
  readonly occurrence?: number;
  readonly detectedAt: number;
  readonly occurredAt: number | null;
  readonly between: readonly [number | null, number] | null;
  readonly certain: boolean;
  readonly deadline: number | null;
  readonly reason?: string;
  readonly early?: true;
  readonly daysLate?: number;
}

/** A look that gave a count. */
export interface Reading extends Seen {
  readonly at: number;
  /** When its answer was made. */
  readonly made: number;
  /** Up to when it shows what did not happen. */
  readonly complete: number;
}

/** The last that the platform said of something. */
export function lastSaid<Fact>(
  readings: readonly Reading[],
  of: (reading: Reading) => Fact | undefined,
): Fact | undefined {
  return readings.map(of).findLast((fact) => fact !== undefined);
}
