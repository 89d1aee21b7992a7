/**
 * In the package, what lib/bundle.ts and lib/site-assets.ts make in a clone: `npm run build` has made it. It puts this
 * file in the place of both, so an installation needs no esbuild.
 */
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The files of dist/lambda/NAME. */
export const bundleFunction = (entry: string, folder: string): void =>
  cpSync(dirname(entry), folder, { recursive: true });

/** Beside dist/lib and dist/bin: this file is in the bundles of both. */
const assets = new URL('../browser/', import.meta.url);

export const siteAssets = (): Record<string, Uint8Array> =>
  Object.fromEntries(readdirSync(fileURLToPath(assets)).map((name) => [name, readFileSync(new URL(name, assets))]));
