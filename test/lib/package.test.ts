/** What package.json says to npm. test/lib/package.slow.test.ts tries the package that it makes. */
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
