/**
 * The part of a text that a pattern of the config matches. A regular expression can take for ever on a text that is
 * made for it. So the length of the text and the time are limited.
 */
import { computeWithin } from '../../runtime/time-limit.ts';

/** Characters of the text of a page; the longest petitions have about 40,000. */
const maxCharacters = 100_000;
/**
 * Milliseconds. An ordinary pattern takes less than one. A busy machine, or a seventh of a processor in Lambda, may
 * need hundreds before it starts.
 */
export const maxPatternMs = 1_000;

/** Why a pattern is not valid; undefined for a good one. */
export function patternFault(pattern: string): string | undefined {
  try {
    // With an alternative that always matches, the match shows how many groups there are.
    const groups = (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1;
    return groups === 1 ? undefined : `must have one group in brackets, such as "([0-9,]+) signatures"`;
  } catch {
    return 'must be a regular expression with one group in brackets, such as "([0-9,]+) signatures"';
  }
}

/** What the group matched, wherever the pattern matches, and where that begins. @throws {RangeError} when the time is over. */
export const matchGroups = (text: string, pattern: string): { readonly text: string; readonly start: number }[] =>
  computeWithin(
    maxPatternMs,
    () =>
      Array.from(text.slice(0, maxCharacters).matchAll(new RegExp(pattern, 'dgu')), (match) =>
        match[1] === undefined ? [] : { text: match[1], start: match.indices?.[1]?.[0] ?? 0 },
      ).flat(),
    () => new RangeError(`takes too long to be searched for /${pattern}/`),
  );
