/** A file of the site: what is written of it, and for how long it may be kept by whoever has read it. */

export interface SiteFile {
  /** Below the root of the site. */
  readonly path: string;
  readonly body: string;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  ics: 'text/calendar; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  svg: 'image/svg+xml; charset=utf-8',
};

/** @throws for a path with an ending that the site has no file of. */
export function contentTypeOf(path: string): string {
  const type = types[path.slice(path.lastIndexOf('.') + 1)];
  if (type === undefined) throw new Error(`${path} is of no type that is known`);
  return type;
}

const assets = 'assets/';
export const assetPath = (name: string): string => `${assets}${name}`;
export const isAsset = (path: string): boolean => path.startsWith(assets);

/**
 * An asset has its content in its name, and is never another: a year, the longest there is. All else is asked for again
 * after a minute, with the tag of what one has, and sent only if it has changed.
 */
export const cacheControlOf = (path: string): string =>
  isAsset(path) ? 'public, max-age=31536000, immutable' : 'public, max-age=60, stale-while-revalidate=600';
