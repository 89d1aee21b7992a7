/** The environment of the function that makes the site. The stack and the laptop set all of it, checked by this type. */
import * as z from 'zod/mini';

export const siteEnvironment = z.object({
  TABLE_NAME: z.string(),
  SITE_BUCKET: z.string(),
  /** The address of the site, with a slash at the end. */
  SITE_URL: z.url().check(z.endsWith('/')),
  /** The petitions.json of this deployment; beside it, in the same folder, are the style and the scripts of the pages. */
  PETITIONS_FILE: z.string(),
});
export type SiteEnvironment = z.output<typeof siteEnvironment>;

/** What is beside petitions.json, as built from browser/. */
export const assetFiles = { style: 'site.css', script: 'site.js', chart: 'chart.js', icon: 'icon.svg' } as const;
