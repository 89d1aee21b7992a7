/**
 * The command line. Each command loads its code when it is called, so that none waits for the others. Results go to
 * stdout, everything else to stderr. Exit code 0 is done, 1 failed, 2 bad usage or config.
 */
import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import type { BacktestOptions } from './commands/backtest.ts';
import { addDataCommands } from './data-commands.ts';
import { betweens, defaultConfig, examples, formats, groups } from './options.ts';
import { addSubscriberCommands } from './subscriber-commands.ts';
import type { DoctorOptions } from './commands/doctor.ts';
import type { ProbeOptions } from './commands/probe.ts';
import type { RulesOptions } from './commands/rules.ts';
import type { StartOptions } from './commands/start.ts';
import { errorMessage } from '../src/text.ts';

const exitCodes = { failed: 1, badInput: 2 } as const;

/** Longer lines are hard to read, however wide the terminal is. */
const maxHelpWidth = 100;

const format = (): Option => new Option('--format <format>', 'output format').choices(formats).default('text');

/** Runs a command line, whose first two words are the program's. Returns the exit code. */
export async function run(words: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...words]);
    return 0;
  } catch (error) {
    return exitCodeOf(error);
  }
}

export function createProgram(): Command {
  const width = Math.min(process.stdout.columns || maxHelpWidth, maxHelpWidth);
  const program = new Command('petition-monitor')
    .description('Watches petitions and sends alerts about signature thresholds and response deadlines.')
    .version(packageJson.version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .showHelpAfterError('(--help shows the commands and options)')
    .configureOutput({ getOutHelpWidth: () => width, getErrHelpWidth: () => width })
    .configureHelp({
      minWidthToWrap: 20,
      subcommandTerm: (command) => [command.name(), ...command.registeredArguments.map(termOf)].join(' '),
    })
    .commandsGroup(groups.here)
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText(
      'after',
      `${examples('check', 'probe https://petition.parliament.uk/petitions/700143', 'status', 'help subscribe')}

In a clone of the repository, write \`npm run --silent monitor --\` instead of \`petition-monitor\`.`,
    );

  program
    .command('start')
    .description('run the monitor on this machine, on recorded petitions or live')
    .option('--config <file>', 'watch the petitions of this petitions.json, live')
    .option('--for <duration>', 'stop after an ISO 8601 duration, such as PT2M')
    .option('--exit', 'stop after the recorded petitions; with --config, after one poll')
    .option('--data <folder>', 'keep the database and the mails in this folder')
    .option('--deliver', 'really send: to the channels of petitions.json, such as Slack, and mails')
    .option('--smtp <url>', 'mail server for --deliver (default: the environment variable SMTP_URL)')
    .option('--from <address>', 'sender of these mails (default: the user of the mail server)')
    .option('--port <number>', 'port of the status site (default: 8080, or any free port if that is taken)')
    .option(
      '--key <parameter=VARIABLE...>',
      'environment variable with the API key that petitions.json names by this parameter',
    )
    .addOption(format())
    .addHelpText(
      'after',
      `
Without --config it plays recorded petitions, with time sped up. Nothing is sent to anybody: mails
and messages to channels are shown, and written to files. With --deliver, channels get theirs, and
mails go through the mail server. An SMS is sent by SNS alone, so never from here.
${examples('start --exit', 'start --config petitions.json', 'start --config petitions.json --data data')}`,
    )
    .action(async (options: StartOptions) => (await import('./commands/start.ts')).start(options));

  program
    .command('check')
    .description('check a petitions.json: what it watches, which rules apply, who is notified')
    .option('--config <file>', 'the petitions.json', defaultConfig)
    .addHelpText('after', examples('check', 'check --config examples/newsroom/petitions.json'))
    .action(async (options: { readonly config: string }) => (await import('./commands/check.ts')).check(options));

  program
    .command('probe')
    .argument('<source-or-address>', 'the source of the petition, or the address of its page')
    .argument('[id]', 'the id of the petition, after its source')
    .description('poll one petition once and show the result; nothing is sent')
    .option('--base-url <address>', "the platform's address, for archives, replays and tests")
    .option(
      '--config <file>',
      `use the settings of this petitions.json (default: ${defaultConfig}, if it watches the petition)`,
    )
    .option(
      '--key <parameter=VARIABLE...>',
      'environment variable with the API key that petitions.json names by this parameter',
    )
    .option('--allow-private', 'allow http, and hosts that are not public')
    .option('--record <file>', 'write what the platform answered to this file, without names of people')
    .addOption(format())
    .addHelpText(
      'after',
      `
Exit code 1 means no reading. Then the reason and the requests are shown.
${examples(
  'probe uk-parliament 700143',
  'probe https://petition.parliament.uk/petitions/700143 --format jsonl',
  'probe scotland PE1876 --record test/sources/recorded/scotland-PE1876.json',
)}`,
    )
    .action(async (first: string, id: string | undefined, options: ProbeOptions) =>
      (await import('./commands/probe.ts')).probePetition(first, id, options),
    );

  program
    .command('doctor')
    .description('poll one old petition of each platform and say which platforms can be read; nothing is sent')
    .option(
      '--config <file>',
      'only the sources of this petitions.json, such as petitions.json (default: all platforms)',
    )
    .option(
      '--key <parameter=VARIABLE...>',
      'environment variable with the API key that petitions.json names by this parameter',
    )
    .addOption(format())
    .addHelpText(
      'after',
      `
Exit code 1 means that one cannot be read. Each host gets one request at a time.
${examples('doctor', 'doctor --config petitions.json --format jsonl')}`,
    )
    .action(async (options: DoctorOptions) => (await import('./commands/doctor.ts')).doctor(options));

  program
    .command('backtest')
    .description('show which alerts a recorded signature history would have caused, and when')
    .requiredOption(
      '--readings <file>',
      'CSV with the columns observed_at (ISO instant) and signatures (empty: no count), or of another tracker',
    )
    .requiredOption('--rules <name or file>', 'name of built-in rules, or a JSON file with one rules object')
    .requiredOption('--opened <instant>', 'when the petition opened, such as 2015-12-20T17:00:00Z')
    .option(
      '--petition <name>',
      'its name in the output, as source/id; of a file of several petitions, the one to read',
    )
    .option('--time-column <name>', 'column of the times (default: by its name)')
    .option('--count-column <name>', 'column of the counts (default: by its name)')
    .option(
      '--time-format <form>',
      'iso, seconds, milliseconds, or a form such as "d/M/yyyy H:mm" (default: as the file shows)',
    )
    .option('--time-zone <zone>', 'zone of times without an offset, such as Europe/London')
    .option('--response <instant>', 'when the authority responded')
    .option('--until <instant>', 'the last poll (default: at the last reading)')
    .option('--polling <interval>', 'adaptive, or a fixed interval: PT1M, PT5M, PT1H, P1D', 'adaptive')
    .addOption(
      new Option(
        '--between <method>',
        'count of a poll between two readings: that of the earlier one (step), or on a straight line between two that are at most two hours apart (linear)',
      )
        .choices(betweens)
        .default('step'),
    )
    .addOption(format())
    .addHelpText(
      'after',
      examples(
        'backtest --readings uk.csv --rules uk-parliament --opened 2025-04-22T14:53:00Z',
        'backtest --readings log.csv --rules senedd --time-zone UTC \\\n    --opened 2025-04-22T14:53:00Z',
        'history uk-parliament/700143 --csv > uk.csv',
      ),
    )
    .action(async (options: BacktestOptions) => (await import('./commands/backtest.ts')).backtest(options));

  program
    .command('rules')
    .argument('[name]', 'only the rules of this name')
    .description('show the built-in rules: thresholds, who responds by when, and the sources of the rules')
    .addOption(format())
    .addHelpText('after', examples('rules', 'rules uk-parliament'))
    .action(async (name: string | undefined, options: RulesOptions) =>
      (await import('./commands/rules.ts')).rules(name, options),
    );

  program
    .command('schema')
    .description('print the JSON Schema of petitions.json, for editors')
    .addHelpText('after', examples('schema > petitions.schema.json'))
    .action(async () => {
      const { configJsonSchema } = await import('../src/config/config.ts');
      process.stdout.write(`${JSON.stringify(configJsonSchema(), null, 2)}\n`);
    });

  addDataCommands(program, format);
  addSubscriberCommands(program, format);
  return program;
}

const termOf = (argument: Command['registeredArguments'][number]): string =>
  argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;

/** Failures of the system have a code, those that we name have a cause. Anything else is a bug: where it is helps. */
export function failureText(error: Error): string {
  const isNamed = 'code' in error || error.cause !== undefined;
  const isDatabase = 'code' in error && String(error.code).startsWith('LEVEL_');
  return isNamed
    ? `${isDatabase ? 'The database cannot be read or written: ' : ''}${error.message}`
    : (error.stack ?? error.message);
}

async function exitCodeOf(error: unknown): Promise<number> {
  // Commander has written what was wrong. Help and version end here too, with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.badInput;
  process.stderr.write(`${errorMessage(error)}\n`);
  const { BadInput } = await import('../src/validation.ts');
  return error instanceof BadInput ? exitCodes.badInput : exitCodes.failed;
}
