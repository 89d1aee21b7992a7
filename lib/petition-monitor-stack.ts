/** The stack that `cdk deploy` deploys: one monitor. */
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';

export interface PetitionMonitorStackProps extends StackProps {
  readonly monitor: PetitionMonitorProps;
}

export class PetitionMonitorStack extends Stack {
  constructor(scope: Construct, id: string, { monitor, ...props }: PetitionMonitorStackProps) {
    super(scope, id, props);
    const made = new PetitionMonitor(this, 'Monitor', monitor);
    const { alertTopic, operatorTopic, undelivered, store, poll, discovery, digests, site, operations } = made;
    const output = (name: string, value: string, description: string): CfnOutput =>
      new CfnOutput(this, name, { value, description });
    output('AlertTopicArn', alertTopic.topicArn, 'Every alert is published here');
    output('OperatorTopicArn', operatorTopic.topicArn, 'Alarms are published here');
    output('TableName', store.table.tableName, 'What was read and told is kept here');
    output('PollFunctionName', poll.function.functionName, 'Runs every minute');
    output('FailureQueueUrl', poll.failures.queueUrl, 'Runs that failed are kept here for 14 days');
    if (undelivered.alerts) {
      output('AlertUndeliveredArn', undelivered.alerts.queueArn, 'Alerts that machines did not take are kept here');
    }
    if (undelivered.operators) {
      output(
        'OperatorUndeliveredArn',
        undelivered.operators.queueArn,
        'Alarms that machines did not take are kept here',
      );
    }
    if (discovery) {
      output('DiscoverFunctionName', discovery.function.functionName, 'Reads the lists of queries, every hour');
      output('DiscoverFailureQueueUrl', discovery.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (digests) {
      output('DigestTopicArns', digests.topicArns, 'Each list gets its digest here, by its name');
      output('DigestFunctionName', digests.sender.function.functionName, 'Runs every five minutes');
      output('DigestFailureQueueUrl', digests.sender.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (site) {
      const { bucket, distribution, reporter } = site;
      output('SiteUrl', site.url, 'The status site');
      output('SiteBucketName', bucket.bucketName, 'Its files are here, under site/');
      output(
        'DistributionDomain',
        distribution.distributionDomainName,
        'What a domain of your own points at by a CNAME',
      );
      output('ReportFunctionName', reporter.function.functionName, 'Makes its pages');
      output('ReportFailureQueueUrl', reporter.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (operations.dashboard) {
      const console = `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}`;
      output('Dashboard', `${console}#dashboards/dashboard/${operations.dashboard.dashboardName}`, 'Is it well?');
    }
  }
}
