/** Limits from the outside for work that strangers can prolong, or whose code we do not know to end. */
import { createContext, Script } from 'node:vm';
import { clip } from '../text.ts';

/** What a read may take: a source's ten seconds, and some for what it makes of the answer. */
export const maxReadMs = 12_000;

/** The result of the work. What comes after the limit is thrown away. @throws what `late` makes of a message. */
export async function waitFor<Result>(
  milliseconds: number,
  work: () => Promise<Result>,
  late: (message: string) => Error,
): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late(`gave no result within ${milliseconds / 1000} s`)), milliseconds);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}

const work: { run: () => void } = { run: () => undefined };
let limited: ((timeout: number) => void) | undefined;

/**
 * The result of a computation that awaits nothing, such as a search of a regular expression. Node stops what is called
 * from its `vm` at the limit. @throws what `late` makes when the time is over, and what `run` throws.
 */
export function computeWithin<Result>(milliseconds: number, run: () => Result, late: () => Error): Result {
  if (limited === undefined) {
    const [call, context] = [new Script('run()'), createContext(work)];
    limited = (timeout) => void call.runInContext(context, { timeout });
  }
  let outcome: { readonly result: Result } | { readonly thrown: unknown } | undefined;
  work.run = () => {
    try {
      outcome = { result: run() };
    } catch (thrown) {
      outcome = { thrown };
    }
  };
  try {
    limited(milliseconds);
  } catch (error) {
    // Only the limit gets here: what `run` throws is in the outcome.
    throw Object.assign(late(), { cause: error });
  }
  if (outcome === undefined) throw late();
  if ('thrown' in outcome) throw outcome.thrown;
  return outcome.result;
}

/** What was thrown, whatever it is, with its stack: for the log. */
export const describeThrown = (thrown: unknown): string =>
  clip(thrown instanceof Error ? (thrown.stack ?? thrown.message) : `threw a value of type ${typeof thrown}`, 2_000);
