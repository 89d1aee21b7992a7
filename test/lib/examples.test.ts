/** Every example synthesises. The one of another app is tried in package.test.ts, where the package is installed. */
import { readdirSync, readFileSync } from 'node:fs';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfig } from '../../lambda/config/read.ts';
import { readersOf } from '../../lambda/config/subscriptions.ts';
import { stackOf } from './monitor.ts';

const examples = new URL('../../examples/', import.meta.url);
const folders = readdirSync(examples, { withFileTypes: true }).filter((one) => one.isDirectory());
const configs = folders.map(({ name }) => name).filter((name) => name !== 'own-app');

test.each(configs)('%s', (name) => {
  const file = `${name}/petitions.json`;
  const config = readConfig(readFileSync(new URL(file, examples), 'utf8'), file);
  const people = config.subscribers.length + config.operators.length + config.digests.flatMap(readersOf).length;
  Template.fromStack(stackOf(config)).resourceCountIs('AWS::SNS::Subscription', people);
});

test('README.md of the examples names each', () => {
  const readme = readFileSync(new URL('README.md', examples), 'utf8');
  for (const { name } of folders) expect(readme).toContain(`](${name}/`);
});
