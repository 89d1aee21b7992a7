/**
 * The CDK app: one stack, from petitions.json or the file of `-c petitions=FILE`. `-c stage=dev` makes a second stack
 * that keeps nothing when it is destroyed. `-c dashboard=true` adds a dashboard, `-c site=false` leaves the site out,
 * `-c terminationProtection=true` protects the stack, `-c tags=name=value` tags all that is in it. `-c without=ADDRESS`
 * leaves its subscription out.
 */
import { Annotations, App } from 'aws-cdk-lib';
import { BadInput } from '../src/validation.ts';
import { filterPolicyQuotaWarning, alertSubscriptions } from '../src/config/subscriptions.ts';
import { leaveOut } from '../lib/leave-out.ts';
import { PetitionMonitorStack } from '../lib/petition-monitor-stack.ts';
import { defaultConfig } from '../cli/options.ts';
import { configOrExample, readConfigFile } from '../cli/read-file.ts';
import { parseFlag, parseNames, parseStage, parseTags, stackNames, type Flag } from '../cli/stage.ts';

const app = new App();
const named: unknown = app.node.tryGetContext('petitions');
const file = configOrExample(typeof named === 'string' ? named : defaultConfig);
const isOn = (flag: Flag): boolean => parseFlag(flag, app.node.tryGetContext(flag));

try {
  const stage = parseStage(app.node.tryGetContext('stage'));
  const { site, ...config } = readConfigFile(file);
  const hasSite = site !== undefined && isOn('site');
  const stack = new PetitionMonitorStack(app, stackNames[stage], {
    description: 'Watches petitions and sends alerts about signature thresholds and response deadlines',
    terminationProtection: isOn('terminationProtection'),
    tags: parseTags(app.node.tryGetContext('tags')),
    monitor: { ...config, ...(hasSite && { site }), keepData: stage === 'prod', dashboard: isOn('dashboard') },
  });
  leaveOut(stack, parseNames(app.node.tryGetContext('without')));
  if (config.allowPrivateSources) {
    Annotations.of(stack).addWarningV2(
      'petition-threshold-monitor:private-sources',
      '"allowPrivateSources" is true: sources may use http, and hosts that are not public.',
    );
  }
  if (hasSite) {
    Annotations.of(stack).addInfoV2(
      'petition-threshold-monitor:cloudfront',
      'CloudFront refuses distributions to many new accounts, and a first deploy then fails as a whole. Deploy with -c site=false first: see docs/deploy.md.',
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
