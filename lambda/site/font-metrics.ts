/**
 * What a TrueType font has: its characters, and how wide each is. Enough to break lines, and to know what cannot be
 * shown. OpenType 1.9: `cmap` in format 4 (the characters up to U+FFFF), `hmtx`, `head`, `hhea`.
 */

export interface FontMetrics {
  /** Whether it has a glyph for each character. */
  readonly canShow: (text: string) => boolean;
  /** How wide a text is, for a size of 1. */
  readonly widthOf: (text: string) => number;
}

export function fontMetrics(font: Buffer): FontMetrics {
  const tables = new Map(
    Array.from({ length: font.readUInt16BE(4) }, (_, index) => {
      const entry = 12 + 16 * index;
      return [font.toString('latin1', entry, entry + 4), font.readUInt32BE(entry + 8)];
    }),
  );
  const start = (table: string): number => {
    const at = tables.get(table);
    if (at === undefined) throw new Error(`the font has no table ${table}`);
    return at;
  };
  const glyphs = glyphsIn(font, start('cmap'));
  const unitsPerEm = font.readUInt16BE(start('head') + 18);
  const [widths, last] = [start('hmtx'), font.readUInt16BE(start('hhea') + 34) - 1];
  const widthOf = (character: string): number => {
    const glyph = glyphs.get(character.codePointAt(0) ?? 0) ?? 0;
    return font.readUInt16BE(widths + 4 * Math.min(glyph, last)) / unitsPerEm;
  };
  return {
    canShow: (text) => Array.from(text).every((character) => glyphs.has(character.codePointAt(0) ?? 0)),
    widthOf: (text) => Array.from(text).reduce((sum, character) => sum + widthOf(character), 0),
  };
}

/** The glyph of each character. */
function glyphsIn(font: Buffer, cmap: number): ReadonlyMap<number, number> {
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, index) =>
    font.readUInt32BE(cmap + 8 + 8 * index),
  ).map((offset) => cmap + offset);
  const at = subtables.find((one) => font.readUInt16BE(one) === 4);
  if (at === undefined) throw new Error('the font has no table of characters in format 4');
  const twice = font.readUInt16BE(at + 6);
  const glyphs = new Map<number, number>();
  for (let segment = 0; segment < twice; segment += 2) {
    const ends = at + 14 + segment;
    const starts = ends + twice + 2;
    const rangeAt = starts + 2 * twice;
    const [end, start] = [font.readUInt16BE(ends), font.readUInt16BE(starts)];
    const [delta, range] = [font.readUInt16BE(starts + twice), font.readUInt16BE(rangeAt)];
    for (let code = start; code <= end && code < 0xffff; code++) {
      const found = range === 0 ? code : font.readUInt16BE(rangeAt + range + 2 * (code - start));
      if (found !== 0) glyphs.set(code, (found + delta) & 0xffff);
    }
  }
  return glyphs;
}
