/** Every example synthesises. */
import { Template } from 'aws-cdk-lib/assertions';
import { digestSubscriptions, machineSubscriptions } from '../../src/config/subscriptions.ts';
import { exampleFolders, examples, examplesText } from './examples.ts';
import { stackOf } from './synth-monitor.ts';

test.each(examples())('$name', ({ config }) => {
  const machines = machineSubscriptions(config).length;
  const people =
    config.subscribers.length + config.operators.length + config.digests.flatMap(digestSubscriptions).length;
  Template.fromStack(stackOf(config)).resourceCountIs('AWS::SNS::Subscription', people + machines);
});

test('README.md of the examples names each', () => {
  for (const name of exampleFolders) expect(examplesText).toContain(`](${name}/`);
});
