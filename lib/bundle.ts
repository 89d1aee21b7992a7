/** The code of a function as esbuild makes it: without CDK, for whoever runs what synth would deploy. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { buildSync, transformSync } from 'esbuild';

/** What Lambda runs. */
const target = 'node24';

/**
 * All that a module uses, as a function of the stack has it: `index.js`, and beside it a file for each part that is
 * loaded only when it is needed (docs/decisions/0013).
 */
export function bundleFunction(entry: string, folder: string): void {
  const { outputFiles } = buildSync({
    entryPoints: [{ in: entry, out: 'index' }],
    outdir: folder,
    bundle: true,
    // Of ES modules alone does esbuild make more than one file.
    format: 'esm',
    splitting: true,
    chunkNames: '[hash]',
    write: false,
    minify: true,
    platform: 'node',
    target,
    mainFields: ['module', 'main'],
    legalComments: 'none',
    logLevel: 'warning',
  });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of outputFiles) {
    // CommonJS from ES modules: loads in two thirds of the time of ES modules (2026-11, docs/decisions/0006).
    const { code } = transformSync(text, { format: 'cjs', minify: true, platform: 'node', target });
    writeFileSync(path, code);
  }
}
