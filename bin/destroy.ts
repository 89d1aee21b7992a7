/**
 * `npm run destroy`: removes the stack with `cdk destroy`, and deletes the bucket of its status site and the topics of
 * followers, which CloudFormation leaves behind. It prints which tables were kept, and how to delete them. Arguments go to cdk, such as
 * `-c stage=dev` or `--force`. Exit code 0 is done, 1 failed, 2 bad usage.
 */
import { spawnSync } from 'node:child_process';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { SNSClient } from '@aws-sdk/client-sns';
import { followersPrefix } from '../src/notifications/followers-topic.ts';
import { pluralize } from '../src/format.ts';
import { deleteFollowersTopics } from '../cli/subscribers/signed-up.ts';
import { BadInput } from '../src/validation.ts';
import { stackBuckets } from '../cli/stack-outputs.ts';
import { deleteSiteBucket } from '../cli/site-bucket.ts';
import { stackNames, stageIn } from '../cli/stage.ts';
import { errorMessage } from '../src/text.ts';

/** The tables that stacks of this name left behind, now or earlier. */
async function tablesOf(stack: string): Promise<string[]> {
  const client = new DynamoDBClient({});
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  client.destroy();
  return names.filter((name) => name.startsWith(`${stack}-MonitorStoreTable`));
}

/** The topics of those who signed up on the site are in no template. */
async function forgetFollowers(stack: string): Promise<void> {
  const client = new SNSClient({});
  try {
    const topics = await deleteFollowersTopics(client, followersPrefix(stack));
    if (topics > 0) process.stdout.write(`Deleted with all addresses: ${pluralize(topics, 'topic')} of followers.\n`);
  } catch (error) {
    const message = `the topics of followers could not be deleted (${errorMessage(error)}); their names begin with ${followersPrefix(stack)}`;
    throw new Error(message, { cause: error });
  } finally {
    client.destroy();
  }
}

/** The buckets of a stack; undefined when there is no such stack. */
async function bucketsOf(stack: string): Promise<string[] | undefined> {
  try {
    return await stackBuckets(stack);
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

const keptText = (tables: readonly string[]): string =>
  tables.length === 0
    ? 'Nothing was kept.'
    : [
        `The DynamoDB ${tables.length === 1 ? 'table was' : 'tables were'} kept. To delete ${tables.length === 1 ? 'it' : 'them'} permanently:`,
        ...tables.flatMap((table) => [
          `  aws dynamodb update-table --no-deletion-protection-enabled --table-name ${table}`,
          `  aws dynamodb delete-table --table-name ${table}`,
        ]),
      ].join('\n');

try {
  const args = process.argv.slice(2);
  const stack = stackNames[stageIn(args)];
  const buckets = (await bucketsOf(stack)) ?? [];
  const { status } = spawnSync('cdk', ['destroy', ...args], { stdio: 'inherit' });
  if (status === 0) {
    // The stack is still there for those who answered cdk's question with no.
    if ((await bucketsOf(stack)) === undefined) {
      await Promise.all(buckets.map(deleteSiteBucket));
      await forgetFollowers(stack);
    }
    process.stdout.write(`${keptText(await tablesOf(stack))}\n`);
  } else process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
