/** The styles and scripts of the pages, by name, as a deployed function has them beside its petitions.json. Loads esbuild. */
export const loadSiteAssets = async (): Promise<Readonly<Record<string, string | Uint8Array>>> => {
  const { siteAssets } = await import('../lib/site-assets.ts');
  return siteAssets();
};
