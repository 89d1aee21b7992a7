/** The style sheet, scripts and icon of the pages, from the files beside petitions.json. */
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { assetFiles, proofFile } from './environment.ts';
import { contentHash } from './rebuild.ts';
import { assetPath, type SiteFile } from './site-file.ts';
import type { Assets } from './view-model.ts';

/** The assets, each under a name with the hash of its content. That of the proof of work is only where it is asked for. */
export function loadAssets(
  folder: string,
  proofOfWork = false,
): { readonly assets: Assets; readonly files: readonly SiteFile[] } {
  const named = (file: string): SiteFile => {
    const body = readFileSync(join(folder, file), 'utf8');
    const ending = extname(file);
    return { path: assetPath(`${file.slice(0, -ending.length)}.${contentHash(body).slice(0, 10)}${ending}`), body };
  };
  const { style, script, chart, icon } = assetFiles;
  const [a, b, c, d] = [named(style), named(script), named(chart), named(icon)];
  const proof = proofOfWork ? [named(proofFile)] : [];
  return {
    assets: { style: a.path, script: b.path, chart: c.path, icon: d.path, proof: proof[0]?.path },
    files: [a, b, c, d, ...proof],
  };
}
