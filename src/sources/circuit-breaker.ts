/**
 * Leaves a host alone that does not answer: one that is down is asked by a few of its petitions and not by a thousand,
 * each of which would wait for its ten seconds and keep the others from their minute.
 */
import { earliest, isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import { SourceFailed } from './http.ts';

/** As many failures in a row as requests are under way at a time. */
const maxFailures = 8;
/** Then it is left alone for so long, and tried again by one more. */
const openFor = { minutes: 1 };
/** As long as a host may ask to be left alone for, by `Retry-After`, whichever of its petitions it said so to. */
const maxOpenFor = { hours: 1 };

interface Host {
  readonly failures: number;
  readonly until?: Instant;
}

/** What one process has seen of the hosts it asks. */
export class CircuitBreaker {
  readonly #hosts = new Map<string, Host>();

  /** @throws {SourceFailed} while the host is left alone. */
  check(host: string, now: Instant): void {
    const until = this.#hosts.get(host)?.until;
    if (until === undefined || !isAfter(until, now)) return;
    const retryAfter = Math.ceil(60 * minutesBetween(now, until));
    throw new SourceFailed(`circuit breaker open for ${host} until ${until.toString({ smallestUnit: 'second' })}`, {
      retryAfter,
    });
  }

  recordSuccess(host: string): void {
    this.#hosts.delete(host);
  }

  recordFailure(host: string, { retryAfter }: SourceFailed, now: Instant): void {
    const failures = (this.#hosts.get(host)?.failures ?? 0) + 1;
    if (retryAfter !== undefined) {
      const until = earliest(now.add({ seconds: retryAfter }), now.add(maxOpenFor));
      this.#hosts.set(host, { failures, until });
    } else {
      this.#hosts.set(host, failures < maxFailures ? { failures } : { failures, until: now.add(openFor) });
    }
  }
}
