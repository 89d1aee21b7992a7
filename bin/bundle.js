// The command line as one program: `npm run build` puts it into the package, a clone runs it from its sources as they are now.
// In parts (esbuild splits at each `import()`), so that a command loads what it needs and no more.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Into a folder two below the root, as lib/site-assets.ts has it. Others may be running what is there: a part is named by what is in it
 * and stays, the program takes the place of the old one at once. Gives the path of the program.
 */
export async function bundleInto(folder) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['bin/monitor.ts'],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    write: false,
    logLevel: 'warning',
  });
  const program = join(root, folder, 'monitor.js');
  mkdirSync(join(root, folder), { recursive: true });
  for (const { path, contents } of outputFiles) {
    if (path !== program && existsSync(path)) continue;
    const beside = `${path}.${process.pid}`;
    writeFileSync(beside, contents);
    renameSync(beside, path);
  }
  return program;
}

/** Where a clone has it. */
export const ofClone = 'node_modules/.monitor';
