/**
 * cdk-nag finds nothing in the stack that is not acknowledged, with its reason, beside what it is about; and CDK finds every template
 * to be one that CloudFormation takes.
 */
import { App, Validations, type Stack } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { examples } from './examples.ts';
import { stackOf, stackWithKey, synthesise } from './synth-monitor.ts';

test.each<[string, Partial<PetitionMonitorProps>]>([
  ['of prod', {}],
  [
    'with machines that subscribe, digests, queries, a queue for batches and a site',
    {
      watch: [{ source: 'uk-parliament', all: 'open' }],
      subscribers: [{ email: 'desk@example.org' }, { webhook: 'https://example.org/alerts' }],
      digests: [
        {
          name: 'daily',
          every: 'day',
          at: '08:00',
          timeZone: 'Europe/London',
          subscribers: [{ webhook: 'https://example.org/digest' }],
        },
      ],
      handOver: true,
      site: { signUp: { proofOfWork: true } },
    },
  ],
  [
    'with a site at a domain of its own',
    {
      site: {
        domain: 'petitions.example.org',
        certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/9d1b3c1e-6f6a-4b0f-8f5e-2f3f6d7c8a90',
      },
    },
  ],
  [
    'with a channel',
    { subscribers: [{ slack: { parameter: '/petitions/slack' } }, { ntfy: { topic: 'https://ntfy.sh/petitions' } }] },
  ],
  ['of dev, traced, with a dashboard', { keepData: false, tracing: true, dashboard: true }],
  [
    'that reads a key',
    {
      watch: [
        {
          source: 'action-network',
          petition: 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b',
          key: { parameter: '/aws/reference/secretsmanager/petitions/action-network' },
        },
      ],
      subscribers: [],
    },
  ],
  ...examples().map(({ name, config }): [string, Partial<PetitionMonitorProps>] => [`of the example ${name}`, config]),
])('the rules for AWS solutions and for serverless hold in the stack %s, and CloudFormation takes it', (_, changes) => {
  const stack = stackOf(changes, { validated: true });
  checked(stack);
  // A finding that is not acknowledged is thrown, with its rule and its construct.
  expect(() => synthesise(stack)).not.toThrow();
});

test('they hold under a key of your own', () => {
  const stack = stackWithKey({ site: { signUp: {} }, handOver: true }, { validated: true });
  checked(stack);
  expect(() => synthesise(stack)).not.toThrow();
});

function checked(stack: Stack): void {
  const { root } = stack.node;
  if (!App.isApp(root)) throw new Error('the root is no app');
  Validations.of(root).addPlugins(new AwsSolutionsChecks(root), new ServerlessChecks(root));
}
