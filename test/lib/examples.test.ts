/** Every example synthesises. */
import { Template } from 'aws-cdk-lib/assertions';
import { digestSubscriptions } from '../../src/config/subscriptions.ts';
import { exampleFolders, examples, examplesText } from './examples.ts';
import { stackOf } from './synth-monitor.ts';

test.each(examples())('$name', ({ config }) => {
  const people =
    config.subscribers.length + config.operators.length + config.digests.flatMap(digestSubscriptions).length;
  Template.fromStack(stackOf(config)).resourceCountIs('AWS::SNS::Subscription', people);
});

test('README.md of the examples names each', () => {
  for (const name of exampleFolders) expect(examplesText).toContain(`](${name}/`);
});
