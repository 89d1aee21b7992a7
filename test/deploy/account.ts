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
import { ListSubscriptionsByTopicCommand, paginateListTopics, SNSClient } from '@aws-sdk/client-sns';
import { paginateListQueues, SQSClient } from '@aws-sdk/client-sqs';

export class Account {
  readonly #cloudFormation = new CloudFormationClient({});
  readonly #dynamoDb = new DynamoDBClient({});
  readonly #lambda = new LambdaClient({});
  readonly #sns = new SNSClient({});
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

  /** As `npm run destroy` says how. */
  async deleteTable(name: string): Promise<void> {
    const table = { TableName: name };
    await this.#dynamoDb.send(new UpdateTableCommand({ ...table, DeletionProtectionEnabled: false }));
    await this.#dynamoDb.send(new DeleteTableCommand(table));
    await waitUntilTableNotExists({ client: this.#dynamoDb, maxWaitTime: 300 }, table);
  }

  close(): void {
    for (const client of [this.#cloudFormation, this.#dynamoDb, this.#lambda, this.#sns, this.#sqs]) client.destroy();
  }
}
