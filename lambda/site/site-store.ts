/** Where the site is put: a bucket, or a folder. */
import type { SiteFile } from './site-file.ts';

export interface SiteStore {
  /** What the last run remembered, and the tag of it; undefined where there is nothing. */
  readonly loadManifest: () => Promise<{ readonly text: string; readonly tag: string } | undefined>;
  /** Remembers it in the place of what had that tag (undefined: of nothing). False when something else is there by now. */
  readonly saveManifest: (text: string, tag: string | undefined) => Promise<boolean>;
  readonly put: (file: SiteFile) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}
