/** cdk-nag finds nothing in the stack that is not acknowledged, with its reason, beside what it is about. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { stackOf } from './monitor.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nag-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test.each<[string, Partial<PetitionMonitorProps>]>([
  ['of prod', {}],
  [
    'with machines that subscribe',
    { subscribers: [{ email: 'desk@example.org' }, { webhook: 'https://example.org/alerts' }] },
  ],
  [
    'with digests',
    {
      digests: [
        {
          name: 'daily',
          every: 'day',
          at: '08:00',
          timeZone: 'Europe/London',
          subscribers: [{ webhook: 'https://example.org/digest' }],
        },
      ],
    },
  ],
  ['with queries', { watch: [{ source: 'uk-parliament', all: 'open' }] }],
  ['that hands over', { handOver: true }],
  ['with a site', { site: {} }],
  [
    'with a site at a domain of its own',
    {
      site: {
        domain: 'petitions.example.org',
        certificate: 'arn:aws:acm:us-east-1:123456789012:certificate/9d1b3c1e-6f6a-4b0f-8f5e-2f3f6d7c8a90',
      },
    },
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
])('the rules for AWS solutions and for serverless hold in the stack %s', (_, changes) => {
  const app = stackOf(changes, folder).node.root;
  if (!App.isApp(app)) throw new Error('the root is no app');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  // A finding that is not acknowledged is thrown, with its rule and its construct.
  expect(() => app.synth()).not.toThrow();
});
