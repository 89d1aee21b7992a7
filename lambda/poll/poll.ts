/** One tick: takes what is due from the agenda and attends to it, each host at its own pace. */
import { createHash } from 'node:crypto';
import pMap from 'p-map';
import { BadInput } from '../border.ts';
import type { Watched } from '../config/terms.ts';
import { isAfter } from '../petition/time.ts';
import { metrics } from '../telemetry/metrics.ts';
import { attend, type Attendance, type Attended } from './attend.ts';

export interface Poll extends Attendance {
  readonly watched: readonly Watched[];
}

/** What one tick did; the numbers are petitions and alerts. */
export interface Summary {
  readonly looks: number;
  readonly readings: number;
  readonly sourceErrors: number;
  readonly committed: number;
  readonly published: number;
  readonly unpublished: number;
  readonly failures: number;
  readonly deferred: number;
}

type Outcome =
  { readonly kind: 'attended'; readonly attended: Attended } | { readonly kind: 'deferred' | 'damaged' | 'failed' };

/** Petitions of one host that are attended to at a time. */
const mostPerHost = 8;

/** A look may take this long (a source's ten seconds, and the writes): with less time left, none is begun. */
const lookTakes = { seconds: 15 };

/**
 * Attends to all that fell due since the last finished tick. @throws when a petition failed for a reason of our own,
 * after all the others have been attended to.
 */
export async function poll(run: Poll): Promise<Summary> {
  const { store, telemetry } = run;
  const started = run.now();
  const byName = new Map(run.watched.map((watched) => [watched.petition, watched]));
  const watching = createHash('sha256')
    .update([...byName.keys()].join('\n'))
    .digest('base64');
  const last = await store.lastTick();
  if (last?.watching !== watching) await store.watch([...byName.keys()], started);

  const names = [...new Set(await store.due(last?.at ?? started, started))];
  const outcomes = await attendAll(
    names.flatMap((name) => byName.get(name) ?? []),
    run,
  );
  const notWatched = names.filter((name) => !byName.has(name));
  await pMap(notWatched, (name) => store.drop(name), { concurrency: mostPerHost });

  // What there was no time for, or what the table failed for, is due again at the next tick.
  const unfinished = outcomes.some(({ kind }) => kind === 'deferred' || kind === 'failed');
  if (!unfinished) await store.finishTick({ at: started, watching });

  const summary = sumUp(outcomes);
  telemetry.count({
    [metrics.looks]: summary.looks,
    [metrics.readings]: summary.readings,
    [metrics.sourceErrors]: summary.sourceErrors,
    [metrics.alertsCommitted]: summary.committed,
    [metrics.alertsPublished]: summary.published,
    [metrics.publishErrors]: summary.unpublished,
    [metrics.failures]: summary.failures,
    [metrics.deferred]: summary.deferred,
  });
  if (summary.failures > 0)
    throw new Error(`${summary.failures} of ${outcomes.length} petitions failed; the log has each`);
  return summary;
}

/** Each host's petitions a few at a time: a slow host keeps only its own waiting. */
async function attendAll(due: readonly Watched[], run: Poll): Promise<Outcome[]> {
  const byHost = new Map<string, Watched[]>();
  for (const watched of due) {
    const { host } = new URL(watched.baseUrl);
    byHost.set(host, [...(byHost.get(host) ?? []), watched]);
  }
  const perHost = [...byHost.values()].map((petitions) =>
    pMap(petitions, (watched) => outcomeOf(watched, run), { concurrency: mostPerHost }),
  );
  return (await Promise.all(perHost)).flat();
}

/** One petition never stops the rest, and never hides. */
async function outcomeOf(watched: Watched, run: Poll): Promise<Outcome> {
  if (isAfter(run.now().add(lookTakes), run.ends)) return { kind: 'deferred' };
  try {
    return { kind: 'attended', attended: await attend(watched, run) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    run.telemetry.error('petition failed', { petition: watched.petition, reason });
    return { kind: error instanceof BadInput ? 'damaged' : 'failed' };
  }
}

function sumUp(outcomes: readonly Outcome[]): Summary {
  const attended = outcomes.flatMap((outcome) => (outcome.kind === 'attended' ? [outcome.attended] : []));
  const of = (...kinds: Outcome['kind'][]): number => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
  const sum = (number: (one: Attended) => number): number => attended.reduce((total, one) => total + number(one), 0);
  return {
    looks: sum(({ looked }) => Number(looked)),
    readings: sum(({ read }) => Number(read)),
    sourceErrors: sum(({ failed }) => Number(failed)),
    committed: sum(({ committed }) => committed),
    published: sum(({ published }) => published),
    unpublished: sum(({ unpublished }) => unpublished),
    failures: of('failed', 'damaged'),
    deferred: of('deferred'),
  };
}
