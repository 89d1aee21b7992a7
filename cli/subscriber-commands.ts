/** The options of the commands about who gets the alerts of a deployed stack. */
import type { Command, Option } from 'commander';
import { defaultStack, examples, groups } from './options.ts';
import type { SendTestOptions } from './commands/send-test.ts';
import type { SubscribeOptions } from './commands/subscribe.ts';
import type { SubscribersOptions } from './commands/subscribers.ts';
import type { UnsubscribeOptions } from './commands/unsubscribe.ts';
import type { Clock } from '../src/runtime/runtime.ts';

/** `a,b`, and the option again adds more. */
const list = (text: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  ...text.split(',').map((one) => one.trim()),
];

/** Each command loads its code when it is called: `--help` does not wait for it. */
export function addSubscriberCommands(program: Command, format: () => Option, clock?: Clock): void {
  program.commandsGroup(groups.aws);
  const onTopic = (name: string): Command =>
    program
      .command(name)
      .option('--stack <name>', 'the deployed stack, with your AWS credentials', defaultStack)
      .option('--operators', "use the operators' topic instead of the alert topic");

  onTopic('subscribe')
    .description('subscribe an address to alerts (run again to change its filters)')
    .option('--email <address>', 'an e-mail address')
    .option('--sms <number>', 'a telephone number with country code, such as +447700900000')
    .option('--webhook <address>', 'an https address that SNS posts to')
    .option('--queue <arn>', 'a standard SQS queue')
    .option('--function <arn>', 'a Lambda function')
    .optionsGroup('Filters (a filter that is left out lets everything through):')
    .option('--alerts <names>', 'only these alerts', list)
    .option('--sources <names>', 'only petitions of these sources', list)
    .option('--petitions <names>', 'only these petitions, each as source/id', list)
    .option('--thresholds <names>', 'only these thresholds, and alerts about a petition as a whole', list)
    .addHelpText(
      'after',
      `
Separate names by commas, or repeat the option. New filters replace all earlier ones.
To change an address that is in petitions.json, edit petitions.json.
${examples('subscribe --email desk@example.org', 'subscribe --sms +447700900000 --alerts threshold-met,response-missed')}`,
    )
    .action(async (options: SubscribeOptions) => (await import('./commands/subscribe.ts')).subscribe(options));

  onTopic('unsubscribe')
    .argument('<address>', 'the address, or the ARN of its subscription')
    .description('unsubscribe an address, or a subscription by its ARN')
    .option('--everywhere', 'from all topics of the stack: alerts, operators, digests, and petitions that it follows')
    .addHelpText('after', examples('unsubscribe desk@example.org', 'unsubscribe reader@example.org --everywhere'))
    .action(async (address: string, options: UnsubscribeOptions) =>
      (await import('./commands/unsubscribe.ts')).unsubscribe(address, options),
    );

  onTopic('subscribers')
    .description('list subscriptions: filters, confirmation, and whether petitions.json or a command created them')
    .option('--addresses', 'also the addresses of those who signed up on the site, who are counted otherwise')
    .addOption(format())
    .addHelpText('after', examples('subscribers', 'subscribers --operators --format jsonl'))
    .action(async (options: SubscribersOptions) => (await import('./commands/subscribers.ts')).subscribers(options));

  onTopic('send-test')
    .description('send a sample of each alert, marked as a test, to all subscribers')
    .option('--alert <name>', 'only this alert')
    .option('--petition <name>', 'pretend the sample is about this petition (source/id), to test filters')
    .option('--threshold <name>', 'pretend the sample is about this threshold, to test filters')
    .option('--config <file>', 'send to the channels of this petitions.json from here, instead of to the stack')
    .option(
      '--key <parameter=VARIABLE...>',
      'with --config: environment variable with the secret that petitions.json names by this parameter',
    )
    .addHelpText(
      'after',
      `
The samples reach real people: by mail and SMS, webhook, queue and function, through their
filters. One is sent each second, because SNS suspends addresses that get more than ten.
${examples('send-test --alert threshold-met', 'send-test --operators')}`,
    )
    .action(async (options: SendTestOptions) => (await import('./commands/send-test.ts')).sendTest(options, clock));
}
