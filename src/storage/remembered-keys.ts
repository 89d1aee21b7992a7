/**
 * What the process that runs the ticks remembers of the due index: the keys of what is polled every quarter of an hour or
 * more rarely, for a few minutes ahead. A run then reads the other buckets only. It is told of every key that its own
 * process writes; it forgets everything when another process has finished a tick.
 */
import type { Instant } from '../domain/time.ts';
import { isSlowBucket, type DueKey, type KeyRange } from './due-buckets.ts';

/** How many minutes are read ahead: a fifth of the requests for these buckets is left. */
export const minutesAhead = 4;

/** Minutes since 1970, both included. */
export interface MinuteSpan {
  readonly first: number;
  readonly upTo: number;
}

export class RememberedKeys {
  readonly #keys = new Map<string, DueKey>();
  #span: MinuteSpan | undefined;
  #tick: number | undefined;

  /** Told when a key is written: undefined when it is taken off the index. */
  note(petition: string, key: DueKey | undefined): void {
    if (key !== undefined && isSlowBucket(key.bucket)) this.#keys.set(petition, key);
    else this.#keys.delete(petition);
  }

  /** `tick` is the last one, as it is stored: if it is not the one that this process knows, another process was at work. */
  follow(tick: Instant): void {
    if (this.#tick !== tick.epochMilliseconds) this.#span = undefined;
    this.#tick = tick.epochMilliseconds;
  }

  /** This process has finished it. */
  finished(tick: Instant): void {
    this.#tick = tick.epochMilliseconds;
  }

  covers({ first, upTo }: MinuteSpan): boolean {
    return this.#span !== undefined && this.#span.first <= first && upTo <= this.#span.upTo;
  }

  remember(found: Iterable<readonly [string, DueKey]>, span: MinuteSpan | undefined): void {
    this.#span = span;
    this.#keys.clear();
    for (const [petition, key] of found) this.#keys.set(petition, key);
  }

  in({ bucket, from, to }: KeyRange): [string, DueKey][] {
    return [...this.#keys].filter(([, key]) => key.bucket === bucket && from <= key.sortKey && key.sortKey <= to);
  }
}
