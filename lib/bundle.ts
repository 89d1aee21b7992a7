/**
 * Bundles a function with esbuild. Does not import CDK, so tests and benches can run the code that synth would deploy.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { buildSync, transformSync } from 'esbuild';

/** The Node version of the Lambda runtime. */
const target = 'node24';

/**
 * Writes `index.js` and, beside it, one file for each part that is loaded only when it is needed
 * (docs/decisions/0013). Returns the files that are in them.
 */
export function bundleFunction(entry: string, folder: string): string[] {
  const { outputFiles, metafile } = buildSync({
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: folder,
    bundle: true,
    // esbuild splits only ES modules into several files.
    format: 'esm',
    splitting: true,
    chunkNames: '[hash]',
    write: false,
    metafile: true,
    minify: true,
    platform: 'node',
    target,
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    // CommonJS made from ES modules loads in two thirds of the time of ES modules (2026-11, docs/decisions/0006).
    const { code } = transformSync(text, { format: 'cjs', minify: true, platform: 'node', target });
    writeFileSync(path, code);
  }
  return Object.keys(metafile.inputs);
}
