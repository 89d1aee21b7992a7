/** What is where in the bucket of the site. */

/** The files of the site: what CloudFront serves. */
export const sitePrefix = 'site/';

/** What the function itself remembers, which is not served. */
export const stateKey = 'state.json';
