/** One word means one thing: no name is exported by two files, and no two files have one name, but where their role is the same. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { productFiles } from './product-files.ts';

/** What each function has; and what is made in a clone and ready in the package (lib/prebuilt.ts). */
const roles = ['handler', 'createHandler', 'Handler', 'bundleFunction', 'siteAssets'];

/** A handler, its environment, what opens a folder; a command and what does it; a platform and its rules; a server by protocol. */
const shared = [
  ...['handler.ts', 'environment.ts', 'index.ts', 'load.ts', 'server.ts'],
  ...['export.ts', 'import.ts', 'probe.ts', 'rules.ts', 'monitor.ts', 'petition-monitor.ts', 'site-assets.ts'],
];

const files = productFiles();

/** What has more than one place: its name, and the places. */
function ofMany(places: readonly (readonly [string, string])[]): [string, string[]][] {
  const all = new Map<string, string[]>();
  for (const [name, place] of places) all.set(name, [...(all.get(name) ?? []), place]);
  return [...all].filter(([, found]) => found.length > 1);
}

test('no name is exported by two files, but those that each function has', () => {
  const exported = files.flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(
        /^export (?:abstract |async )?(?:function\*?|const|class|interface|type) (\w+)/gm,
      ),
    ].map(([, name = '']) => [name, file] as const),
  );
  expect(exported.length).toBeGreaterThan(800);
  expect(ofMany(exported.filter(([name]) => !roles.includes(name)))).toEqual([]);
});

test('no two files have one name, but where the role is the same', () => {
  const named = files.map((file) => [basename(file), file] as const);
  const isPlatform = (file: string): boolean => /\/(rulebook|platforms)\//.test(file);
  expect(ofMany(named.filter(([name, file]) => !shared.includes(name) && !isPlatform(file)))).toEqual([]);
});

test('a file is named in small letters, with hyphens', () => {
  expect(files.filter((file) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.d)?\.tsx?$/.test(basename(file)))).toEqual([]);
});
