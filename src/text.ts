/** Strangers' text, made fit for one line: of a mail, of a log, of the table. */

// Line breaks and controls (Cc), invisible formatting and direction marks (Cf), lone surrogates (Cs), line and
// paragraph separators (Zl, Zp).
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** One line without control characters, direction marks or runs of blanks. */
export const oneLine = (text: string): string => text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim();

/** At most `length` characters, cut at the end with `…` or what is given for it; never inside a character. */
export function clip(text: string, length: number, ellipsis = '…'): string {
  if (text.length <= length) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > length - ellipsis.length) break;
    kept += character;
  }
  return kept.trimEnd() + ellipsis;
}
