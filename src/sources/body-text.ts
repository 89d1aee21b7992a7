/**
 * The text of a body: by its byte order mark, the charset of its header, or the one that the page itself names in its
 * first kilobyte, in a tag or as XML; otherwise UTF-8. A page that names none and has no letter of UTF-8 but bytes that are none
 * is in windows-1252, as browsers take it (HTML standard, 13.2.3). A byte that fits nowhere spoils only its own character.
 */
export function bodyText(body: Buffer, contentType = ''): string {
  const named = /;\s*charset\s*=\s*["']?([^\s"';]+)/i.exec(contentType)?.[1];
  const start = body.toString('latin1', 0, 1024);
  const told = [charsetOfMark(body), named, charsetOfPage(start)].map(decoderFor).find((one) => one !== undefined);
  const text = decode(body, told ?? new TextDecoder());
  const isOlder = told === undefined && isPage(start) && text.includes('\ufffd') && !/[^\p{ASCII}\ufffd]/u.test(text);
  // The decoder takes off one mark. A text that was put together of several files may begin with more.
  return (isOlder ? decode(body, new TextDecoder('windows-1252')) : text).replace(/^\s*\ufeff/, '');
}

/** At once, Node 20 takes windows-1252 for Latin-1, without its quotes and its euro (2026-11). As a stream it does not. */
const decode = (body: Buffer, decoder: TextDecoder): string =>
  decoder.decode(body, { stream: true }) + decoder.decode();

const isPage = (start: string): boolean => /^\s*</.test(start);

const marks = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
];

/** By the byte order mark (Unicode Standard, section 23.8); undefined without one. */
export const charsetOfMark = (text: Uint8Array): string | undefined =>
  marks.find(({ bytes }) => bytes.every((byte, index) => text[index] === byte))?.charset;

/** JSON has none: a text in it may look like one. A page that could be read this far is not in UTF-16, whatever it says. */
function charsetOfPage(start: string): string | undefined {
  if (!isPage(start)) return undefined;
  const [, declared] = /^\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"']+)/i.exec(start) ?? [];
  const [, tagged] = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start.replace(comments, '')) ?? [];
  const charset = declared ?? tagged;
  return charset?.toLowerCase().startsWith('utf-16') === true ? undefined : charset;
}

const comments = /<!--.*?(?:-->|$)/gs;

/** Undefined for a name that browsers do not know either. */
function decoderFor(charset: string | undefined): TextDecoder | undefined {
  try {
    return charset === undefined ? undefined : new TextDecoder(charset);
  } catch {
    return undefined;
  }
}
