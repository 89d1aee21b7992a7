/** The configurations under examples/. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Config } from '../../src/config/config.ts';
import { readConfig } from '../../src/config/read-config.ts';

const folder = new URL('../../examples/', import.meta.url);

/** The folders; the one of another app has no petitions.json, and is tried in package.slow.test.ts, where the package is installed. */
export const exampleFolders = readdirSync(folder, { withFileTypes: true })
  .filter((one) => one.isDirectory())
  .map(({ name }) => name);

export const examplesText = readFileSync(new URL('README.md', folder), 'utf8');

export const examples = (): { readonly name: string; readonly config: Config }[] =>
  exampleFolders
    .filter((name) => name !== 'own-app')
    .map((name) => {
      const file = `${name}/petitions.json`;
      return { name, config: readConfig(readFileSync(new URL(file, folder), 'utf8'), file) };
    });
