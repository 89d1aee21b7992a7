/**
 * Sends the digests that are due, through an outbox, as with alerts: a digest is committed, published and cleared. A run
 * may end after any step: the next run continues from what is committed.
 */
import type { DigestList } from '../../src/config/digest-lists.ts';
import { isFarFuture } from '../../src/domain/clock.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import { deliver, isLocked } from '../../src/notifications/outbox.ts';
import type { DigestRepository } from '../../src/storage/digest-repository.ts';
import { metrics } from '../../src/runtime/metrics.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { composeDigest } from './compose.ts';
import type { Digest } from '../../src/domain/digest.ts';
import { loadDigestInput, type DigestLoadDeps } from './load.ts';
import { fitsOneMessage } from './message.ts';
import { dueOccurrence, latestOccurrence } from './schedule.ts';
import { errorMessage } from '../../src/text.ts';

export interface SendDeps extends DigestLoadDeps {
  readonly lists: readonly DigestList[];
  readonly digestRepository: DigestRepository;
  /** Resolves once SNS has accepted it. */
  readonly publish: (digest: Digest) => Promise<void>;
  readonly contact: string | undefined;
  /** When this run is over at the latest, by the clock of `now`. Until then it alone publishes what it committed. */
  readonly ends: Instant;
  readonly telemetry: Telemetry;
}

/** What one run did, in digests. */
export interface DigestRunSummary {
  readonly published: number;
  readonly failures: number;
}

/** @throws when a digest failed, or could not hold everything that it should, after all the others are sent. */
export async function sendDigests(deps: SendDeps): Promise<DigestRunSummary> {
  const { lists, telemetry } = deps;
  let [published, failures, unreadable] = [0, 0, 0];
  for (const list of lists) {
    try {
      const sent = await sendToList(list, deps);
      if (sent === undefined) continue;
      published += 1;
      unreadable += sent.count.unreadable;
    } catch (error) {
      failures += 1;
      const reason = errorMessage(error);
      telemetry.error('digest failed', { digest: list.name, reason });
    }
  }
  telemetry.count({ [metrics.digestsPublished]: published });
  if (failures > 0) throw new Error(`${failures} of ${lists.length} digests failed; the log has each`);
  if (unreadable > 0)
    throw new Error(`${unreadable} stored items could not be read; the log and the digests name them`);
  return { published, failures };
}

/** The digest that was published; undefined where none was due, or another run is publishing it. */
async function sendToList(list: DigestList, deps: SendDeps): Promise<Digest | undefined> {
  const { digestRepository, telemetry, now, ends } = deps;
  const { name } = list;
  const stored = await digestRepository.load(name);
  if (stored === undefined || (stored.pending === undefined && isFarFuture(stored.until, now()))) {
    // The first digest comes at the next occurrence, and covers the time from the one before. So does the first after
    // one of the future, which was sent while this machine's clock was ahead.
    const until = latestOccurrence(list, now());
    await digestRepository.save(name, { until, pending: undefined, lockedUntil: undefined }, stored);
    return undefined;
  }
  if (isLocked(stored, now())) return undefined;
  const digest = stored.pending ?? (await dueDigest(list, stored.until, deps));
  if (digest === undefined) return undefined;
  const { until } = digest;
  const delivered = await deliver([digest], ends, {
    commit: (lockedUntil) => digestRepository.save(name, { until, pending: digest, lockedUntil }, stored),
    publish: async () => {
      await deps.publish(digest);
      telemetry.info('digest published', { digest: digest.id });
      return [];
    },
    clear: ([pending], committed) => digestRepository.save(name, { until, pending, lockedUntil: undefined }, committed),
  });
  return delivered && digest;
}

/** One digest for all the time since the last one, even if several occurrences lie in it. */
async function dueDigest(list: DigestList, from: Instant, deps: SendDeps): Promise<Digest | undefined> {
  const until = dueOccurrence(list, deps.now());
  if (!isAfter(until, from)) return undefined;
  const input = await loadDigestInput(list, { from, until }, deps);
  for (const reason of input.unreadable) deps.telemetry.error('missing from the digest', { digest: list.name, reason });
  return composeDigest(input, (digest) => fitsOneMessage(digest, deps.contact));
}
