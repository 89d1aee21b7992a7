/** What is around a handler: Lambda's own, or another where it runs on a laptop or in a test. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../domain/time.ts';
import { cloudWatchTelemetry, type Telemetry } from './telemetry.ts';

/** What we use of Lambda's context. */
export interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
}

/** What differs where a handler does not run in Lambda. */
export interface HandlerRuntime {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Instant;
  readonly telemetry: Telemetry;
}

/** A request to AWS that hangs is tried again well within the time of a run; the clients' own limits are minutes. */
export const requestTimeouts = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/**
 * What a function is made into: in Lambda at once, as it gives a function that starts a whole processor, and a run a
 * seventh of one; elsewhere when it is first invoked, as whoever imports it need not have the environment.
 */
export function lambdaEntry<Made>(name: string, make: (surroundings: HandlerRuntime) => Made): () => Made {
  const { AWS_LAMBDA_FUNCTION_NAME } = process.env;
  const now = (): Made =>
    make({
      environment: process.env,
      now: () => Temporal.Now.instant(),
      // By the function's own name: two monitors of one account (prod and dev) must not count into one metric.
      telemetry: cloudWatchTelemetry(AWS_LAMBDA_FUNCTION_NAME ?? name),
    });
  let made = AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : now();
  return () => (made ??= now());
}
