/** The whole monitor as one construct: table, topics, functions, status site and alarms. */
import { Stack, Token } from 'aws-cdk-lib';
import { Stats, type Metric, type MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { BadInput } from '../src/validation.ts';
import { channelSubscribers } from '../src/config/channel-subscribers.ts';
import type { Config, ConfigInput } from '../src/config/config.ts';
import { recipientFingerprints, type NamedRecipients } from '../src/config/named-recipients.ts';
import { checkConfig } from '../src/config/read-config.ts';
import {
  operatorSubscriptions,
  alertSubscriptions,
  machineSubscriptions,
  digestSubscriptions,
  type Endpoint,
} from '../src/config/subscriptions.ts';
import { displayNames } from '../src/notifications/sms-part.ts';
import { metrics, type MetricName } from '../src/runtime/metrics.ts';
import { AlertTopic } from './alert-topic.ts';
import { AppResources, type SettingsWithResources } from './app-resources.ts';
import { Delivery } from './channel-delivery.ts';
import { Digests } from './digests.ts';
import { Discovery } from './discovery.ts';
import { admitAlarms, admitLogs, encryptTopic, grantSending } from './encryption.ts';
import { followersTopics } from './followers-topics.ts';
import { FunctionMetrics } from './monitor-metrics.ts';
import { Operations } from './operations.ts';
import { PetitionStore } from './petition-store.ts';
import { Poller } from './poller.ts';
import type { FunctionOptions } from './own-function.ts';
import { StatusSite } from './status-site.ts';

/** The settings of petitions.json, and settings of the infrastructure. Only `watch` is required. */
export interface PetitionMonitorProps extends Settings, SettingsWithResources, FunctionOptions {
  /** What to watch: petitions, or all open petitions of a platform. */
  readonly watch: ConfigInput['watch'];
  /**
   * A page about you: platforms see it in every request, recipients in every mail.
   * @default - none
   */
  readonly contact?: ConfigInput['contact'];
  /**
   * How long before a deadline to warn.
   * @default ['P3D', 'P1D']
   */
  readonly warnBefore?: ConfigInput['warnBefore'];
  /**
   * How often to remind of a response that has not come by its deadline.
   * @default - never
   */
  readonly remindEvery?: ConfigInput['remindEvery'];
  /**
   * Whether to send an alert when a threshold becomes likely to be met, or unlikely again.
   * @default true
   */
  readonly forecasts?: ConfigInput['forecasts'];
  /**
   * When only the four main alerts are sent. The others wait for the end.
   * @default - never
   */
  readonly quietHours?: ConfigInput['quietHours'];
  /**
   * When more alerts than this wait at once, people get a summary of those of a kind. Machines get each.
   * @default 10
   */
  readonly summaryAbove?: ConfigInput['summaryAbove'];
  /**
   * How long a source may fail before the operators are notified.
   * @default 'PT30M'
   */
  readonly sourceFailingAfter?: ConfigInput['sourceFailingAfter'];
  /**
   * How many US dollars the account may spend on SMS in a month. An alarm goes off at four fifths of it.
   * @default 1 - the limit of a new account
   */
  readonly smsSpendLimit?: ConfigInput['smsSpendLimit'];
  /**
   * The longest time between two checks of a petition that can still change.
   * @default 'PT1H'
   */
  readonly longestSilence?: ConfigInput['longestSilence'];
  /**
   * The most requests in any 24 hours, to each petition and to each host.
   * @default - no limit
   */
  readonly requestsPerDay?: ConfigInput['requestsPerDay'];
  /**
   * Whether sources and webhooks may use http, and hosts that are not public.
   * @default false
   */
  readonly allowPrivateSources?: ConfigInput['allowPrivateSources'];
  /**
   * Whether to keep the record when the stack is deleted. If so, the table is retained, protected against deletion, and
   * can be restored to any second of the last 35 days.
   * @default true
   */
  readonly keepData?: boolean;
  /**
   * A KMS key for the table, the topics, the failure queues and the logs; not for the status site, which is public. The
   * policy of an imported key must let CloudWatch's alarms and logs use it, and SNS if a subscriber has a channel. The stack must name its region
   * (`env: { region: 'eu-west-2' }`), because CDK needs it for a table with a key of yours.
   * @default - AWS's own keys: a key of yours costs a dollar a month, and its requests
   */
  readonly encryptionKey?: FunctionOptions['encryptionKey'];
  /**
   * Whether to create a dashboard.
   * @default false - an account has three free dashboards. Each further one is three dollars a month, four times the
   * cost of all the rest of a small monitor. Alarms work without it, and CloudWatch shows functions and tables anyway
   */
  readonly dashboard?: boolean;
  /**
   * Whether to create a queue for ticks with more due petitions than one run can poll: a run polls about a thousand
   * petitions of one host. Lambda polls a queue all the time, for about thirteen cents a month.
   * @default - true if more than a thousand petitions are watched, or if there are queries
   */
  readonly handOver?: boolean;
  /**
   * How many runs of the poll function the account reserves, and allows at a time. With the queue, there must be one for
   * the ticks and one for each source.
   * @default - none: it runs once a minute for less than a minute, overlapping runs do no harm, and an account with a
   * low limit could not deploy. Where other functions use up the account's limit, ask AWS for more
   */
  readonly reservedConcurrency?: number;
}

type Settings = Omit<ConfigInput, keyof SettingsWithResources>;

/** @throws {BadInput} for a concurrency with which runs would be refused. */
function checkConcurrency(reserved: number | undefined, least: number): void {
  if (reserved === undefined || (Number.isInteger(reserved) && reserved >= least)) return;
  const message = `must be a whole number, ${least} or more: with fewer, runs are throttled and petitions are polled late`;
  throw new BadInput('PetitionMonitor', [{ path: 'reservedConcurrency', message }]);
}

/** That many may be due in one minute, and one run polls no more of one host (2026-11, docs/scale.md). */
const maxWithoutQueue = 1_000;

/** What a new account may spend on SMS in a month (sns/latest/dg/channels-sms-awssupport-spend-threshold.html, 2026-11). */
const newAccountSmsDollars = 1;

const hasSms = (config: Config): boolean =>
  [...alertSubscriptions(config), ...operatorSubscriptions(config)].some(({ protocol }) => protocol === 'sms');

/** Whom the function can look for. An address that only CloudFormation knows is not among them. */
function namedRecipients(config: Config, resources: AppResources): NamedRecipients {
  const known = (all: readonly Endpoint[]): string[] =>
    recipientFingerprints(all.filter(({ endpoint }) => !Token.isUnresolved(resources.valueOf(endpoint))));
  return {
    alerts: known(alertSubscriptions(config)),
    machines: known(machineSubscriptions(config)),
    operators: known(operatorSubscriptions(config)),
    digests: Object.fromEntries(config.digests.map((list) => [list.name, known(digestSubscriptions(list))])),
  };
}

/** The whole monitor in a stack of yours: table, functions, topics, alarms and, where `petitions.json` asks for one, the status site. */
export class PetitionMonitor extends Construct {
  /** Alerts are published here, and summaries in the place of many. Messages have the attributes alert, source, petition and threshold. */
  readonly alertTopic: Topic;
  /**
   * Where machines get each alert while people get a summary. Whoever subscribes one to `alertTopic` also subscribes it
   * here: while one is missing here, nobody gets summaries.
   */
  readonly machineTopic: Topic;
  /** Alarms, and notices about failing sources, are published here. */
  readonly operatorTopic: Topic;
  /** Messages that webhooks, queues and functions did not accept, by topic; undefined if none of these subscribes. */
  readonly undelivered: { readonly alerts: Queue | undefined; readonly operators: Queue | undefined };
  readonly store: PetitionStore;
  /** The function that runs every minute. */
  readonly poll: Poller;
  /** The function that runs every hour; undefined without watch queries. */
  readonly discovery: Discovery | undefined;
  /** The digest function and its topics; undefined if the config has no digests. */
  readonly digests: Digests | undefined;
  /** The function that delivers alerts to channels; undefined if no subscriber has one. */
  readonly delivery: Delivery | undefined;
  /** The status site; undefined if the config has none. */
  readonly site: StatusSite | undefined;
  /** What the ARNs of the topics of those who sign up on the site begin with; undefined if nobody can. */
  readonly followersTopics: string | undefined;
  /** The alarms and, if wanted, the dashboard. */
  readonly operations: Operations;
  readonly #encryptionKey: IKey | undefined;

  /** @throws {BadInput} with every fault of the config: its path and a good value. */
  constructor(scope: Construct, id: string, props: PetitionMonitorProps) {
    super(scope, id);
    const { keepData = true, dashboard = false, handOver, tracing, reservedConcurrency, logRetention, ...rest } = props;
    const { encryptionKey, ...input } = rest;
    this.#encryptionKey = encryptionKey;
    const resources = new AppResources(this);
    const config = checkConfig({ ...input, ...resources.toSettings(input) }, 'PetitionMonitor');
    if (encryptionKey !== undefined && Token.isUnresolved(Stack.of(this).region)) {
      const message = "needs a stack with a region, such as env: { region: 'eu-west-2' }";
      throw new BadInput('PetitionMonitor', [{ path: 'encryptionKey', message }]);
    }
    this.store = new PetitionStore(this, 'Store', {
      keepData,
      encryptionKey,
      expires: config.site?.signUp !== undefined,
    });
    const alerts = new AlertTopic(this, 'Alerts', {
      displayName: displayNames.alerts,
      subscriptions: alertSubscriptions(config),
      resources,
    });
    const machines = new AlertTopic(this, 'Machines', {
      displayName: displayNames.alerts,
      subscriptions: machineSubscriptions(config),
      resources,
      undelivered: alerts.undelivered,
    });
    const operators = new AlertTopic(this, 'Operators', {
      displayName: displayNames.operators,
      subscriptions: operatorSubscriptions(config),
      resources,
    });
    if (encryptionKey !== undefined) {
      encryptTopic(alerts.topic, encryptionKey);
      encryptTopic(machines.topic, encryptionKey);
      encryptTopic(operators.topic, encryptionKey);
      admitAlarms(encryptionKey, Stack.of(this).account);
      admitLogs(encryptionKey, Stack.of(this));
    }
    this.alertTopic = alerts.topic;
    this.machineTopic = machines.topic;
    this.operatorTopic = operators.topic;
    this.undelivered = { alerts: alerts.undelivered, operators: operators.undelivered };
    const parts = { config, store: this.store, tracing, logRetention, encryptionKey };
    const { alertTopic, machineTopic, operatorTopic } = this;
    const hasQueries = config.watch.some((entry) => 'all' in entry && entry.all !== undefined);
    const hasQueue = handOver ?? (hasQueries || config.watch.length > maxWithoutQueue);
    const sources = new Set(config.watch.map(({ source }) => source)).size;
    checkConcurrency(reservedConcurrency, hasQueue ? sources + 1 : 1);
    const recipients = namedRecipients(config, resources);
    this.poll = new Poller(this, 'Poll', {
      ...parts,
      alertTopic,
      machineTopic,
      operatorTopic,
      handOver: hasQueue,
      reservedConcurrency,
      recipients,
    });
    const { failures } = this.poll;
    this.discovery = hasQueries
      ? new Discovery(this, 'Discovery', { ...parts, alertTopic, machineTopic, operatorTopic, failures })
      : undefined;
    // A new petition must not send alerts before its new subscribers exist.
    for (const polling of [this.poll, this.discovery]) {
      polling?.function.node.addDependency(alerts.subscribed, machines.subscribed, operators.subscribed);
    }
    const beside = { ...parts, resources, operatorTopic, failures };
    this.digests = config.digests.length === 0 ? undefined : new Digests(this, 'Digests', beside);
    // Besides the topics of alerts.
    const withRecipients = [
      { topic: operatorTopic, named: recipients.operators },
      ...Object.entries(this.digests?.topics ?? {}).map(([name, topic]) => ({
        topic,
        named: recipients.digests[name] ?? [],
      })),
    ].filter(({ named }) => named.length > 0);
    this.poll.lookForRecipients(
      withRecipients.map(({ topic }) => topic),
      this.digests?.topicArns,
    );
    this.site = config.site && new StatusSite(this, 'Site', { ...beside, alertTopic, site: config.site });
    const siteUrl = this.site?.url;
    this.followersTopics = config.site?.signUp && followersTopics(this);
    this.delivery =
      channelSubscribers(config).length === 0
        ? undefined
        : new Delivery(this, 'Delivery', { ...parts, alertTopic, machineTopic, operatorTopic, failures, siteUrl });
    for (const polling of [this.poll, this.discovery]) {
      if (siteUrl !== undefined) polling?.function.addEnvironment('SITE_URL', siteUrl);
      if (this.delivery !== undefined) polling?.function.node.addDependency(this.delivery.subscribed);
    }
    this.operations = new Operations(this, 'Operations', {
      store: this.store,
      poll: this.poll,
      digests: this.digests,
      operatorTopic,
      undelivered: alerts.undelivered,
      signUp: this.site?.signUp,
      smsSpendLimit: hasSms(config) ? (config.smsSpendLimit ?? newAccountSmsDollars) : undefined,
      dashboard,
    });
  }

  /** Lets a role read petitions, counts and alerts from the table. */
  grantRead(grantee: IGrantable): Grant {
    this.#encryptionKey?.grantDecrypt(grantee);
    return this.store.grantReporting(grantee);
  }

  /** Lets a role publish to the topic of alerts, such as a function of yours that sends corrections. */
  grantPublishAlerts(grantee: IGrantable): Grant {
    if (this.#encryptionKey !== undefined) grantSending(this.#encryptionKey, grantee);
    return this.alertTopic.grantPublish(grantee);
  }

  /** A metric that the poll function sends. It has no data while there is nothing to count. */
  metric(metricName: MetricName, options: MetricOptions = {}): Metric {
    return new FunctionMetrics(this.poll).counted(metricName, options);
  }

  /** Alerts that were committed. */
  metricAlertsCommitted(options?: MetricOptions): Metric {
    return this.metric(metrics.alertsCommitted, { statistic: Stats.SUM, ...options });
  }

  /** Alerts that SNS accepted. */
  metricAlertsPublished(options?: MetricOptions): Metric {
    return this.metric(metrics.alertsPublished, { statistic: Stats.SUM, ...options });
  }

  /** Alerts that SNS did not accept. They are retried every minute. */
  metricPublishErrors(options?: MetricOptions): Metric {
    return this.metric(metrics.publishErrors, { statistic: Stats.SUM, ...options });
  }

  /** Polls without a reading. */
  metricSourceErrors(options?: MetricOptions): Metric {
    return this.metric(metrics.sourceErrors, { statistic: Stats.SUM, ...options });
  }

  /** For how many minutes something has been due and not polled. */
  metricMinutesBehind(options?: MetricOptions): Metric {
    return this.metric(metrics.minutesBehind, { statistic: Stats.MAXIMUM, ...options });
  }
}
