/**
 * The command line. What a command needs is loaded when it is called, so that none waits for the rest. Results on stdout,
 * everything else on stderr; exit 0 done, 1 failed, 2 bad usage or config.
 */
import { Command, CommanderError, Option } from 'commander';
import type { BacktestOptions } from './commands/backtest.ts';
import { addDataCommands } from './data-commands.ts';
import { betweens, formats } from './options.ts';
import { addSubscriberCommands } from './subscriber-commands.ts';
import type { ProbeOptions } from './commands/probe.ts';
import type { RulesOptions } from './commands/rules.ts';
import type { StartOptions } from './commands/start.ts';

const exitCodes = { failed: 1, badInput: 2 } as const;

const format = (): Option => new Option('--format <format>', 'what to print').choices(formats).default('text');

/** Carries out a command line, of which the first two words are the program's. Gives the exit code. */
export async function run(words: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...words]);
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

function program(): Command {
  const program = new Command('monitor')
    .description('Watches petitions, and tells when a signature threshold or a response deadline is met or missed.')
    .exitOverride()
    .showHelpAfterError();

  program
    .command('start')
    .description(
      'run the monitor here, on embedded services; without --config, on recorded petitions with time sped up',
    )
    .option('--config <file>', 'watch what this petitions.json names, live')
    .option('--for <length>', 'end after an ISO 8601 duration, such as PT2M')
    .option('--exit', 'end when the recorded petitions are played; with --config, after one poll')
    .option('--data <folder>', 'keep the database and the mails here')
    .option('--port <number>', 'where the site is served on this machine; 8080, or any that is free when that is taken')
    .option(
      '--key <parameter=VARIABLE...>',
      'the environment variable that holds the key which the petitions.json has in this parameter',
    )
    .addOption(format())
    .action(async (options: StartOptions) => (await import('./commands/start.ts')).start(options));

  program
    .command('check')
    .description('check a petitions.json, and say what it watches, by which rules, and whom it tells')
    .requiredOption('--config <file>', 'the petitions.json')
    .action(async (options: { readonly config: string }) => (await import('./commands/check.ts')).check(options));

  program
    .command('backtest')
    .description('say what would have been told of a recorded signature history, and when')
    .requiredOption(
      '--readings <file>',
      'CSV with the columns observed_at (ISO instant) and signatures (empty: no count)',
    )
    .requiredOption('--rules <name or file>', 'the name of built-in rules, or a JSON file with one rules object')
    .requiredOption('--opened <instant>', 'when the petition opened, such as 2015-12-20T17:00:00Z')
    .option('--petition <name>', 'its name in the output, as source/id')
    .option('--response <instant>', 'when it was answered')
    .option('--until <instant>', 'the last poll; the last reading, unless told otherwise')
    .option('--polling <how>', 'adaptive, or every so often: PT1M, PT5M, PT1H, P1D', 'adaptive')
    .addOption(
      new Option(
        '--between <how>',
        'what a poll between two readings sees: the last one, or a line between two that are at most two hours apart',
      )
        .choices(betweens)
        .default('step'),
    )
    .addOption(format())
    .action(async (options: BacktestOptions) => (await import('./commands/backtest.ts')).backtest(options));

  program
    .command('probe <source-or-address> [id]')
    .description('say what a source reads of one petition now, by one look: nothing is kept, and nobody is told')
    .option('--base-url <address>', 'where the platform is: for archives, replays and tests')
    .option('--config <file>', 'look as this petitions.json has it: its entry, its contact, its rules')
    .option(
      '--key <parameter=VARIABLE...>',
      'the environment variable that holds the key which the file has in this parameter',
    )
    .option('--allow-private', 'also by http, and on hosts that are not public')
    .addOption(format())
    .addHelpText(
      'after',
      '\nA petition is named by its source and id, or by the address of its page:\n  uk-parliament 700143\n  https://petition.parliament.uk/petitions/700143\n\nExit 1 when there is no reading, with the reason and the requests that were made.',
    )
    .action(async (first: string, id: string | undefined, options: ProbeOptions) =>
      (await import('./commands/probe.ts')).probePetition(first, id, options),
    );

  program
    .command('schema')
    .description('print the JSON Schema of petitions.json, for editors')
    .action(async () => {
      const { configJsonSchema } = await import('../src/config/config.ts');
      process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });

  program
    .command('rules [name]')
    .description(
      'print the built-in rules: since when, what they take, who owes an answer by when, and where that stands',
    )
    .addOption(format())
    .action(async (name: string | undefined, options: RulesOptions) =>
      (await import('./commands/rules.ts')).rules(name, options),
    );

  addDataCommands(program, format);
  addSubscriberCommands(program, format);
  return program;
}

async function exitCodeOf(error: unknown): Promise<number> {
  // Commander has said what was wrong; help and version come this way too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.badInput;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  const { BadInput } = await import('../src/validation.ts');
  return error instanceof BadInput ? exitCodes.badInput : exitCodes.failed;
}
