/** The options of the commands that show, move and edit what is watched and stored. */
import { Option, type Command } from 'commander';
import type { ImportOptions } from './commands/import.ts';
import type { HistoryOptions } from './commands/history.ts';
import type { SiteOptions } from './commands/report.ts';
import type { StatusOptions } from './commands/status.ts';
import type { TableOptions } from './open-table.ts';
import type { WatchAddOptions, WatchRemoveOptions } from './commands/watch.ts';
import { defaultConfig, defaultStack, examples, groups } from './options.ts';

/** Each command loads its code when it is called: `--help` does not wait for it. */
export function addDataCommands(program: Command, format: () => Option): void {
  const watch = program
    .command('watch')
    .helpCommand(false)
    .description('add or remove petitions in petitions.json')
    .addHelpText(
      'after',
      examples('watch add https://petition.parliament.uk/petitions/700143', 'watch remove uk-parliament 700143'),
    );
  const edit = (name: string): Command =>
    watch
      .command(name)
      .argument('<source-or-address>', 'the source of the petition, or the address of its page')
      .argument('[id]', 'the id of the petition, after its source')
      .option('--config <file>', 'the petitions.json', defaultConfig);

  edit('add')
    .description('watch another petition')
    .option('--base-url <address>', "the platform's address, for archives, replays and tests")
    .option('--opened <instant>', 'when signing began, if the platform does not say')
    .option('--response-window <duration>', 'how long the authority has to respond, such as P60D')
    .option('--key <parameter>', 'name of the parameter that holds the API key of the platform, never the key itself')
    .addHelpText(
      'after',
      examples('watch add uk-parliament 700143', 'watch add https://petition.parliament.uk/petitions/700143'),
    )
    .action(async (first: string, id: string | undefined, options: WatchAddOptions) =>
      (await import('./commands/watch.ts')).addToWatch(first, id, options),
    );

  edit('remove')
    .description('stop watching a petition; its record is kept')
    .addHelpText('after', examples('watch remove uk-parliament 700143'))
    .action(async (first: string, id: string | undefined, options: WatchRemoveOptions) =>
      (await import('./commands/watch.ts')).removeFromWatch(first, id, options),
    );

  program.commandsGroup(groups.stored);
  const stored = (name: string): Command =>
    program
      .command(name)
      .addOption(
        new Option('--stack <name>', 'the deployed stack, with your AWS credentials')
          .default(defaultStack)
          .conflicts(['table', 'data']),
      )
      .addOption(
        new Option('--table <name>', 'a DynamoDB table without a stack, such as a restored one').conflicts('data'),
      )
      .option('--data <folder>', 'the folder of `start --data`, also while that runs');

  stored('status')
    .description('show the status of watched petitions, overdue responses first')
    .addOption(format())
    .addHelpText(
      'after',
      `
Shows stored data; nothing is re-evaluated, so petitions.json is not needed. Of a stack it also
names addresses of petitions.json that get nothing: SNS deleted them, or they are not confirmed.
Times are in the time zone of the platform.
${examples('status', 'status --data data --format jsonl')}`,
    )
    .action(async (options: StatusOptions) => (await import('./commands/status.ts')).status(options));

  stored('history')
    .argument('<petition>', 'the petition, as source/id')
    .description('show the record of one petition: its counts, and its verdicts with their evidence')
    .option('--csv', 'only the counts, as `backtest --readings` reads them')
    .addHelpText('after', examples('history uk-parliament/700143', 'history uk-parliament/700143 --csv > counts.csv'))
    .action(async (petition: string, options: HistoryOptions) =>
      (await import('./commands/history.ts')).history(petition, options),
    );

  stored('report')
    .argument('<folder>', 'an empty folder, or that of an earlier report')
    .description('generate the status site from stored data into a folder, for any web server')
    .option(
      '--config <file>',
      `use the rules, "site" and "contact" of this petitions.json (default: ${defaultConfig}, if there is one)`,
    )
    .option('--no-config', 'use no petitions.json: all watched petitions, by the rules of their platforms')
    .option('--url <address>', 'the address of the site, which feeds contain', 'http://localhost/')
    .addHelpText(
      'after',
      `
Later runs write only what changed (tracked in .state.json).
${examples('report public --url https://petitions.example.org/', 'report public --data data')}`,
    )
    .action(async (folder: string, options: SiteOptions) =>
      (await import('./commands/report.ts')).writeSite(folder, options),
    );

  stored('export')
    .argument('<file>', 'a new file; - for stdout')
    .description('export everything that is stored, as JSON lines')
    .addHelpText('after', examples('export backup.jsonl', 'export - --data data | gzip > backup.jsonl.gz'))
    .action(async (file: string, options: TableOptions) =>
      (await import('./commands/export.ts')).exportTo(file, options),
    );

  stored('import')
    .argument('<file>', 'the file of an export')
    .description('import an export; never overwrites newer items, safe to run again after a failure')
    .option('--overwrite', 'also replace items that are newer or different in the table')
    .addHelpText('after', examples('import backup.jsonl --data copy', 'import backup.jsonl --table restored'))
    .action(async (file: string, options: ImportOptions) =>
      (await import('./commands/import.ts')).importInto(file, options),
    );
}
