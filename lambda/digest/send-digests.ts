/**
 * Sends the digests that are due, as the poll function does alerts: each is committed, published, and cleared. If a run
 * ends in between, the next one continues from what was committed.
 */
import type { DigestList } from '../../src/config/digest-lists.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { DigestRepository } from '../../src/storage/digest-repository.ts';
import { metrics } from '../../src/runtime/metrics.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { composeDigest } from './compose.ts';
import type { Digest } from '../../src/domain/digest.ts';
import { loadDigestInput, type DigestLoadDeps } from './load.ts';
import { fitsOneMessage } from './message.ts';
import { dueOccurrence, latestOccurrence } from './schedule.ts';

export interface SendDeps extends DigestLoadDeps {
  readonly lists: readonly DigestList[];
  readonly digestRepository: DigestRepository;
  /** Resolves once SNS has accepted it. */
  readonly publish: (digest: Digest) => Promise<void>;
  readonly contact: string | undefined;
  /** The deadline of this run, by the clock of `now`. Until then no other run publishes what this one commits. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** What one run did, in digests. */
export interface DigestRunSummary {
  readonly published: number;
  readonly failures: number;
}

/** @throws when a digest failed or is incomplete, after all the others have been processed. */
export async function sendDigests(run: SendDeps): Promise<DigestRunSummary> {
  const { lists, telemetry } = run;
  let [published, failures, unreadable] = [0, 0, 0];
  for (const list of lists) {
    try {
      const sent = await sendToList(list, run);
      if (sent === undefined) continue;
      published += 1;
      unreadable += sent.count.unreadable;
    } catch (error) {
      failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      telemetry.error('digest failed', { digest: list.name, reason });
    }
  }
  telemetry.count({ [metrics.digestsPublished]: published });
  if (failures > 0) throw new Error(`${failures} of ${lists.length} digests failed; the log has each`);
  if (unreadable > 0)
    throw new Error(`${unreadable} stored items could not be read; the log and the digests name them`);
  return { published, failures };
}

/** The digest that was published; undefined where none was due, or another run holds it. */
async function sendToList(list: DigestList, run: SendDeps): Promise<Digest | undefined> {
  const { digestRepository, telemetry, now, ends } = run;
  const { name } = list;
  const known = await digestRepository.load(name);
  if (known === undefined) {
    // The first digest comes at the next occurrence, and covers the time from the one before.
    const until = latestOccurrence(list, now());
    await digestRepository.save(name, { until, pending: undefined, lockedUntil: undefined }, undefined);
    return undefined;
  }
  if (known.lockedUntil !== undefined && isAfter(known.lockedUntil, now())) return undefined;
  const digest = known.pending ?? (await dueDigest(list, known.until, run));
  if (digest === undefined) return undefined;
  const { until } = digest;
  const committed = await digestRepository.save(name, { until, pending: digest, lockedUntil: ends }, known);
  if (committed === undefined) return undefined;
  await run.publish(digest);
  telemetry.info('digest published', { digest: digest.id });
  await digestRepository.save(name, { until, pending: undefined, lockedUntil: undefined }, committed);
  return digest;
}

/** One digest for the whole time since the last one, even if several occurrences lie in it. */
async function dueDigest(list: DigestList, from: Instant, run: SendDeps): Promise<Digest | undefined> {
  const until = dueOccurrence(list, run.now());
  if (!isAfter(until, from)) return undefined;
  const facts = await loadDigestInput(list, { from, until }, run);
  for (const reason of facts.unreadable) run.telemetry.error('missing from the digest', { digest: list.name, reason });
  return composeDigest(facts, (digest) => fitsOneMessage(digest, run.contact));
}
