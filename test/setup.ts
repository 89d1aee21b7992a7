/** Lets jest tell instants apart: to its own equality all objects without fields of their own are the same. */
import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';

const isInstant = (value: unknown): value is Temporal.Instant => value instanceof Temporal.Instant;

expect.addEqualityTesters([
  (a: unknown, b: unknown) => (isInstant(a) || isInstant(b) ? isInstant(a) && isInstant(b) && a.equals(b) : undefined),
]);

expect.addSnapshotSerializer({ test: isInstant, serialize: String });
