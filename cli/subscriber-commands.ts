/** The commands about whom a deployed stack tells: how they are called. */
import { type Command, type Option } from 'commander';
import { defaultStack } from './options.ts';
import type { SendTestOptions } from './commands/send-test.ts';
import type { SubscribeOptions } from './commands/subscribe.ts';
import type { SubscribersOptions } from './commands/subscribers.ts';
import type { TopicOptions } from './open-topic.ts';

/** `a,b` and the option once more add up. */
const list = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').map((one) => one.trim()),
];

/** What they need is loaded when one is called: `--help` is not to wait for it. */
export function addSubscriberCommands(program: Command, format: () => Option): void {
  const about = (name: string): Command =>
    program
      .command(name)
      .option('--stack <name>', 'the deployed stack, with the ordinary AWS credentials', defaultStack)
      .option('--operators', 'of those who run the monitor, in place of the alerts');

  about('subscribe')
    .description('tell one more address of alerts; again, to change what it is told')
    .option('--email <address>', 'a mail address')
    .option('--sms <number>', 'a telephone number with country code, such as +447700900000')
    .option('--webhook <address>', 'an https address, to which SNS posts')
    .option('--queue <arn>', 'a standard SQS queue')
    .option('--function <arn>', 'a Lambda function')
    .option('--alerts <names>', 'only these alerts', list)
    .option('--sources <names>', 'only petitions of these sources', list)
    .option('--petitions <names>', 'only these petitions, each as source/id', list)
    .option('--thresholds <names>', 'only these thresholds, and what concerns a petition as a whole', list)
    .addHelpText(
      'after',
      '\nLists have commas between, or the option more than once:\n  --email desk@example.org --alerts threshold-met,threshold-missed --sources uk-parliament\nA choice that is left out is for all; what was chosen before is replaced whole.\nAddresses that petitions.json names are changed there.',
    )
    .action(async (options: SubscribeOptions) => (await import('./commands/subscribe.ts')).subscribe(options));

  about('unsubscribe <address>')
    .description('tell an address nothing more: the address, or the ARN of its subscription')
    .action(async (address: string, options: TopicOptions) =>
      (await import('./commands/unsubscribe.ts')).unsubscribe(address, options),
    );

  about('subscribers')
    .description('say who is told, and what; who is yet to confirm; and whether petitions.json or a command made it')
    .addOption(format())
    .action(async (options: SubscribersOptions) => (await import('./commands/subscribers.ts')).subscribers(options));

  about('send-test')
    .description('publish a sample of each alert, marked as a test, to all who subscribe')
    .option('--alert <name>', 'only this one')
    .option('--petition <name>', 'as if of this petition (source/id), for those who choose by petition or source')
    .option('--threshold <name>', 'as if of this threshold, for those who choose by threshold')
    .addHelpText(
      'after',
      '\nIt goes out like a real alert: as mail, SMS, to webhooks, queues and functions, to all whose choices let it through.',
    )
    .action(async (options: SendTestOptions) => (await import('./commands/send-test.ts')).sendTest(options));
}
