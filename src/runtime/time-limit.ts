/** Limits from the outside for work that strangers can prolong, or whose code we do not know to end. */
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

/** What was thrown, whatever it is, with its stack: for the log. */
export const describeThrown = (thrown: unknown): string =>
  clip(thrown instanceof Error ? (thrown.stack ?? thrown.message) : `threw a value of type ${typeof thrown}`, 2_000);
