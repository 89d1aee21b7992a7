/** Every example synthesises. */
import { Template } from 'aws-cdk-lib/assertions';
import { digestSubscriptions, machineSubscriptions } from '../../src/config/subscriptions.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Source } from '../../src/sources/source.ts';
import { exampleFolders, examples, examplesText } from './examples.ts';
import { stackOf } from './synth-monitor.ts';

test.each(examples())('$name', ({ config }) => {
  const machines = machineSubscriptions(config).length;
  const people =
    config.subscribers.length + config.operators.length + config.digests.flatMap(digestSubscriptions).length;
  // The site function is started by alerts.
  const site = config.site === undefined ? 0 : 1;
  Template.fromStack(stackOf(config)).resourceCountIs('AWS::SNS::Subscription', people + machines + site);
});

// We the People has closed, and a key of Action Network opens the petitions of one group.
test('the world has every platform with a list of open petitions that needs no key', () => {
  const others = ['us-we-the-people', 'action-network'];
  const listed = Object.entries<Source>(sources).flatMap(([name, { hasList }]) => (hasList === true ? [name] : []));
  const world = examples().find(({ name }) => name === 'world')?.config.watch ?? [];
  expect(world.flatMap((one) => ('all' in one ? [one.source] : [])).sort()).toEqual(
    listed.filter((name) => !others.includes(name)).sort(),
  );
});

test('README.md of the examples names each', () => {
  for (const name of exampleFolders) expect(examplesText).toContain(`](${name}/`);
});
