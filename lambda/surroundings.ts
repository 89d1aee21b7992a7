/** What is around a handler: Lambda's own, or another where it runs on a laptop or in a test. */
import type { Instant } from './petition/time.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** What we use of Lambda's context. */
export interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

/** What differs where a handler does not run in Lambda. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** A request to AWS that hangs is tried again well within the time of a run; the clients' own limits are minutes. */
export const timeLimits = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };
