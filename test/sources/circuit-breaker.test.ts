/** What the circuit breaker makes of servers that say when to come back. */
import { CircuitBreaker } from '../../src/sources/circuit-breaker.ts';
import { SourceFailed } from '../../src/sources/http.ts';
import { at } from '../domain/story.ts';

const now = at('2026-03-05T12:00:00Z');

function afterFailures(failures: number, retryAfter: number | undefined): (seconds: number) => boolean {
  const breaker = new CircuitBreaker();
  for (let i = 0; i < failures; i += 1)
    breaker.recordFailure('a', new SourceFailed('answered 503', { retryAfter }), now);
  return (seconds) => {
    try {
      breaker.check('a', now.add({ seconds }));
      return false;
    } catch {
      return true;
    }
  };
}

// RFC 9110, 10.2.3 allows a `Retry-After` of 0, and a date of the past.
test('a server that says at each failure to come back at once is left alone for a minute after eight', () => {
  expect(afterFailures(7, 0)(0)).toBe(false);
  const isOpen = afterFailures(8, 0);
  expect([0, 59, 60].map(isOpen)).toEqual([true, true, false]);
});

test('a server that asks for more is left alone for as long as it asks, up to an hour', () => {
  const isOpen = afterFailures(1, 90);
  expect([89, 90].map(isOpen)).toEqual([true, false]);
  expect([3_599, 3_600].map(afterFailures(9, 86_400))).toEqual([true, false]);
});

test('what was set while the clock was ahead keeps no host waiting', () => {
  const breaker = new CircuitBreaker();
  breaker.recordFailure('a', new SourceFailed('answered 503', { retryAfter: 90 }), now.add({ hours: 1_000 }));
  expect(() => breaker.check('a', now)).not.toThrow();
});
