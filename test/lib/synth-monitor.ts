/** The synthesised stack, for tests: with the flags of cdk.json, which an App in a test does not read by itself. */
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { PetitionMonitor, type PetitionMonitorProps } from '../../lib/petition-monitor.ts';
import { PetitionMonitorStack } from '../../lib/petition-monitor-stack.ts';

const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const { context } = parseJson(cdkJson, readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'), 'cdk.json');

export const monitor: PetitionMonitorProps = {
  watch: [
    { source: 'uk-parliament', petition: '700143' },
    { source: 'us-we-the-people', petition: '22111' },
  ],
  subscribers: [
    { email: 'desk@example.org' },
    { sms: '+447700900000', alerts: ['threshold-met', 'response-missed'], petitions: ['uk-parliament/700143'] },
  ],
  operators: [{ email: 'ops@example.org' }],
  contact: 'https://example.org/about-our-monitor',
};

interface Synth {
  /** Where to; a folder that the system clears, unless it is said. */
  readonly folder?: string;
  /** Whether the functions are bundled, which takes a second. */
  readonly bundled?: boolean;
  /** Whether CDK holds the template against CloudFormation's schemas, which takes the first of a suite four seconds: nag.test.ts does. */
  readonly validated?: boolean;
}

export const appFor = ({ folder, bundled = false, validated = false }: Synth = {}): App =>
  new App({
    context: {
      ...context,
      // Where each construct was made: no test asks, and it took a tenth of a synth.
      'aws:cdk:disable-creation-stack-traces': true,
      ...(!bundled && { 'aws:cdk:bundling-stacks': [] }),
    },
    builtinCloudFormationValidation: validated,
    ...(folder !== undefined && { outdir: folder }),
  });

export const stackOf = (changes: Partial<PetitionMonitorProps> = {}, synth: Synth = {}): PetitionMonitorStack =>
  new PetitionMonitorStack(appFor(synth), 'Petitions', { monitor: { ...monitor, ...changes } });

/** Synthesises the app of a stack. */
export function synthesise(stack: Stack): void {
  const app = stack.node.root;
  if (!App.isApp(app)) throw new Error('the root is no app');
  app.synth();
}

const templates = new Map<string, Template>();

/** One configuration is synthesised once for all that a suite asserts of it. */
export function templateOf(changes: Partial<PetitionMonitorProps> = {}): Template {
  const key = JSON.stringify(changes);
  const template = templates.get(key) ?? Template.fromStack(stackOf(changes));
  templates.set(key, template);
  return template;
}

/** The construct in a stack of another app, under a key of its own. */
export const templateWithKey = (changes: Partial<PetitionMonitorProps> = {}): Template =>
  Template.fromStack(stackWithKey(changes));

export function stackWithKey(changes: Partial<PetitionMonitorProps> = {}, synth: Synth = {}): Stack {
  const stack = new Stack(appFor(synth), 'Own', { env: { region: 'eu-west-2' } });
  const digests = [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London' } as const];
  new PetitionMonitor(stack, 'Monitor', {
    ...monitor,
    ...changes,
    digests,
    encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
  });
  return stack;
}
