/** Where the files of a petition are on the status site: below its root. */
import { createHash } from 'node:crypto';

/** The files of a petition: `petitions/uk-parliament/700143.html`, and the others beside it; and its short address for SMS. */
export const petitionFileKinds = [
  'html',
  'json',
  'csv',
  'atom',
  'feed.json',
  'ics',
  'embed.html',
  'svg',
  'png',
  'short',
] as const;
export type PetitionFileKind = (typeof petitionFileKinds)[number];

/**
 * Ids are opaque text. Any character that is not a letter, digit, `-` or `_` is written as its code in hexadecimal
 * between two `~`, so that two petitions never share a path and no path leaves the folder. A name that would be too
 * long for a file (255 bytes) ends with its hash.
 */
export function petitionPath(petition: string, kind: PetitionFileKind): string {
  if (kind === 'short') return shortPath(petition);
  const slash = petition.indexOf('/');
  const [source, id] = [petition.slice(0, slash), petition.slice(slash + 1)];
  return `petitions/${escaped(source)}/${escaped(id)}.${kind}`;
}

/** Where an alert is on the page of its petition. */
export const alertAnchor = ({ id }: { readonly id: string }): string => `alert-${id.slice(id.lastIndexOf('#') + 1)}`;

/** The address of an alert, below the root of the site. It never changes. */
export const alertPath = (alert: { readonly id: string; readonly petition: string }): string =>
  `${petitionPath(alert.petition, 'html')}#${alertAnchor(alert)}`;

/** Forty bits of a hash: of ten thousand petitions, two have the same in one of twenty thousand monitors. It never changes. */
function shortPath(petition: string): string {
  const bits = createHash('sha256').update(petition).digest().readUIntBE(0, 5);
  return `p/${bits.toString(32).padStart(8, '0')}.html`;
}

function escaped(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_-]/gu, (character) => `~${(character.codePointAt(0) ?? 0).toString(16)}~`);
  return name.length <= maxName ? name : `${name.slice(0, 150)}~~${createHash('sha256').update(text).digest('hex')}`;
}

const maxName = 240;
