/** Where each file of the site is: paths below its root, and the way from one to the other. */

export const paths = {
  overview: 'index.html',
  subscribe: 'subscribe.html',
  notFound: '404.html',
  petitions: 'petitions.json',
  calendar: 'deadlines.ics',
  alerts: 'alerts.atom',
  /** When the site was last made, and what of: the one file that every run writes. */
  status: 'status.json',
} as const;

/** Of the overview, by its number from 1 on. */
export const overviewPath = (page: number): string => (page === 1 ? paths.overview : `page-${page}.html`);

/** What a petition has: `petitions/uk-parliament/700143.html`, and the others beside it. */
export const petitionFileKinds = ['html', 'json', 'csv'] as const;
export type PetitionFileKind = (typeof petitionFileKinds)[number];

/**
 * Ids are opaque text: whatever is no letter, digit, `-` or `_` is written as `~` and its code in hexadecimal, so that two
 * petitions never share a path, and none leads elsewhere.
 */
export function petitionPath(petition: string, kind: PetitionFileKind): string {
  const slash = petition.indexOf('/');
  const [source, id] = [petition.slice(0, slash), petition.slice(slash + 1)];
  return `petitions/${escaped(source)}/${escaped(id)}.${kind}`;
}

const escaped = (text: string): string =>
  text.replace(/[^A-Za-z0-9_-]/gu, (character) => `~${(character.codePointAt(0) ?? 0).toString(16)}~`);

/** The address of one file as seen from another: `../../index.html`. */
export function relativePath(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  return `${up}${to}`;
}
