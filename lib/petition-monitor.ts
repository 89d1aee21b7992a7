/** The whole monitor as one construct: the store, the topics, the poller, and what watches over them. */
import { Stack, Token } from 'aws-cdk-lib';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BadInput } from '../src/validation.ts';
import type { ConfigInput } from '../src/config/config.ts';
import { checkConfig } from '../src/config/read-config.ts';
import { operatorSubscriptions, alertSubscriptions } from '../src/config/subscriptions.ts';
import { AlertTopic } from './alert-topic.ts';
import { Digests } from './digests.ts';
import { Discovery } from './discovery.ts';
import { admitAlarms, admitLogs, encryptTopic } from './encryption.ts';
import { Operations } from './operations.ts';
import { PetitionStore } from './petition-store.ts';
import { Poller } from './poller.ts';
import type { FunctionOptions } from './scheduled-function.ts';
import { StatusSite } from './status-site.ts';

/** What petitions.json holds, and what only infrastructure knows. Only `watch` is required. */
export interface PetitionMonitorProps extends ConfigInput, FunctionOptions {
  /**
   * Whether the record of what was read and told outlives the stack: then the table is retained when the stack is
   * deleted, protected against deletion, and can be put back to any second of its last 35 days.
   * @default true
   */
  readonly keepData?: boolean;
  /**
   * A KMS key for the table, the topics, the failure queue and the logs; not for the status site, which is public. Of a key that is imported, its own policy must
   * let CloudWatch's alarms and logs use it. The stack must name its region (`env: { region: 'eu-west-2' }`), as a table
   * under a key of yours wants to know it.
   * @default - keys of AWS's own: one of yours is a dollar a month, and its requests
   */
  readonly encryptionKey?: FunctionOptions['encryptionKey'];
  /**
   * Whether there is a dashboard.
   * @default false - an account has three free; each above is three dollars a month, four times what all the rest of
   * a small monitor costs. The alarms are there without it, and CloudWatch shows functions and tables by itself
   */
  readonly dashboard?: boolean;
  /**
   * Whether there is a queue through which the poll function hands to itself what is too much for one run: it asks one host for
   * some thousand petitions a minute. A queue is asked by Lambda all the time, for some thirty cents a month.
   * @default - when more than a thousand petitions are watched, or there are queries
   */
  readonly handOver?: boolean;
}

/** As many may be due in one minute, and a run asks one host for no more (2026-11, docs/scale.md). */
const maxWithoutQueue = 1_000;

export class PetitionMonitor extends Construct {
  /** Every alert is published here; its messages carry the attributes alert, source, petition and threshold. */
  readonly alertTopic: Topic;
  /** What goes wrong with the monitor itself is published here. */
  readonly operatorTopic: Topic;
  /** What machines did not take of each topic; undefined where the config names none to subscribe. */
  readonly undelivered: { readonly alerts: Queue | undefined; readonly operators: Queue | undefined };
  readonly store: PetitionStore;
  /** The function that runs every minute. */
  readonly poll: Poller;
  /** The function that runs every hour, where there are queries; undefined where the config names none. */
  readonly discovery: Discovery | undefined;
  /** The digests, and their topics; undefined where the config names none. */
  readonly digests: Digests | undefined;
  /** The status site; undefined where the config has none. */
  readonly site: StatusSite | undefined;
  /** The alarms, and the dashboard where there is one. */
  readonly operations: Operations;

  /** @throws {BadInput} that names every fault of the config by its path, each with a good value. */
  constructor(scope: Construct, id: string, props: PetitionMonitorProps) {
    super(scope, id);
    const { keepData = true, dashboard = false, handOver, tracing, reservedConcurrency, logRetention, ...rest } = props;
    const { encryptionKey, ...input } = rest;
    const config = checkConfig(input, 'PetitionMonitor');
    if (encryptionKey !== undefined && Token.isUnresolved(Stack.of(this).region)) {
      const message = "wants a stack that names its region, such as env: { region: 'eu-west-2' }";
      throw new BadInput('PetitionMonitor', [{ path: 'encryptionKey', message }]);
    }
    this.store = new PetitionStore(this, 'Store', { keepData, encryptionKey });
    const alerts = new AlertTopic(this, 'Alerts', {
      displayName: 'Petition alerts',
      subscriptions: alertSubscriptions(config),
    });
    const operators = new AlertTopic(this, 'Operators', {
      displayName: 'Petition monitor',
      subscriptions: operatorSubscriptions(config),
    });
    if (encryptionKey !== undefined) {
      encryptTopic(alerts.topic, encryptionKey);
      encryptTopic(operators.topic, encryptionKey);
      admitAlarms(encryptionKey, Stack.of(this).account);
      admitLogs(encryptionKey, Stack.of(this));
    }
    this.alertTopic = alerts.topic;
    this.operatorTopic = operators.topic;
    this.undelivered = { alerts: alerts.undelivered, operators: operators.undelivered };
    const parts = { config, store: this.store, tracing, reservedConcurrency, logRetention, encryptionKey };
    const { alertTopic, operatorTopic } = this;
    const hasQueries = config.watch.some((entry) => 'all' in entry && entry.all !== undefined);
    this.poll = new Poller(this, 'Poll', {
      ...parts,
      alertTopic,
      operatorTopic,
      handOver: handOver ?? (hasQueries || config.watch.length > maxWithoutQueue),
    });
    this.discovery = hasQueries ? new Discovery(this, 'Discovery', { ...parts, alertTopic, operatorTopic }) : undefined;
    // A new petition must not be told of before those are subscribed who came with it.
    for (const attending of [this.poll, this.discovery]) {
      attending?.function.node.addDependency(alerts.subscribed, operators.subscribed);
    }
    this.digests = config.digests.length === 0 ? undefined : new Digests(this, 'Digests', parts);
    this.site = config.site && new StatusSite(this, 'Site', { ...parts, site: config.site });
    this.operations = new Operations(this, 'Operations', {
      store: this.store,
      poll: this.poll,
      discovery: this.discovery,
      digests: this.digests,
      site: this.site,
      operatorTopic,
      undelivered: alerts.undelivered,
      dashboard,
    });
  }
}
