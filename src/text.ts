/** Strangers' text, made fit for one line: of a mail, of a log, of the table. */

// Joiners that belong to the spelling: between letters, as Persian and Indic scripts need them (Latin has no use for
// them), and within an emoji (Unicode 16, 23.2.1; UTS #51, 2.3).
const joiner = String.raw`(?<=[\p{L}\p{M}])(?<!\p{Script=Latin})[\u200c\u200d](?=\p{L})|(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`;
// Soft hyphens, zero-width spaces, fillers, marks of direction. A variation selector chooses the form of a character.
const invisible = new RegExp(
  String.raw`(?!${joiner}|\p{Variation_Selector})[\p{Cf}\p{Default_Ignorable_Code_Point}]`,
  'gu',
);
// Line breaks and controls (Cc), lone surrogates (Cs), line and paragraph separators (Zl, Zp).
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** One line without control characters, direction marks or runs of blanks. What is invisible leaves no mark. */
export const oneLine = (text: string): string =>
  text.replace(invisible, '').replace(unprintable, ' ').replace(/\s+/g, ' ').trim();

/** At most `length` characters, cut at the end with `…` or what is given for it; never inside a character. */
export function clip(text: string, length: number, ellipsis = '…'): string {
  if (text.length <= length) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > length - ellipsis.length) break;
    kept += character;
  }
  return kept.replace(/[\s\u200c\u200d]+$/u, '') + ellipsis;
}

/**
 * The beginning of what strangers wrote, on one line: at most `length` characters, cut after a word. Where there are no words, as in
 * Chinese, it is cut after a character.
 */
export function excerpt(text: string, length: number): string {
  const line = oneLine(text);
  const kept = clip(line, length);
  const words = kept === line ? '' : kept.replace(/\s+\S*$/u, '').replace(/[\s,;:.–—-]+$/u, '');
  return words.length > length / 2 && words.length < kept.length ? `${words}…` : kept;
}

/** `"senedd", "jersey"`, for sentences that say what there is. */
export const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The message of what was thrown, which may be anything. */
export const errorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error));
