/** Replays a recorded history through the core, on a simulated clock: what would have been told, and when. */
import type { Alert } from '../../lambda/petition/alerts.ts';
import { instantOf, nextLook, nextTry } from '../../lambda/petition/cadence.ts';
import { observe, type Terms } from '../../lambda/petition/observe.ts';
import { unseen, type Petition } from '../../lambda/petition/petition.ts';
import { isAfter, type Instant } from '../../lambda/petition/time.ts';
import type { History, Row } from './history.ts';

export interface Replay {
  readonly petition: string;
  readonly history: History;
  readonly opened: Instant;
  /** When the authority answered; absent: never. */
  readonly response?: Instant;
  /** The last poll; absent: at the last row. */
  readonly until?: Instant;
  readonly terms: Terms;
  /** The milliseconds between two polls, or as the cadence says. */
  readonly polling: number | 'adaptive';
}

export interface Summary {
  readonly polls: number;
  readonly readings: number;
  readonly alerts: number;
  readonly from: Instant;
  readonly until: Instant;
}

/** Yields the alerts as they come due. The first poll is at the first row, the last one at the end. */
export function* replay({ history, opened, response, terms, polling, ...settings }: Replay): Generator<Alert, Summary> {
  const from = history[0].at;
  const until = settings.until ?? (history.at(-1) ?? history[0]).at;
  let petition = unseen(settings.petition);
  let [polls, readings, alerts, failures] = [0, 0, 0, 0];
  let row = 0;
  let now = from;
  while (!isAfter(now, until)) {
    while (row + 1 < history.length && !isAfter(history[row + 1]?.at ?? until, now)) row += 1;
    const { signatures }: Row = history[row] ?? history[0];
    polls += 1;
    if (signatures === undefined) failures += 1;
    else {
      failures = 0;
      readings += 1;
      const answer = response !== undefined && !isAfter(response, now) ? { at: response } : null;
      const observation = observe(petition, { kind: 'reading', signatures, opened, answer }, now, terms);
      petition = observation.petition;
      alerts += observation.alerts.length;
      yield* observation.alerts;
    }
    if (now.equals(until)) break;
    const next = polling === 'adaptive' ? adaptive(petition, failures, now, terms) : now.add({ milliseconds: polling });
    now = isAfter(next, until) ? until : next;
  }
  return { polls, readings, alerts, from, until };
}

/** The next tick, on a whole minute, that is not before the petition is due. */
function adaptive(petition: Petition, failures: number, now: Instant, terms: Terms): Instant {
  const due = failures > 0 ? nextTry(petition, failures, now) : nextLook(petition, now, terms);
  const at = instantOf(petition.petition, due, now);
  return at.add({ milliseconds: (60_000 - (at.epochMilliseconds % 60_000)) % 60_000 });
}
