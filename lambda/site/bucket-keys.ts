/** The keys of the site's bucket. */

/** The files of the site, which CloudFront serves. */
export const sitePrefix = 'site/';

/** The manifest of the last run, which is not served. */
export const stateKey = 'state.json';
