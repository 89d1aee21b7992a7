/** A key of the customer's own, and exactly what each part may do with it. */
import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { CfnTopic, type Topic } from 'aws-cdk-lib/aws-sns';

/** To send to a topic or a queue is to have a data key made for the message. */
const sending = ['kms:Decrypt', 'kms:GenerateDataKey'];

/** DynamoDB uses a table's key in the name of whoever reads and writes it, for these and for their data keys. */
const storing = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** Lets a role send to topics and queues under the key. */
export const grantSending = (key: IKey, role: IGrantable): void => grant(key, role, sending);

/** Lets a role read and write a table, and send to topics and queues, under the key. */
export const grantStoringAndSending = (key: IKey, role: IGrantable): void => grant(key, role, [...sending, ...storing]);

function grant(key: IKey, role: IGrantable, actions: string[]): void {
  role.grantPrincipal.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [key.keyArn] }));
}

/** Has a topic keep its messages under the key. Its publishers need `grantSending`. */
export function encryptTopic({ node }: Topic, key: IKey): void {
  const resource = node.defaultChild;
  if (!CfnTopic.isCfnTopic(resource)) throw new Error(`${node.path} is no topic`);
  resource.kmsMasterKeyId = key.keyArn;
}

/** CloudWatch keeps logs under a key only if the key itself admits it, for logs of this account and region. */
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

/** Lets the alarms of this account send to topics under the key: without it they are silent. */
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
