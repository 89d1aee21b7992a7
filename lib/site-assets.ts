/** The style and scripts of the site's pages, and what makes its pictures, bundled from lambda/site/browser/ for current browsers. */
import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { assetFiles, pictureFiles } from '../lambda/site/environment.ts';
import { noticesOf } from './notices.ts';

/** In a clone, the bundled program is in a folder of node_modules. */
const root = fileURLToPath(new URL(extname(import.meta.url) === '.ts' ? '..' : '../..', import.meta.url));
const folder = `${root}lambda/site/browser/`;

/** Browsers since 2023-11 (CSS nesting aside): two and a half years of versions, at least. */
const target = ['chrome120', 'firefox120', 'safari17'];

/** Of packages, below the root: in the notices of what is shipped, too. */
export const pictureSources = {
  [pictureFiles.renderer]: 'node_modules/@resvg/resvg-wasm/index_bg.wasm',
  [pictureFiles.font]: 'node_modules/@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
};

type Assets = Readonly<Record<string, string | Uint8Array>>;
let built: Assets | undefined;

/** The files that go beside petitions.json, by name; built once. Those with code of others begin with its licence. */
export const siteAssets = (): Assets => (built ??= build());

function build(): Assets {
  const { outputFiles, metafile } = buildSync({
    absWorkingDir: root,
    entryPoints: [assetFiles.style, 'site.ts', 'chart.ts', 'proof-of-work.ts'].map((file) => `${folder}${file}`),
    outdir: folder,
    bundle: true,
    format: 'iife',
    minify: true,
    write: false,
    metafile: true,
    platform: 'browser',
    target,
    legalComments: 'none',
    logLevel: 'warning',
  });
  const texts = new Map(outputFiles.map(({ path, text }) => [basename(path), text]));
  const bundled = Object.entries(metafile.outputs).map(([path, { inputs }]): [string, string] => {
    const notices = noticesOf(Object.keys(inputs).map((file) => `${root}${file}`));
    return [basename(path), `${notices && `/*!\n${notices}*/\n`}${texts.get(basename(path)) ?? ''}`];
  });
  return {
    ...Object.fromEntries(bundled),
    [assetFiles.icon]: readFileSync(`${folder}${assetFiles.icon}`, 'utf8'),
    ...Object.fromEntries(Object.entries(pictureSources).map(([name, path]) => [name, readFileSync(`${root}${path}`)])),
  };
}
