/**
 * `npm run bench:site`: what it takes to make the status site, and what that makes a month. Measured are the files that are
 * written, the table's read units and the processor's time; Lambda's time and the month are reckoned from them.
 */
import { parseArgs } from 'node:util';
import { gbSeconds, stretched, waits } from '../lambda.ts';
import { listPrice } from '../prices.ts';
import { whole } from '../numbers.ts';
import { print, type Row } from '../table.ts';
import { drive, type Driven, type Run } from './drive.ts';

const { values } = parseArgs({
  options: { most: { type: 'string', default: '10000' }, quarters: { type: 'string', default: '8' } },
});
const [most, quarters] = [Number(values.most), Number(values.quarters)];
const command = 'npm run bench:site';

/** Of lib/status-site.ts: MB. */
const memory = 1024;
/** Of lambda/site: writes at once, and a write to a bucket: milliseconds, assumed. */
const [writesAtOnce, writing] = [16, 30];
/** Beside the files: when it was, what is remembered if anything was written, and a read of that. */
const besides = ({ written }: Pick<Run, 'written'>): { puts: number; gets: number } => ({
  puts: written > 0 ? 2 : 1,
  gets: 1,
});
/** An alert waits so long for others: seconds, which are paid for. */
const gathering = 3;
const daysAMonth = 365 / 12;
const runsADay = 96;

const driven: Driven[] = [];
for (const petitions of [10, 1_000, 10_000].filter((many) => many <= most)) {
  process.stderr.write(`${whole(petitions)} petitions …\n`);
  driven.push(await drive(petitions, quarters));
}

const ask = (question: string): void => void process.stdout.write(`\n## ${question}\n\n`);
const mean = (runs: readonly Run[], of: (run: Run) => number): number =>
  runs.reduce((sum, run) => sum + of(run), 0) / runs.length;

/** Seconds in Lambda, of a process that has run before. */
const secondsOf = ({ cpu, written }: Pick<Run, 'cpu' | 'written'>): number =>
  (stretched(cpu, memory) + (written / writesAtOnce) * writing + 4 * waits.aws) / 1000;

const meanOf = (runs: readonly Run[]): Run => ({
  ms: mean(runs, ({ ms }) => ms),
  cpu: mean(runs, ({ cpu }) => cpu),
  most: Math.max(...runs.map((run) => run.most)),
  written: mean(runs, ({ written }) => written),
  removed: 0,
  left: 0,
  changed: mean(runs, ({ changed }) => changed),
  read: mean(runs, ({ read }) => read),
  write: mean(runs, ({ write }) => write),
});

const kindsOf = ({ first, unchanged, quarters: later, alerted, daybreak }: Driven): [string, Run][] => [
  ['the first', first],
  ['nothing has changed', unchanged],
  ['a quarter of an hour later', meanOf(later)],
  ['at an alert', alerted],
  ['the first of a day', daybreak],
];

ask('What a run takes');
print(
  command,
  [
    'petitions',
    'run',
    'counts changed',
    'files written',
    'read units',
    'write units',
    'CPU ms',
    'seconds in Lambda',
    'most memory MB',
  ],
  driven.flatMap((one) =>
    kindsOf(one).map(([kind, run]): Row => [
      whole(one.petitions),
      kind,
      run.changed.toFixed(1),
      run.written.toFixed(1),
      run.read.toFixed(1),
      run.write.toFixed(1),
      whole(run.cpu),
      secondsOf(run).toFixed(2),
      whole(run.most),
    ]),
  ),
);

ask('What a month costs, at list prices');
print(
  command,
  [
    'petitions',
    'files written',
    'puts and gets',
    'table',
    'Lambda',
    'together',
    'if every run wrote all',
    'a hundred alerts besides',
  ],
  driven.map((one): Row => {
    const { petitions, first, quarters: later, alerted, daybreak } = one;
    const quarter = meanOf(later);
    const runs = runsADay * daysAMonth;
    const monthly = (of: (run: Run) => number): number => daysAMonth * ((runsADay - 1) * of(quarter) + of(daybreak));
    const written = monthly(({ written: files }) => files);
    const puts = listPrice('put', written + monthly((run) => besides(run).puts)) + listPrice('get', runs);
    const reads =
      listPrice(
        'readUnit',
        monthly(({ read }) => read),
      ) +
      listPrice(
        'writeUnit',
        monthly(({ write }) => write),
      );
    const lambda =
      listPrice(
        'computing',
        monthly((run) => gbSeconds(1000 * secondsOf(run), memory)),
      ) +
      listPrice('invocation', runs) +
      listPrice('schedule', runs);
    const naive = listPrice('put', runs * first.written);
    const alerts =
      100 *
      (listPrice('put', alerted.written + 2) +
        listPrice('readUnit', alerted.read) +
        listPrice('writeUnit', alerted.write) +
        listPrice('computing', gbSeconds(1000 * (secondsOf(alerted) + gathering), memory)));
    return [
      whole(petitions),
      whole(written),
      ...[puts, reads, lambda, puts + reads + lambda, naive, alerts].map((it) => it.toFixed(2)),
    ];
  }),
);

ask('How much there is to read');
print(
  command,
  ['petitions', 'overview kB', 'page kB', 'JSON kB', 'CSV kB'],
  driven.map(({ petitions, bytes }): Row => [whole(petitions), ...bytes.map((size) => (size / 1000).toFixed(1))]),
);
