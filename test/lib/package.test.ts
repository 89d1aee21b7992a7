/** What package.json says to npm. test/lib/package.slow.test.ts tries the package that it makes. */
import { readFileSync } from 'node:fs';
import packageJson from '../../package.json' with { type: 'json' };

test('npm refuses to publish it, until it names the repository that it comes from', () => {
  const named = ['repository', 'homepage', 'bugs'].filter((field) => field in packageJson);
  expect(named).toEqual(packageJson.private ? [] : ['repository', 'homepage', 'bugs']);
});

test('CDK is for those who deploy: npm does not install it with the command line', () => {
  expect(Object.keys(packageJson.peerDependencies)).toEqual(Object.keys(packageJson.peerDependenciesMeta));
  for (const { optional } of Object.values(packageJson.peerDependenciesMeta)) expect(optional).toBe(true);
  expect(packageJson.devDependencies).toMatchObject(packageJson.peerDependencies);
});

test('docs/dependencies.md has a row for each package that package.json names, and for no other', () => {
  const page = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([^`]+)` /gm)].map(([, name]) => name);
  const named = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });
  expect(rows.sort()).toEqual(named.sort());
});
