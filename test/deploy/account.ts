/** What an account holds of a stack: asked of each service, not of the stack. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  DeleteTableCommand,
  DynamoDBClient,
  paginateListTables,
  UpdateTableCommand,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import {
  GetSubscriptionAttributesCommand,
  ListSubscriptionsByTopicCommand,
  paginateListTopics,
  SNSClient,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';

export class Account {
  readonly #cloudFormation = new CloudFormationClient({});
  readonly #dynamoDb = new DynamoDBClient({});
  readonly #lambda = new LambdaClient({});
  readonly #sns = new SNSClient({});
  readonly #s3 = new S3Client({ forcePathStyle: true });
  readonly #sqs = new SQSClient({});

  region(): Promise<string> {
    return this.#cloudFormation.config.region();
  }

  /** Its state; undefined when there is none of this name. */
  async stack(name: string): Promise<string | undefined> {
    try {
      const { Stacks } = await this.#cloudFormation.send(new DescribeStacksCommand({ StackName: name }));
      return Stacks?.[0]?.StackStatus;
    } catch (error) {
      if (error instanceof Error && error.name === 'ValidationError') return undefined;
      throw error;
    }
  }

  async output(stack: string, name: string): Promise<string> {
    const { Stacks } = await this.#cloudFormation.send(new DescribeStacksCommand({ StackName: stack }));
    const found = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
    if (found === undefined) throw new Error(`${stack} has no output ${name}`);
    return found;
  }

  /** The tables, functions, topics and queues of which the names begin so. */
  async named(prefix: string): Promise<string[]> {
    const found: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client: this.#dynamoDb }, {})) {
      found.push(...TableNames.map((name) => `table ${name}`));
    }
    for await (const { Functions = [] } of paginateListFunctions({ client: this.#lambda }, {})) {
      found.push(...Functions.map(({ FunctionName = '' }) => `function ${FunctionName}`));
    }
    for await (const { Topics = [] } of paginateListTopics({ client: this.#sns }, {})) {
      found.push(...Topics.map(({ TopicArn = '' }) => `topic ${TopicArn.split(':').at(-1) ?? ''}`));
    }
    for await (const { QueueUrls = [] } of paginateListQueues({ client: this.#sqs }, { QueueNamePrefix: prefix })) {
      found.push(...QueueUrls.map((url) => `queue ${url.split('/').at(-1) ?? ''}`));
    }
    return found.filter((one) => one.split(' ')[1]?.startsWith(prefix));
  }

  /** The addresses that a topic tells. */
  async subscribed(topicArn: string): Promise<string[]> {
    const { Subscriptions = [] } = await this.#sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    return Subscriptions.map(({ Endpoint = '' }) => Endpoint);
  }

  /** The filters of an address, as SNS has them. */
  async filtersOf(topicArn: string, endpoint: string): Promise<unknown> {
    const SubscriptionArn = await this.#subscriptionOf(topicArn, endpoint);
    const { Attributes } = await this.#sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn }));
    return parseJson(z.unknown(), Attributes?.FilterPolicy ?? '{}', 'filter policy');
  }

  /** Ends a subscription, which CloudFormation does not notice. */
  async unsubscribe(topicArn: string, endpoint: string): Promise<void> {
    const SubscriptionArn = await this.#subscriptionOf(topicArn, endpoint);
    await this.#sns.send(new UnsubscribeCommand({ SubscriptionArn }));
  }

  async #subscriptionOf(topicArn: string, endpoint: string): Promise<string | undefined> {
    const { Subscriptions = [] } = await this.#sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }));
    return Subscriptions.find(({ Endpoint }) => Endpoint === endpoint)?.SubscriptionArn;
  }

  /** The keys of what a bucket has; undefined when there is none of this name. */
  async objects(bucket: string): Promise<string[] | undefined> {
    try {
      const { Contents = [] } = await this.#s3.send(new ListObjectsV2Command({ Bucket: bucket }));
      return Contents.map(({ Key = '' }) => Key);
    } catch (error) {
      if (error instanceof Error && error.name === 'NoSuchBucket') return undefined;
      throw error;
    }
  }

  /** As `npm run destroy` says how. */
  async deleteTable(name: string): Promise<void> {
    const table = { TableName: name };
    await this.#dynamoDb.send(new UpdateTableCommand({ ...table, DeletionProtectionEnabled: false }));
    await this.#dynamoDb.send(new DeleteTableCommand(table));
    await waitUntilTableNotExists({ client: this.#dynamoDb, maxWaitTime: 300 }, table);
  }

  close(): void {
    for (const client of [this.#cloudFormation, this.#dynamoDb, this.#lambda, this.#sns, this.#s3, this.#sqs])
      client.destroy();
  }
}
