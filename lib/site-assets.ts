/** The style and scripts of the site's pages, bundled from lambda/site/browser/ for current browsers. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { assetFiles } from '../lambda/site/environment.ts';

const folder = fileURLToPath(new URL('../lambda/site/browser/', import.meta.url));

/** Browsers since 2023-11 (CSS nesting aside): two and a half years of versions, at least. */
const target = ['chrome120', 'firefox120', 'safari17'];

/** The files that go beside petitions.json, by name. */
export function siteAssets(): Record<string, string> {
  const { outputFiles } = buildSync({
    entryPoints: [assetFiles.style, 'site.ts', 'chart.ts'].map((file) => `${folder}${file}`),
    outdir: folder,
    bundle: true,
    format: 'iife',
    minify: true,
    write: false,
    platform: 'browser',
    target,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const built = Object.fromEntries(outputFiles.map(({ path, text }) => [path.slice(path.lastIndexOf('/') + 1), text]));
  return { ...built, [assetFiles.icon]: readFileSync(`${folder}${assetFiles.icon}`, 'utf8') };
}
