// Bundles the command line: bin/monitor.js for a clone, from its current sources, and `npm run build` for the package.
// esbuild splits it at each `import()`, so that a command only loads its own code.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** `more` are further settings of esbuild. */
export const bundle = (entry, folder, more) =>
  build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    ...more,
  });

/**
 * Bundles for a clone. Another process may be running the old program: parts are named by their content and stay, and
 * the new program replaces the old one in one step. Returns the path of the program.
 */
export async function bundleInto(folder, entry = 'bin/monitor.ts') {
  const { outputFiles } = await bundle(entry, folder, { packages: 'external', write: false });
  const program = join(root, folder, `${basename(entry, '.ts')}.js`);
  mkdirSync(dirname(program), { recursive: true });
  for (const { path, contents } of outputFiles) {
    if (path !== program && existsSync(path)) continue;
    const beside = `${path}.${process.pid}`;
    writeFileSync(beside, contents);
    renameSync(beside, path);
  }
  return program;
}

/** The folder of the program in a clone. */
export const ofClone = 'node_modules/.monitor';
