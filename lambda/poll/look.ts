/** One look at one petition: asks its source, and has the core judge what it says. */
import { BadInput } from '../border.ts';
import type { Watched } from '../config/terms.ts';
import type { Alert } from '../petition/alerts.ts';
import { instantOf, nextLook, nextTry, paid, type Due } from '../petition/cadence.ts';
import { observe } from '../petition/observe.ts';
import { earliest, isAfter, type Instant } from '../petition/time.ts';
import type { Breaker } from '../sources/breaker.ts';
import { SourceFailed, type Http } from '../sources/http.ts';
import { checkTimes } from '../sources/plausible.ts';
import type { Stored } from '../store/item.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface Looking {
  readonly http: Http;
  readonly breaker: Breaker;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** What came of a look: a count, a petition that is not there, or no reading and why. */
export type Sight =
  { readonly kind: 'read' | 'gone' } | { readonly kind: 'doubted' | 'failed'; readonly reason: string };

export interface Looked extends Pick<Stored, 'petition' | 'memory' | 'failures'> {
  readonly alerts: readonly Alert[];
  readonly due: Due;
  readonly sight: Sight;
}

/** A source that fails, or answers what is none, is no reading: all stays as it is, to be tried again. */
export async function look(watched: Watched, known: Stored, looking: Looking): Promise<Looked> {
  const { breaker, now, telemetry } = looking;
  const { petition, host } = watched;
  try {
    breaker.check(host, now());
    return await ask(watched, known, looking);
  } catch (error) {
    if (!(error instanceof SourceFailed || error instanceof BadInput)) throw error;
    if (error instanceof SourceFailed) breaker.failed(host, error, now());
    else breaker.answered(host);
    const failures = known.failures + 1;
    const { message: reason } = error;
    telemetry.warn('no reading', { petition, reason, failures });
    const due = tryAgain(known, failures, error, now());
    return {
      ...known,
      petition: paid(known.petition, due, now(), watched.terms),
      failures,
      alerts: [],
      due,
      sight: { kind: 'failed', reason },
    };
  }
}

async function ask(
  watched: Watched,
  known: Stored,
  { http, breaker, now: clock, telemetry }: Looking,
): Promise<Looked> {
  const { petition: name, id, host, source, baseUrl, terms } = watched;
  const asked = clock();
  const reader = await source.reader();
  const { sighting, memory = known.memory } = await reader.read({
    id,
    baseUrl,
    known: known.petition,
    memory: known.memory,
    now: asked,
    http,
  });
  breaker.answered(host);
  const now = clock();
  if (sighting.kind === 'reading') checkTimes(sighting, now, `answer about ${name}`);
  const seen = sighting.kind === 'reading' ? { ...sighting, asked } : sighting;
  const { petition: observed, alerts } = observe(known.petition, seen, now, terms);
  const due = nextLook(observed, now, terms);
  const petition = paid(observed, due, now, terms);
  const looked = { petition, memory, failures: 0, alerts, due };
  if (sighting.kind === 'gone') {
    telemetry.warn('petition not found', { petition: name });
    return { ...looked, sight: { kind: 'gone' } };
  }
  if (petition.doubted === undefined) return { ...looked, sight: { kind: 'read' } };
  const reason = `${sighting.signatures} signatures after ${petition.last?.signatures ?? 0}: held for a second reading`;
  telemetry.warn('count in doubt', { petition: name, reason });
  // What the source remembers of an answer that is not believed yet would have it say "not modified" next time.
  return { ...looked, memory: known.memory, sight: { kind: 'doubted', reason } };
}

/** The longest that a server may ask to be left alone. */
const longestRest = { hours: 24 };

function tryAgain({ petition }: Stored, failures: number, error: Error, now: Instant): Due {
  const due = nextTry(petition, failures, now);
  const seconds = error instanceof SourceFailed ? error.retryAfter : undefined;
  if (seconds === undefined) return due;
  const rested = earliest(now.add({ seconds }), now.add(longestRest));
  return isAfter(rested, instantOf(petition.petition, due, now)) ? { at: rested } : due;
}
