/** The styles and scripts of the pages, as a deployed function has them beside its petitions.json. */

let built: Promise<Record<string, string | Uint8Array>> | undefined;

/** By name. Built once, at the first call: that loads esbuild. */
export const buildAssetsOnce = (): Promise<Record<string, string | Uint8Array>> =>
  (built ??= import('../lib/site-assets.ts').then(({ siteAssets }) => siteAssets()));
