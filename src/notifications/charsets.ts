/** Converts titles and other text from platforms to the character sets of subjects and of SMS. */

import { oneLine } from '../text.ts';

const typography: Readonly<Record<string, string>> = {
  '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"',
  '–': '-', '—': '-', '−': '-', '…': '...', '•': '*', '\u00a0': ' ',
}; // oxfmt-ignore

const plainCharacter = (character: string): string =>
  typography[character] ?? character.normalize('NFKD').replace(/\p{M}/gu, '');

/** Printable ASCII: letters lose their accents; characters without a plain form are dropped. */
export const toAscii = (text: string): string =>
  oneLine(
    Array.from(oneLine(text), plainCharacter)
      .join('')
      .replace(/[^\x20-\x7e]/g, ''),
  );

// The default alphabet of 3GPP TS 23.038, section 6.2.1, and its extension table (6.2.1.1), whose characters take two
// places each. Line feed and carriage return are in it too, but an alert is one line.
const gsm7 = new Set(
  '@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const gsm7Extension = new Set('^{}\\[~]|€');

/** How many of the 160 places of an SMS a text takes; undefined where a character is not in its alphabet. */
export function gsm7Length(text: string): number | undefined {
  let length = 0;
  for (const character of text) {
    if (gsm7.has(character)) length += 1;
    else if (gsm7Extension.has(character)) length += 2;
    else return undefined;
  }
  return length;
}

/** The text in the basic alphabet of an SMS, one place a character: others become plain, or are dropped. */
export const toGsm7 = (text: string): string =>
  oneLine(
    Array.from(oneLine(text), (character) =>
      Array.from(gsm7.has(character) ? character : plainCharacter(character))
        .filter((part) => gsm7.has(part))
        .join(''),
    ).join(''),
  );
