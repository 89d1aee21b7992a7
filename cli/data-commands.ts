/** The commands that show and keep what is stored, and edit what is watched: how they are called. */
import { type Command, type Option } from 'commander';
import type { ImportOptions } from './commands/import.ts';
import type { HistoryOptions } from './commands/history.ts';
import type { SiteOptions } from './commands/report.ts';
import type { StatusOptions } from './commands/status.ts';
import type { TableOptions } from './open-table.ts';
import type { WatchAddOptions, WatchRemoveOptions } from './commands/watch.ts';

/** What they need is loaded when one is called: `--help` is not to wait for it. */
export function addDataCommands(program: Command, format: () => Option): void {
  const about = (name: string): Command =>
    program
      .command(name)
      .option('--stack <name>', 'the deployed stack, with the ordinary AWS credentials')
      .option('--table <name>', 'a table by its name: one that was restored, or is kept without a stack')
      .option('--data <folder>', 'the folder that `start --data` keeps, also while it runs');

  about('status')
    .description('say where the watched petitions stand, overdue answers first')
    .addOption(format())
    .addHelpText(
      'after',
      '\nThis is what the monitor has stored: verdicts and deadlines are worked out by it, on the terms of its petitions.json,\nwhich is not needed here. Times are in the zone of the platform.',
    )
    .action(async (options: StatusOptions) => (await import('./commands/status.ts')).status(options));

  about('history <petition>')
    .description(
      'say what is on record of one petition (as source/id): its counts, its verdicts, and how they are known',
    )
    .option('--csv', 'the counts alone, as `backtest --readings` takes them')
    .action(async (petition: string, options: HistoryOptions) =>
      (await import('./commands/history.ts')).history(petition, options),
    );

  about('report <folder>')
    .description('write the site, pages and feeds, into a folder, of what is stored: for any web server')
    .option('--config <file>', 'the petitions.json: its rules, its "site", its "contact"')
    .option(
      '--url <address>',
      'where the site will be found: for feeds, which name their addresses',
      'http://localhost/',
    )
    .addHelpText(
      'after',
      '\nCalled again, it writes what has changed since, by what it keeps there in .state.json.\nWithout --config it is of all that is watched, by the rules of the platforms.',
    )
    .action(async (folder: string, options: SiteOptions) =>
      (await import('./commands/report.ts')).writeSite(folder, options),
    );

  about('export <file>')
    .description('write all that the table holds to a file, as JSON lines; - for stdout')
    .action(async (file: string, options: TableOptions) =>
      (await import('./commands/export.ts')).exportTo(file, options),
    );

  about('import <file>')
    .description('put an export into a table, where nothing newer is; again, to go on after a failure')
    .option('--overwrite', 'also where the table has something newer, or otherwise')
    .action(async (file: string, options: ImportOptions) =>
      (await import('./commands/import.ts')).importInto(file, options),
    );

  const watch = program.command('watch').description('change what a petitions.json watches');
  const edit = (name: string): Command =>
    watch
      .command(`${name} <source-or-address> [id]`)
      .option('--config <file>', 'the petitions.json', 'petitions.json')
      .addHelpText(
        'after',
        '\nA petition is named by its source and id, or by the address of its page:\n  uk-parliament 700143\n  https://petition.parliament.uk/petitions/700143',
      );

  edit('add')
    .description('watch one more petition')
    .option('--base-url <address>', 'where the platform is: for archives, replays and tests')
    .option('--opened <instant>', 'when signing began, where the platform does not say')
    .option('--response-window <length>', 'how long the authority has to answer, such as P60D')
    .option('--key <parameter>', "where the platform's key is kept: the name of a parameter, never the key")
    .action(async (first: string, id: string | undefined, options: WatchAddOptions) =>
      (await import('./commands/watch.ts')).addToWatch(first, id, options),
    );

  edit('remove')
    .description('watch a petition no more; what is known of it is kept')
    .action(async (first: string, id: string | undefined, options: WatchRemoveOptions) =>
      (await import('./commands/watch.ts')).removeFromWatch(first, id, options),
    );
}
