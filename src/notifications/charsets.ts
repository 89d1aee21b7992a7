/** Converts titles and other text from platforms to the character sets of subjects and of SMS. */

import anyAscii from 'any-ascii';
import { clip, oneLine } from '../text.ts';

// In these, each sound has its letter: with Latin letters instead, people can still read them. Others, such as Chinese
// or Hebrew, would become unreadable.
const alphabet = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}]/u;

/** In ASCII; nothing for a character without a plain form. */
function plainCharacter(character: string): string {
  const parts = Array.from(character.normalize('NFKC'), (part) => {
    if (/\p{M}/u.test(part) || (/\p{L}/u.test(part) && !alphabet.test(part))) return '';
    return anyAscii(part);
  });
  // The library has names for emoji: `:fire:`.
  return parts.join('').replace(/^:\w+:$/, '');
}

/** A number stays the number that it is: 8³ is not 83, 2½ is not 21/2, and Article 5② is not 52. */
const withPlainNumbers = (text: string): string =>
  text
    .replace(/[⁺⁻]?[⁰¹²³⁴-⁹]+/g, (power) => `^${power.normalize('NFKC')}`)
    .replace(/(?<=\p{N})(?=[\p{No}\p{Nl}])|(?<=[\p{No}\p{Nl}])(?=\p{N})/gu, ' ');

const lost = '\0';
const betweenNumbers = /(?<=\d)\0+(?=\d)/g;

/** The text with each character as it is, if it is one of the alphabet, or in its plain form. */
const inAlphabet = (text: string, has: (character: string) => boolean): string => {
  const characters = Array.from(withPlainNumbers(oneLine(text.normalize())), (character) =>
    has(character) ? character : Array.from(plainCharacter(character)).filter(has).join('') || lost,
  );
  // Nor do two numbers become one where what stood between them is lost: 2027년5월.
  return oneLine(characters.join('').replace(betweenNumbers, ' ').replaceAll(lost, ''));
};

/** Printable ASCII: letters lose their accents or become Latin ones; characters without a plain form are dropped. */
export const toAscii = (text: string): string => inAlphabet(text, (character) => /^[\x20-\x7e]$/.test(character));

/**
 * A title in such an alphabet. It is empty if most of its letters would be lost: the rest would be no title, and what
 * is written instead names the petition.
 */
export function plainTitle(title: string, toPlain: (text: string) => string): string {
  const short = clip(oneLine(title), 300);
  const letters = short.normalize().match(/\p{L}/gu) ?? [];
  const kept = letters.filter((letter) => toPlain(letter) !== '');
  const plain = toPlain(short);
  return kept.length >= letters.length * 0.6 && /[\p{L}\p{N}]/u.test(plain) ? plain : '';
}

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

/** The text in the alphabet of an SMS: others become plain, or are dropped. */
export const toGsm7 = (text: string): string => inAlphabet(text, (character) => gsm7Length(character) !== undefined);

/** An SMS text of at most so many places: `^` and `€` take two. */
export function clipGsm7(text: string, places: number): string {
  for (let length = places; length > 0; length -= 1) {
    const clipped = clip(text, length, '..');
    if ((gsm7Length(clipped) ?? 0) <= places) return clipped;
  }
  return '';
}

/** The name of a petition. Some platforms have ids in any alphabet: of these, no plain form may be left, but that of their addresses. */
export function plainName(petition: string, toPlain: (text: string) => string): string {
  const plain = toPlain(petition);
  return plain.endsWith('/') ? toPlain(encodeURI(oneLine(petition))) : plain;
}
