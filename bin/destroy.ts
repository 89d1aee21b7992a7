/**
 * `npm run destroy`: takes the stack down with `cdk destroy`, deletes the bucket of its status site, which CloudFormation lets go
 * of, and says what is kept, and how to delete that. Arguments go to cdk, such as `-c stage=dev` or `--force`. Exit code 0 is done,
 * 1 failed, 2 bad usage.
 */
import { spawnSync } from 'node:child_process';
import { DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { BadInput } from '../src/validation.ts';
import { stackBuckets } from '../cli/stack-outputs.ts';
import { deleteSiteBucket } from '../cli/site-bucket.ts';
import { stackNames, parseStage } from '../cli/stage.ts';

/** The stage among arguments such as `-c stage=dev`. @throws {BadInput} */
function stageAmong(args: readonly string[]): ReturnType<typeof parseStage> {
  const named = args.map((arg) => /^(?:-c|--context=)?stage=(.*)$/.exec(arg)?.[1]).find((one) => one !== undefined);
  return parseStage(named);
}

/** The tables that stacks of this name have left, now and before. */
async function tablesOf(stack: string): Promise<string[]> {
  const client = new DynamoDBClient({});
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  client.destroy();
  return names.filter((name) => name.startsWith(`${stack}-MonitorStoreTable`));
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

const kept = (tables: readonly string[]): string =>
  tables.length === 0
    ? 'Nothing is kept.'
    : [
        'Kept is the record of what was read and told. To delete it, for good:',
        ...tables.flatMap((table) => [
          `  aws dynamodb update-table --no-deletion-protection-enabled --table-name ${table}`,
          `  aws dynamodb delete-table --table-name ${table}`,
        ]),
      ].join('\n');

try {
  const args = process.argv.slice(2);
  const stack = stackNames[stageAmong(args)];
  const buckets = (await bucketsOf(stack)) ?? [];
  const { status } = spawnSync('cdk', ['destroy', ...args], { stdio: 'inherit' });
  if (status === 0) {
    // Whoever answers cdk's question with no still has the stack.
    if ((await bucketsOf(stack)) === undefined) await Promise.all(buckets.map(deleteSiteBucket));
    process.stdout.write(`${kept(await tablesOf(stack))}\n`);
  } else process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
