/** The style and the scripts of the site's pages, made from lambda/site/browser/ for what browsers there are. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { assetFiles } from '../lambda/site/environment.ts';

/** In a package that was built this file is JavaScript under dist/; what browsers get is made from the same sources. */
const root = extname(import.meta.url) === '.ts' ? '../' : '../../';
const folder = fileURLToPath(new URL(`${root}lambda/site/browser/`, import.meta.url));

/** Widely available since 2023-11 (CSS nesting aside): two and a half years of browsers, at the least. */
const target = ['chrome120', 'firefox120', 'safari17'];

/** What goes beside petitions.json, by name. */
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
