/** The runtime of a handler: Lambda's own, or another one on a laptop or in a test. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../domain/time.ts';
import { cloudWatchTelemetry, type Telemetry } from './telemetry.ts';

/** The part of Lambda's context that is used. */
export interface LambdaContext {
  readonly getRemainingTimeInMillis: () => number;
}

/** The time, and waiting for it. */
export interface Clock {
  readonly now: () => Instant;
  readonly waitUntil: (at: Instant) => Promise<void>;
}

const now = (): Instant => Temporal.Now.instant();

export const systemClock: Clock = {
  now,
  waitUntil: (at) => sleep(Math.max(0, at.epochMilliseconds - now().epochMilliseconds)),
};

/** What is different where a handler does not run in Lambda. */
export interface HandlerRuntime extends Pick<Clock, 'now'> {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly telemetry: Telemetry;
}

/** The runtime of a function that waits for its turns to publish. */
export interface WaitingRuntime extends HandlerRuntime, Clock {}

/**
 * A request to AWS that hangs is retried well within the time of a run; the default limits of the clients are minutes.
 */
export const requestTimeouts = { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/**
 * Of the clients of AWS. The SDK puts its middleware in order for each request, unless it is told that nobody changes it: that
 * took a quarter of what a request costs (2026-12). The client of schedules makes few, and has less time.
 */
export const clientOptions = { requestHandler: requestTimeouts, cacheMiddleware: true };

/**
 * Builds the handler at once in Lambda, where a start gets a full vCPU and a run with 256 MB a seventh of one.
 * Elsewhere it is built at the first call, so that importing needs no environment.
 */
export function lambdaEntry<Handler>(name: string, create: (runtime: WaitingRuntime) => Handler): () => Handler {
  const { AWS_LAMBDA_FUNCTION_NAME } = process.env;
  const createNow = (): Handler =>
    create({
      environment: process.env,
      ...systemClock,
      // The function's own name: two monitors of one account (prod and dev) must not count into one metric.
      telemetry: cloudWatchTelemetry(AWS_LAMBDA_FUNCTION_NAME ?? name),
    });
  let handler = AWS_LAMBDA_FUNCTION_NAME === undefined ? undefined : createNow();
  return () => (handler ??= createNow());
}
