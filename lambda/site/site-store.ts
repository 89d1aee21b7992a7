/** Where the site is written: a bucket or a folder. */
import type { StoredFile } from './site-file.ts';

export interface SiteStore {
  /** The manifest of the last run and its tag; undefined if there is none. */
  readonly loadManifest: () => Promise<{ readonly text: string; readonly tag: string } | undefined>;
  /**
   * Replaces the manifest with that tag (undefined: there must be none yet). False if it has been replaced meanwhile.
   */
  readonly saveManifest: (text: string, tag: string | undefined) => Promise<boolean>;
  readonly put: (file: StoredFile) => Promise<void>;
  readonly remove: (path: string) => Promise<void>;
}
