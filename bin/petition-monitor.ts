/**
 * The CDK app: one stack, from petitions.json or the file of `-c petitions=FILE`. `-c stage=dev` makes a second stack
 * that keeps nothing when it is destroyed. `-c dashboard=true` adds a dashboard.
 */
import { Annotations, App } from 'aws-cdk-lib';
import { BadInput } from '../src/validation.ts';
import { filterPolicyQuotaWarning, alertSubscriptions } from '../src/config/subscriptions.ts';
import { PetitionMonitorStack } from '../lib/petition-monitor-stack.ts';
import { defaultConfig } from '../cli/options.ts';
import { readConfigFile } from '../cli/read-file.ts';
import { parseDashboardFlag, stackNames, parseStage } from '../cli/stage.ts';

const app = new App();
const named: unknown = app.node.tryGetContext('petitions');
const file = typeof named === 'string' ? named : defaultConfig;

try {
  const stage = parseStage(app.node.tryGetContext('stage'));
  const dashboard = parseDashboardFlag(app.node.tryGetContext('dashboard'));
  const config = readConfigFile(file);
  const stack = new PetitionMonitorStack(app, stackNames[stage], {
    description: 'Watches petitions and sends alerts about signature thresholds and response deadlines',
    monitor: { ...config, keepData: stage === 'prod', dashboard },
  });
  if (config.allowPrivateSources) {
    Annotations.of(stack).addWarningV2(
      'petition-threshold-monitor:private-sources',
      '"allowPrivateSources" is true: sources may use http, and hosts that are not public.',
    );
  }
  if (config.subscribers.length === 0) {
    Annotations.of(stack).addWarningV2(
      'petition-threshold-monitor:no-subscribers',
      `Nobody gets alerts: add an address under "subscribers" in ${file}.`,
    );
  }
  const warning = filterPolicyQuotaWarning(alertSubscriptions(config));
  if (warning !== undefined) Annotations.of(stack).addWarningV2('petition-threshold-monitor:filter-policies', warning);
} catch (error) {
  if (!(error instanceof BadInput)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
