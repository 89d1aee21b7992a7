/** The code of a function: all that it uses, and the files that go beside it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync, transformSync } from 'esbuild';

/** What Lambda runs. */
const target = 'node24';

/** As JavaScript when this file is, in a package that was built; as TypeScript in the repository. */
const extension = extname(import.meta.url);

/** The bundle of `lambda/<name>/handler`, and beside it the files named. */
export function bundleOf(name: string, beside: Readonly<Record<string, string>>): Code {
  const entry = fileURLToPath(new URL(`../lambda/${name}/handler${extension}`, import.meta.url));
  return Code.fromAsset(dirname(entry), {
    // By what comes out: the same code and files are the same asset, wherever they were built.
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      local: {
        tryBundle(folder) {
          bundle(entry, folder);
          for (const [file, content] of Object.entries(beside)) writeFileSync(join(folder, file), content);
          return true;
        },
      },
    },
  });
}

/**
 * All that a module uses, as a function of the stack has it: `index.js`, and beside it a file for each part that is
 * loaded only when it is needed (docs/decisions/0013).
 */
export function bundle(entry: string, folder: string): void {
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
