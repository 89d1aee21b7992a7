/** A file of the site, its content type, and how long it may be cached. */

export interface SiteFile {
  /** Below the root of the site. */
  readonly path: string;
  readonly body: string;
}

/** What a site is stored as: texts and pictures. */
export interface StoredFile extends Pick<SiteFile, 'path'> {
  readonly body: string | Uint8Array;
}

/** The pixels of the pictures for chats: 1.91 to 1 is what Facebook, X and LinkedIn show whole (2026-11). */
export const pictureSize = { width: 1200, height: 630 } as const;

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ics: 'text/calendar; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
  png: 'image/png',
  xml: 'application/xml; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
};

/** @throws for a path with an unknown ending. */
export function contentTypeOf(path: string): string {
  if (path.endsWith('.feed.json')) return 'application/feed+json; charset=utf-8';
  const type = types[path.slice(path.lastIndexOf('.') + 1)];
  if (type === undefined) throw new Error(`${path} has an unknown file type`);
  return type;
}

const assets = 'assets/';
export const assetPath = (name: string): string => `${assets}${name}`;
export const isAsset = (path: string): boolean => path.startsWith(assets);

/**
 * The name of an asset contains the hash of its content, so it never changes and is cached for a year. Everything else
 * is revalidated with its tag after half a minute, and sent only if it has changed. Half a minute counts from when
 * CloudFront had it from the bucket: browsers subtract its age. No `stale-while-revalidate`: then the first reader of a
 * page after an alert would get the one before it, however old.
 */
export const cacheControlOf = (path: string): string =>
  isAsset(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=30';
