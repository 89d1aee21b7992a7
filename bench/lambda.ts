/**
 * How long a run takes in Lambda, reckoned: the processor's time that was measured, stretched by the share of a processor
 * that the function has, and its waiting. No TLS is in it, nor the start of a process, which comes once in many runs.
 */

/** Of lib/scheduled-function.ts: MB. */
export const memory = 256;

/** Lambda gives the processor by the memory, a whole one at so many MB. */
export const wholeProcessor = 1769;

/** A round trip to DynamoDB, to SQS or SNS, and an answer of a platform: milliseconds, assumed. */
export const waits = { aws: 5, platform: 200 };

/** Requests to one host at a time. */
export const mostPerHost = 8;

/** Of a tick, one after the other: the last one with the health, the agenda, the end, and two of the watchdog. */
export const roundTripsOfTick = 5;

/** Milliseconds of the processor, in a function of so much memory. */
export const stretched = (cpu: number, mb = memory): number => cpu * Math.max(1, wholeProcessor / mb);

/** Milliseconds that looks of one host wait: each reads its petition, asks, and writes when there is something new. */
export const waitingOfLooks = (looks: number, writes: number): number =>
  Math.ceil(looks / mostPerHost) * (waits.aws + waits.platform) + Math.ceil(writes / mostPerHost) * waits.aws;

/** GB-seconds of a run that takes so many milliseconds. */
export const gbSeconds = (milliseconds: number, mb = memory): number => (milliseconds / 1000) * (mb / 1024);
