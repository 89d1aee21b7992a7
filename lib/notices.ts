/** The licences of the packages in a bundle, with their copyright notices, which most of them ask for. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseJson } from '../src/validation.ts';

const packageSchema = z.object({ name: z.string(), version: z.string(), license: z.string() });

/** The folder of the package that a file belongs to; undefined for a file of ours. */
const packageFolder = (file: string): string | undefined =>
  /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];

/** What a package says of its licence: its files, or the name alone where it has no file. */
function termsIn(folder: string, license: string): string {
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').trim());
  return texts.length === 0 ? `The package has no text of its licence (${license}).` : texts.join('\n\n');
}

/** `inputs` are the files of a bundle, as esbuild names them. Packages with the same text stand above it together. */
export function noticesOf(inputs: Iterable<string>): string {
  const folders = new Set([...inputs].map(packageFolder).filter((folder) => folder !== undefined));
  const packages = new Map<string, Set<string>>();
  for (const folder of folders) {
    const file = join(folder, 'package.json');
    const { name, version, license } = parseJson(packageSchema, readFileSync(file, 'utf8'), file);
    const terms = termsIn(folder, license);
    packages.set(terms, (packages.get(terms) ?? new Set()).add(`${name} ${version} (${license})`));
  }
  return [...packages]
    .map(([terms, names]) => `${[...names].sort().join('\n')}\n\n${terms}\n`)
    .sort()
    .join(`\n${'-'.repeat(80)}\n\n`);
}
