/**
 * Any text that a stranger may write, for properties: fast-check's own `unit: 'binary'` and `'grapheme'` take a second to be made,
 * in each suite anew (fast-check 4.10, 2026-11).
 */
import fc from 'fast-check';

const surrogates = { from: 0xd800, to: 0xdfff };
const codePoint = fc
  .integer({ min: 0, max: 0x10ffff - (surrogates.to - surrogates.from + 1) })
  .map((n) => String.fromCodePoint(n < surrogates.from ? n : n + surrogates.to - surrogates.from + 1));
/** What a reader takes for one character, of several code points: accents apart, a family, a flag, a keycap, Hangul, Devanagari. */
const graphemes = fc.constantFrom('e\u0301', '👩‍👩‍👧', '🇪🇺', '1️⃣', '\u1112\u1161\u11ab', 'क्षि');
const character = fc.oneof(
  fc.integer({ min: 0x20, max: 0x7e }).map((n) => String.fromCodePoint(n)),
  codePoint,
  graphemes,
);

/** Lengths are in characters of a reader. */
export const anyString = (
  lengths: { readonly minLength?: number; readonly maxLength?: number } = {},
): fc.Arbitrary<string> => fc.string({ unit: character, ...lengths });
