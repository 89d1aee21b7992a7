/**
 * The CDK app: one stack, from petitions.json or the file that `-c petitions=FILE` names. `-c stage=dev` makes it another
 * one, of which nothing is kept when it is destroyed; `-c dashboard=true` adds a dashboard.
 */
import { Annotations, App } from 'aws-cdk-lib';
import { BadInput } from '../src/validation.ts';
import { readConfig } from '../src/config/read-config.ts';
import { filterPolicyQuotaWarning, alertSubscriptions } from '../src/config/subscriptions.ts';
import { PetitionMonitorStack } from '../lib/petition-monitor-stack.ts';
import { readTextFile } from '../cli/read-file.ts';
import { parseDashboardFlag, stackNames, parseStage } from '../cli/stage.ts';

const app = new App();
const named: unknown = app.node.tryGetContext('petitions');
const file = typeof named === 'string' ? named : 'petitions.json';

try {
  const stage = parseStage(app.node.tryGetContext('stage'));
  const dashboard = parseDashboardFlag(app.node.tryGetContext('dashboard'));
  const config = readConfig(readTextFile(file), file);
  const stack = new PetitionMonitorStack(app, stackNames[stage], {
    description: 'Watches petitions, and tells when a signature threshold or a response deadline is met or missed',
    monitor: { ...config, keepData: stage === 'prod', dashboard },
  });
  if (config.allowPrivateSources) {
    Annotations.of(stack).addWarningV2(
      'petition-threshold-monitor:private-sources',
      '"allowPrivateSources" is true: sources may be read by http, and from hosts that are not public.',
    );
  }
  if (config.subscribers.length === 0) {
    Annotations.of(stack).addWarningV2(
      'petition-threshold-monitor:no-subscribers',
      `Nobody subscribes: name somebody under "subscribers" in ${file}.`,
    );
  }
  const crowded = filterPolicyQuotaWarning(alertSubscriptions(config));
  if (crowded !== undefined) Annotations.of(stack).addWarningV2('petition-threshold-monitor:filter-policies', crowded);
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
