/**
 * What a regular expression of the config costs on a text that is made up to be its worst: strangers write the texts.
 * A repetition within a repetition, `(a+)+`, takes twice as long for each further character.
 */
import { computeWithin } from '../src/runtime/time-limit.ts';
import { clip, oneLine } from '../src/text.ts';

export interface PatternCost {
  /** Undefined where it took longer than the limit. */
  readonly milliseconds: number | undefined;
  readonly text: string;
}

/** The slowest of the searches in texts of `length` characters, as many as there is time for. */
export function worstCost(pattern: RegExp, length: number, limitMs: number): PatternCost {
  const end = spentMs() + 2 * limitMs;
  let worst: PatternCost = { milliseconds: 0, text: '' };
  for (const text of madeUpTexts(pattern.source, length)) {
    if (spentMs() > end) break;
    const milliseconds = searchMs(pattern, text, limitMs);
    if (milliseconds === undefined) return { milliseconds, text };
    if (milliseconds > (worst.milliseconds ?? 0)) worst = { milliseconds, text };
  }
  return worst;
}

/** What this process has taken of the processor: however busy the machine is, a search costs the same. */
function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function searchMs(pattern: RegExp, text: string, limitMs: number): number | undefined {
  const once = (): number => {
    const begun = spentMs();
    computeWithin(
      limitMs,
      () => pattern.test(text),
      () => new RangeError('takes too long'),
    );
    return spentMs() - begun;
  };
  try {
    // The quicker of two: the first search compiles the pattern.
    return Math.min(once(), once());
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Characters and words that the pattern may match, again and again, behind its own words; at the end it fails. */
function* madeUpTexts(source: string, length: number): Generator<string> {
  const words = [...new Set(source.replace(/\\[a-z]/gi, ' ').match(/[\p{L}\p{N}]+/gu))].slice(0, 8);
  const characters = [...new Set(['a', '0', ' ', '-', '.', ...Array.from(words.join(''))])].slice(0, 16);
  const units = [...characters, 'a ', 'a-', ...words, ...words.map((word) => `${word} `)];
  for (const start of ['', ...words.flatMap((word) => [word, `${word} `])]) {
    for (const unit of units) {
      const body = unit.repeat(Math.ceil(length / unit.length));
      yield `${start}${body}`.slice(0, length - 1) + '\u2603';
    }
  }
}

/** For `check`: `less than 10 ms`, `about 120 ms`, or more than the limit. */
export function costText({ milliseconds, text }: PatternCost, limitMs: number): string {
  if (milliseconds === undefined)
    return `takes more than ${limitMs} ms on a text such as ${JSON.stringify(clip(oneLine(text), 30))}: avoid a repetition within a repetition, as in (a+)+`;
  return `takes ${milliseconds < 10 ? 'less than 10' : `about ${Math.ceil(milliseconds / 10) * 10}`} ms on the worst text that we made up`;
}
