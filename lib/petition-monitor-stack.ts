/** The stack that `cdk deploy` deploys: one monitor and its outputs. */
import { CfnOutput, CfnResource, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { manyAddresses } from '../src/config/subscriptions.ts';
import { BadInput } from '../src/validation.ts';
import { PetitionMonitor, type PetitionMonitorProps } from './petition-monitor.ts';

export interface PetitionMonitorStackProps extends StackProps {
  readonly monitor: PetitionMonitorProps;
}

/** CloudFormation allows 500 in a stack, and `cdk` adds one with metadata. */
const maxResources = 499;

export class PetitionMonitorStack extends Stack {
  constructor(scope: Construct, id: string, { monitor, ...props }: PetitionMonitorStackProps) {
    super(scope, id, props);
    const parts = new PetitionMonitor(this, 'Monitor', monitor);
    const { alertTopic, machineTopic, operatorTopic, undelivered, store, poll } = parts;
    const { discovery, digests, delivery, site, operations } = parts;
    const output = (name: string, value: string, description: string): CfnOutput =>
      new CfnOutput(this, name, { value, description });
    output('AlertTopicArn', alertTopic.topicArn, 'Alerts are published here, and summaries in the place of many');
    output('MachineTopicArn', machineTopic.topicArn, 'Each alert of a summary is published here, for machines');
    output('OperatorTopicArn', operatorTopic.topicArn, 'Alarms and notices about sources are published here');
    output('TableName', store.table.tableName, 'The table with petitions, counts and alerts');
    output('PollFunctionName', poll.function.functionName, 'The function that polls every minute');
    output('PollLogGroupName', poll.function.logGroup.logGroupName, 'Its log');
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
      output('DiscoverLogGroupName', discovery.function.logGroup.logGroupName, 'Its log');
      output('DiscoverFailureQueueUrl', discovery.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (digests) {
      output('DigestTopicArns', digests.topicArns, 'The topics of the digest lists, by list name');
      output(
        'DigestFunctionName',
        digests.sender.function.functionName,
        'The function that sends digests, every five minutes',
      );
      output('DigestLogGroupName', digests.sender.function.logGroup.logGroupName, 'Its log');
      output('DigestFailureQueueUrl', digests.sender.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (delivery) {
      output('Channels', delivery.channels, 'The channels, with their filters');
      output(
        'DeliverFunctionName',
        delivery.sender.function.functionName,
        'The function that delivers alerts to channels',
      );
      output('DeliverLogGroupName', delivery.sender.function.logGroup.logGroupName, 'Its log');
    }
    if (site) {
      const { bucket, distribution, reporter, signUpFunction } = site;
      if (parts.followersTopics !== undefined)
        output('FollowersTopicPrefix', parts.followersTopics, 'What the ARNs of the topics of followers begin with');
      output('SiteUrl', site.url, 'The status site');
      output('SiteBucketName', bucket.bucketName, 'The bucket that has the files of the site, under site/');
      output(
        'DistributionDomain',
        distribution.distributionDomainName,
        'The target of the CNAME record of your own domain',
      );
      output('ReportFunctionName', reporter.function.functionName, 'The function that generates the site');
      output('ReportLogGroupName', reporter.function.logGroup.logGroupName, 'Its log');
      if (signUpFunction)
        output(
          'SignUpLogGroupName',
          signUpFunction.logGroup.logGroupName,
          'The log of the function that signs up visitors',
        );
      output('ReportFailureQueueUrl', reporter.failures.queueUrl, 'Its failed runs are kept here for 14 days');
    }
    if (operations.dashboard) {
      const console = `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}`;
      output('Dashboard', `${console}#dashboards/dashboard/${operations.dashboard.dashboardName}`, 'The dashboard');
    }
    this.#checkSize();
  }

  /** @throws {BadInput} when there are more resources than CloudFormation takes: CDK's own error has only the number. */
  #checkSize(): void {
    const count = (isCounted: (one: CfnResource) => boolean): number =>
      this.node.findAll().filter((one) => CfnResource.isCfnResource(one) && isCounted(one)).length;
    const all = count(() => true);
    if (all <= maxResources) return;
    const addresses = count(({ cfnResourceType }) => cfnResourceType === CfnSubscription.CFN_RESOURCE_TYPE_NAME);
    const message = `needs ${addresses} subscriptions, and there is room for ${addresses - (all - maxResources)} in one stack: ${manyAddresses}`;
    throw new BadInput('petitions.json', [{ path: '', message }]);
  }
}
