/** A customer managed KMS key, and exactly what each part may do with it. */
import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, type Topic } from 'aws-cdk-lib/aws-sns';

/** Sending to a topic or queue makes a data key for the message. */
const sending = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** DynamoDB uses a table's key with the permissions of the caller, for items and for their data keys. */
const storing = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Lets a role send to topics and queues that are encrypted with the key. */
export const grantSending = (key: IKey, role: IGrantable): void => grant(key, role, sending);

/** Lets a role use a table, topics and queues that are encrypted with the key. */
export const grantStoringAndSending = (key: IKey, role: IGrantable): void => grant(key, role, [...sending, ...storing]);

function grant(key: IKey, role: IGrantable, actions: string[]): void {
  role.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [key.keyArn] }));
}

/** Encrypts a topic with the key. Its publishers need `grantSending`. */
export function encryptTopic({ node }: Topic, key: IKey): void {
  const resource = node.defaultChild;
  if (!CfnTopic.isCfnTopic(resource)) throw new Error(`${node.path} is not a topic`);
  resource.kmsMasterKeyId = key.keyArn;
}

/** Lets CloudWatch encrypt the logs of this account and region: only the key's own policy can allow that. */
export function admitLogs(key: IKey, { region, account, partition }: Stack): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }),
  );
}

/**
 * Lets this account's alarms send to topics that are encrypted with the key. Without this, alarms are dropped silently.
 */
export function admitAlarms(key: IKey, account: string): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: sending,
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  );
}
