/**
 * Bundles a function with esbuild. Does not import CDK, so tests and benches can run the code that synth would deploy.
 */
import { buildSync, type BuildOptions } from 'esbuild';

const options = {
  minify: true,
  platform: 'node',
  /** The Node version of the Lambda runtime. */
  target: 'node24',
  legalComments: 'none',
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Writes `index.js` and, beside it, one file for each part that is loaded only when it is needed
 * (docs/decisions/0013). Returns the files that are in them.
 */
export function bundleFunction(entry: string, folder: string): string[] {
  const { metafile } = buildSync({
    ...options,
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: folder,
    bundle: true,
    // esbuild splits only ES modules into several files.
    format: 'esm',
    splitting: true,
    chunkNames: '[hash]',
    metafile: true,
    mainFields: ['module', 'main'],
  });
  // CommonJS made from ES modules loads in two thirds of the time of ES modules (2026-11, docs/decisions/0006).
  buildSync({
    ...options,
    entryPoints: Object.keys(metafile.outputs),
    outdir: folder,
    allowOverwrite: true,
    format: 'cjs',
  });
  return Object.keys(metafile.inputs);
}
