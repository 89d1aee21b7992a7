/**
 * Stops requests to a host that does not answer. When it is down, a few of its petitions are polled, not a thousand:
 * each would wait for ten seconds and delay the others.
 */
import { earliest, isAfter, minutesBetween, type Instant } from '../domain/time.ts';
import { SourceFailed } from './http.ts';

/** As many failures in a row as there are requests at a time. */
const maxFailures = 8;
/** Then there are no requests for this long, and one more tries again. */
const openFor = { minutes: 1 };
/** The longest `Retry-After` of a host that applies to all its petitions. */
const maxOpenFor = { hours: 1 };

interface Host {
  readonly failures: number;
  readonly until: Instant;
}

/** What one process knows of its hosts. */
export class CircuitBreaker {
  readonly #hosts = new Map<string, Host>();

  /** @throws {SourceFailed} while there are no requests to the host. */
  check(host: string, now: Instant): void {
    const until = this.#hosts.get(host)?.until;
    // Further ahead, it is of a time when this machine's clock was.
    if (until === undefined || !isAfter(until, now) || isAfter(until, now.add(maxOpenFor))) return;
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
    const asked = retryAfter === undefined ? now : earliest(now.add({ seconds: retryAfter }), now.add(maxOpenFor));
    // A server that wants us back at once each time is still left alone after so many failures.
    const own = failures < maxFailures ? now : now.add(openFor);
    this.#hosts.set(host, { failures, until: isAfter(own, asked) ? own : asked });
  }
}
