/**
 * The part of a text that a pattern of the config picks out. A regular expression may take longer than the world will
 * last on a text made for it: it is run on so much text at most, and for so long, and is then stopped.
 */
import { createContext, Script } from 'node:vm';

/** Of a page's text; the longest pages of petitions have some 40,000. */
const maxCharacters = 100_000;
/**
 * An ordinary pattern takes less than one; a busy machine, or a seventh of a processor in Lambda, may not get to it for
 * hundreds.
 */
const maxMilliseconds = 1_000;

/** Why a pattern is none; undefined for a good one. */
export function patternFault(pattern: string): string | undefined {
  try {
    // With an alternative that is always met, the match shows how many groups there are.
    const groups = (new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1) - 1;
    return groups === 1 ? undefined : `must have one group in brackets, such as "([0-9,]+) signatures"`;
  } catch {
    return 'must be a regular expression with one group in brackets, such as "([0-9,]+) signatures"';
  }
}

let searching: Script | undefined;

/**
 * What the group matched; undefined where nothing does. @throws {RangeError} when that can not be found out in time.
 */
export function matchGroup(text: string, pattern: string): string | undefined {
  searching ??= new Script("new RegExp(pattern, 'u').exec(text)?.[1]");
  const context = createContext({ pattern, text: text.slice(0, maxCharacters) });
  try {
    const found: unknown = searching.runInContext(context, { timeout: maxMilliseconds });
    return typeof found === 'string' ? found : undefined;
  } catch (cause) {
    throw new RangeError(`takes too long to be searched for /${pattern}/`, { cause });
  }
}
