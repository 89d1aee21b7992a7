/**
 * The environment of the function that generates the site. The type checks the stack and the emulator, which set it.
 */
import * as z from 'zod/mini';

export const siteEnvironment = z.object({
  TABLE_NAME: z.string(),
  SITE_BUCKET: z.string(),
  /** The address of the site, with a trailing slash. */
  SITE_URL: z.url().check(z.endsWith('/')),
  /** The petitions.json of this deployment. The style sheet and scripts of the pages are in the same folder. */
  PETITIONS_FILE: z.string(),
});
export type SiteEnvironment = z.output<typeof siteEnvironment>;

/** The files beside petitions.json, built from browser/. */
export const assetFiles = { style: 'site.css', script: 'site.js', chart: 'chart.js', icon: 'icon.svg' } as const;

/** Beside them where signing up needs a proof of work: the script of the form, and of the workers that it starts. */
export const proofFile = 'proof-of-work.js';

/** Beside them too, of packages: what makes pictures, and their font. */
export const pictureFiles = { renderer: 'picture.wasm', font: 'picture.ttf' } as const;

/** Beside it as well: the public places of its channels, as JSON. Not the channels, whose code is a third of a start. */
export const placesFile = 'places.json';
