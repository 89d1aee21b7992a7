/** Replays a recorded history through the core, on a simulated clock: which alerts it would have caused, and when. */
import type { Alert } from '../../src/domain/alerts.ts';
import { dueInstant, nextPoll, nextRetry, withPollCharged } from '../../src/domain/cadence.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { dampened } from '../../src/domain/flapping.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { RecordedHistory } from './recorded-history.ts';
import { interpolator, type Interpolation } from './interpolate.ts';

export interface ReplaySettings {
  readonly petition: string;
  readonly history: RecordedHistory;
  readonly opened: Instant;
  /** When the authority responded; absent: never. */
  readonly response?: Instant;
  /** The last poll; absent: at the last row. */
  readonly until?: Instant;
  readonly watch: WatchSettings;
  /** The milliseconds between two polls, or those of the monitor. */
  readonly polling: number | 'adaptive';
  /** The count of a poll between two rows. */
  readonly between: Interpolation;
}

export interface ReplaySummary {
  readonly polls: number;
  readonly readings: number;
  readonly alerts: number;
  readonly from: Instant;
  readonly until: Instant;
}

/** Yields the alerts in order. The first poll is at the first row, the last one at the end. */
export function* replay(settings: ReplaySettings): Generator<Alert, ReplaySummary> {
  const { history, opened, response, watch, polling } = settings;
  const from = history[0].at;
  const until = settings.until ?? (history.at(-1) ?? history[0]).at;
  let petition = newPetition(settings.petition);
  let [polls, readings, alerts, failures] = [0, 0, 0, 0];
  const countAt = interpolator(history, settings.between);
  let now = from;
  while (!isAfter(now, until)) {
    const signatures = countAt(now);
    polls += 1;
    if (signatures === undefined) failures += 1;
    else {
      failures = 0;
      readings += 1;
      const answer = response !== undefined && !isAfter(response, now) ? { at: response } : null;
      const evaluated = evaluate(petition, { kind: 'reading', signatures, opened, answer }, now, watch);
      const evaluation = dampened(petition, evaluated, now);
      petition = evaluation.petition;
      alerts += evaluation.alerts.length;
      yield* evaluation.alerts;
    }
    if (now.equals(until)) break;
    let next: Instant;
    if (polling === 'adaptive') {
      const due = failures > 0 ? nextRetry(petition, failures, now) : nextPoll(petition, now, watch);
      petition = withPollCharged(petition, due, now, watch);
      next = wholeMinute(dueInstant(petition.petition, due, now));
    } else next = now.add({ milliseconds: polling });
    now = isAfter(next, until) ? until : next;
  }
  return { polls, readings, alerts, from, until };
}

/** The tick at an instant, or else the next one. */
const wholeMinute = (at: Instant): Instant =>
  at.add({ milliseconds: (60_000 - (at.epochMilliseconds % 60_000)) % 60_000 });
