/** What package.json says to npm. test/lib/package.slow.test.ts tries the package that it makes. */
import { readFileSync } from 'node:fs';
import packageJson from '../../package.json' with { type: 'json' };

const text = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');

test('npm refuses to publish it, until it names the repository that it comes from, and who reviews it', () => {
  const named = ['repository', 'homepage', 'bugs'].filter((field) => field in packageJson);
  const owned = /^\* @\S+$/m.test(text('.github/CODEOWNERS'));
  const ready = !('private' in packageJson);
  expect({ named, owned }).toEqual({ named: ready ? ['repository', 'homepage', 'bugs'] : [], owned: ready });
});

test('CDK is for those who deploy: npm does not install it with the command line', () => {
  expect(Object.keys(packageJson.peerDependencies)).toEqual(Object.keys(packageJson.peerDependenciesMeta));
  for (const { optional } of Object.values(packageJson.peerDependenciesMeta)) expect(optional).toBe(true);
  expect(packageJson.devDependencies).toMatchObject(packageJson.peerDependencies);
});

test('docs/dependencies.md has a row for each package that package.json names, and for no other', () => {
  const rows = [...text('docs/dependencies.md').matchAll(/^\| `([^`]+)` /gm)].map(([, name]) => name);
  const named = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });
  expect(rows.sort()).toEqual(named.sort());
});
