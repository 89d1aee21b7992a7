/**
 * `npm run resubscribe -- ADDRESS`: brings back an address of petitions.json whose subscription SNS has deleted. It deploys
 * without that subscription, and with it. Whatever else petitions.json has that is new is deployed, too. Further arguments
 * go to cdk, such as `-c stage=dev`. Exit code 0 is done, 1 failed, 2 bad usage.
 */
import { spawnSync } from 'node:child_process';
import { BadInput } from '../src/validation.ts';
import { stackNames, stageIn } from '../cli/stage.ts';
import { absentFromStack, type AbsentRecipient } from '../cli/subscribers/absent-from-stack.ts';
import { errorMessage } from '../src/text.ts';

const bad = (address: string, message: string): BadInput => new BadInput(address, [{ path: '', message }]);

const absent = async (address: string, stack: string): Promise<AbsentRecipient[]> =>
  (await absentFromStack(stack)).recipients.filter(({ endpoint }) => endpoint === address);

const isGone = ({ state }: AbsentRecipient): boolean => state === 'gone';

/** The ids of its subscriptions that are gone. Those that are there would have to be confirmed again. */
async function goneOf(address: string, stack: string): Promise<string[]> {
  const found = await absent(address, stack);
  if (found.some(isGone)) return found.filter(isGone).map(({ logicalId }) => logicalId);
  if (found.length > 0) throw bad(address, 'is not confirmed yet: `petition-monitor subscribe` has SNS ask again');
  throw bad(address, `is not missing: \`petition-monitor status --stack ${stack}\` names who is`);
}

/** What became of it, by what SNS has now. @throws where it is still gone. */
async function result(address: string, stack: string): Promise<string> {
  const found = await absent(address, stack);
  if (found.some(isGone)) throw new Error(`Both deploys are done, and SNS still has no subscription of ${address}`);
  return found.length > 0 ? `SNS has asked ${address} to confirm.` : `${address} is subscribed again.`;
}

const deploy = (...args: string[]): boolean => spawnSync('cdk', ['deploy', ...args], { stdio: 'inherit' }).status === 0;

try {
  const [address, ...args] = process.argv.slice(2);
  if (address === undefined || address.startsWith('-')) {
    throw bad('ADDRESS', 'is missing, such as npm run resubscribe -- desk@example.org');
  }
  const stack = stackNames[stageIn(args)];
  const gone = await goneOf(address, stack);
  if (!deploy(...args, '-c', `without=${gone.join(',')}`)) {
    process.exitCode = 1;
  } else if (deploy(...args)) {
    process.stdout.write(`${await result(address, stack)}
`);
  } else {
    process.stderr.write(`The stack is deployed without ${address}. Deploy again to subscribe it: npx cdk deploy\n`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`${errorMessage(error)}\n`);
  process.exitCode = error instanceof BadInput ? 2 : 1;
}
