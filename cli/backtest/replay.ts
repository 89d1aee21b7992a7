/** Replays a recorded history through the core, on a simulated clock: what would have been told, and when. */
import type { Alert } from '../../src/domain/alerts.ts';
import { dueInstant, nextPoll, nextRetry, withPollCharged } from '../../src/domain/cadence.ts';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { RecordedHistory } from './recorded-history.ts';
import { interpolator, type Interpolation } from './interpolate.ts';

export interface ReplaySettings {
  readonly petition: string;
  readonly history: RecordedHistory;
  readonly opened: Instant;
  /** When the authority answered; absent: never. */
  readonly response?: Instant;
  /** The last poll; absent: at the last row. */
  readonly until?: Instant;
  readonly terms: WatchSettings;
  /** The milliseconds between two polls, or as the cadence says. */
  readonly polling: number | 'adaptive';
  /** What a poll between two rows sees. */
  readonly between: Interpolation;
}

export interface ReplaySummary {
  readonly polls: number;
  readonly readings: number;
  readonly alerts: number;
  readonly from: Instant;
  readonly until: Instant;
}

/** Yields the alerts as they come due. The first poll is at the first row, the last one at the end. */
export function* replay(settings: ReplaySettings): Generator<Alert, ReplaySummary> {
  const { history, opened, response, terms, polling } = settings;
  const from = history[0].at;
  const until = settings.until ?? (history.at(-1) ?? history[0]).at;
  let petition = newPetition(settings.petition);
  let [polls, readings, alerts, failures] = [0, 0, 0, 0];
  const shown = interpolator(history, settings.between);
  let now = from;
  while (!isAfter(now, until)) {
    const signatures = shown(now);
    polls += 1;
    if (signatures === undefined) failures += 1;
    else {
      failures = 0;
      readings += 1;
      const answer = response !== undefined && !isAfter(response, now) ? { at: response } : null;
      const observation = evaluate(petition, { kind: 'reading', signatures, opened, answer }, now, terms);
      petition = observation.petition;
      alerts += observation.alerts.length;
      yield* observation.alerts;
    }
    if (now.equals(until)) break;
    let next: Instant;
    if (polling === 'adaptive') {
      const due = failures > 0 ? nextRetry(petition, failures, now) : nextPoll(petition, now, terms);
      petition = withPollCharged(petition, due, now, terms);
      next = wholeMinute(dueInstant(petition.petition, due, now));
    } else next = now.add({ milliseconds: polling });
    now = isAfter(next, until) ? until : next;
  }
  return { polls, readings, alerts, from, until };
}

/** The first tick that is not before an instant. */
const wholeMinute = (at: Instant): Instant =>
  at.add({ milliseconds: (60_000 - (at.epochMilliseconds % 60_000)) % 60_000 });
