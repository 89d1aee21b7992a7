/** The stack that `cdk deploy` deploys: one monitor and its outputs. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';

export interface PetitionMonitorStackProps extends StackProps {
  readonly monitor: PetitionMonitorProps;
}

export class PetitionMonitorStack extends Stack {
  constructor(scope: Construct, id: string, { monitor, ...props }: PetitionMonitorStackProps) {
    super(scope, id, props);
    const parts = new PetitionMonitor(this, 'Monitor', monitor);
    const { alertTopic, operatorTopic, undelivered, store, poll, discovery, digests, site, operations } = parts;
    const output = (name: string, value: string, description: string): CfnOutput =>
      new CfnOutput(this, name, { value, description });
    output('AlertTopicArn', alertTopic.topicArn, 'Every alert is published here');
    output('OperatorTopicArn', operatorTopic.topicArn, 'Alarms and notices about sources are published here');
    output('TableName', store.table.tableName, 'The table with petitions, counts and alerts');
    output('PollFunctionName', poll.function.functionName, 'The function that polls every minute');
    output('FailureQueueUrl', poll.failures.queueUrl, 'Failed runs are kept here for 14 days');
    if (undelivered.alerts) {
      output(
        'AlertUndeliveredArn',
        undelivered.alerts.queueArn,
        'Alerts that webhooks, queues and functions did not accept are kept here',
      );
    }
    if (undelivered.operators) {
      output(
        'OperatorUndeliveredArn',
        undelivered.operators.queueArn,
        'Alarms that webhooks, queues and functions did not accept are kept here',
      );
    }
    if (discovery) {
      output(
        'DiscoverFunctionName',
        discovery.function.functionName,
        'The function that reads lists for watch queries every hour',
      );
      output('DiscoverFailureQueueUrl', discovery.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (digests) {
      output('DigestTopicArns', digests.topicArns, 'The topics of the digest lists, by list name');
      output(
        'DigestFunctionName',
        digests.sender.function.functionName,
        'The function that sends digests, every five minutes',
      );
      output('DigestFailureQueueUrl', digests.sender.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (site) {
      const { bucket, distribution, reporter } = site;
      output('SiteUrl', site.url, 'The status site');
      output('SiteBucketName', bucket.bucketName, 'The bucket that has the files of the site, under site/');
      output(
        'DistributionDomain',
        distribution.distributionDomainName,
        'The target of the CNAME record of your own domain',
      );
      output('ReportFunctionName', reporter.function.functionName, 'The function that generates the site');
      output('ReportFailureQueueUrl', reporter.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (operations.dashboard) {
      const console = `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}`;
      output('Dashboard', `${console}#dashboards/dashboard/${operations.dashboard.dashboardName}`, 'The dashboard');
    }
  }
}
