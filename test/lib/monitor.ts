/** The synthesised stack, for tests: with the flags of cdk.json, which an App in a test does not read by itself. */
import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as z from 'zod/mini';
import { parseJson } from '../../lambda/border.ts';
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

/** Functions are bundled only into the folder that is named. */
const appIn = (folder?: string): App =>
  new App({
    context: { ...context, ...(folder === undefined && { 'aws:cdk:bundling-stacks': [] }) },
    ...(folder !== undefined && { outdir: folder }),
  });

export const stackOf = (changes: Partial<PetitionMonitorProps> = {}, folder?: string): PetitionMonitorStack =>
  new PetitionMonitorStack(appIn(folder), 'Petitions', { monitor: { ...monitor, ...changes } });

export const templateOf = (changes: Partial<PetitionMonitorProps> = {}): Template =>
  Template.fromStack(stackOf(changes));

/** The construct in a stack of another app, under a key of its own. */
export function templateWithKey(changes: Partial<PetitionMonitorProps> = {}): Template {
  const stack = new Stack(appIn(), 'Own', { env: { region: 'eu-west-2' } });
  const digests = [{ name: 'daily', every: 'day', at: '08:00', timeZone: 'Europe/London' } as const];
  new PetitionMonitor(stack, 'Monitor', { ...monitor, ...changes, digests, encryptionKey: new Key(stack, 'Key') });
  return Template.fromStack(stack);
}
