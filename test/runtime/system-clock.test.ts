/** Waiting by the clock of this machine, as the deployed functions and the commands do. */
import { Temporal } from 'temporal-polyfill';
import { systemClock } from '../../src/runtime/runtime.ts';

const { now, waitUntil } = systemClock;

test('waits until the instant', async () => {
  const until = now().add({ milliseconds: 60 });
  await waitUntil(until);
  // A timer of Node may go off a millisecond early.
  expect(Temporal.Instant.compare(now().add({ milliseconds: 2 }), until)).toBe(1);
});

test('does not wait for what has been', async () => {
  const began = performance.now();
  await waitUntil(now().subtract({ hours: 1 }));
  expect(performance.now() - began).toBeLessThan(600_000);
});
