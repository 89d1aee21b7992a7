/** The TypeScript files of the product: not tests, benches and examples. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/** Absolute paths. */
export const productFiles = (): string[] =>
  ['bin', 'cli', 'emulator', 'lambda', 'lib', 'local', 'src'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(root, folder, file)),
  );
