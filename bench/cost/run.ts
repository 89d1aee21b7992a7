/**
 * `npm run bench:cost`: what ticks and looks consume, measured on the engine, and what that makes a month; a table a
 * question. `--ticks 60` says how many are measured of each scene, `--most 100000` of how many petitions.
 */
import { parseArgs } from 'node:util';
import { whole } from '../numbers.ts';
import type { Priced } from '../prices.ts';
import { print, type Row } from '../table.ts';
import { driveDiscovery, driveFixed, type Scene, type Tick } from './drive.ts';
import {
  alarms,
  billOf,
  dollars,
  dollarsBeyondFree,
  exampleAlarms,
  handedOver,
  idleQueue,
  inLondon,
  millisecondsOf,
  minutesAMonth,
  recipientChecks,
  times,
  together,
  type Bill,
  type PerLook,
} from './month.ts';
import { gbSeconds, stretched, waitingOfLooks, waits } from '../lambda.ts';
import { mean, measure, per, scenes, type Measured } from './scenes.ts';

const { values } = parseArgs({
  options: { ticks: { type: 'string', default: '60' }, most: { type: 'string', default: '100000' } },
});
const [ticks, most] = [Number(values.ticks), Number(values.most)];

/** With more looks than this a tick hands them over to the queue. */
const handsOverFrom = 300;
const ticksOfMany = 3;
const ticksOfCrossing = 12;
/** In which Node learns which code is used often. */
const unmeasured = 10;
const [fixedRuns, discoveryRuns] = [2, 2];
const intervals = [1, 5, 15, 60];
const bar = 0.5;

const measured: Measured[] = [];
for (const scene of scenes.filter(({ petitions }) => petitions <= most)) {
  const isMany = scene.petitions > 20_000;
  measured.push(await measure(scene, isMany ? ticksOfMany : ticks, isMany ? 0 : unmeasured));
}
const crossing = await measure({ petitions: 100, kind: 'over the line' }, ticksOfCrossing, 0);
const discoveries = [];
process.stderr.write('lists …\n');
for (const petitions of [100, 1_000]) {
  discoveries.push({ petitions, all: await driveDiscovery({ petitions, kind: 'as petitions are' }, discoveryRuns) });
}
process.stderr.write('a fixed poller …\n');
const fixed = await driveFixed({ petitions: 1_000, kind: 'as petitions are' }, intervals, fixedRuns);

/** Of those that look at nothing. */
const idle = per(measured.flatMap(({ all }) => all.filter(({ looks, pages }) => looks + pages === 0)));

/** What a look takes, beyond its tick; undefined where there was none. */
function lookOf(all: readonly Tick[]): PerLook | undefined {
  const looks = mean(all, (tick) => tick.looks);
  if (looks === 0) return undefined;
  const { read, write, index, cpu } = per(all);
  const beyond = (a: number, b: number): number => (a - b) / looks;
  return {
    read: beyond(read, idle.read),
    write: beyond(write, idle.write),
    index: beyond(index, idle.index),
    cpu: beyond(cpu, idle.cpu),
  };
}

/** What a minute takes, and how long its runs take: as the ticks were, or reckoned as handed over. */
function minuteOf({ all }: Measured): { bill: Bill; milliseconds: number; handed: boolean } {
  const looks = mean(all, (tick) => tick.looks);
  const look = lookOf(all);
  if (looks > handsOverFrom && look !== undefined) return { ...handedOver(looks, look, idle), handed: true };
  const milliseconds = mean(all, millisecondsOf);
  return {
    bill: billOf({ ...per(all), milliseconds, logged: mean(all, ({ looks, pages }) => Number(looks + pages > 0)) }),
    milliseconds,
    handed: false,
  };
}

const amount = (month: Bill, what: 'readUnit' | 'writeUnit' | 'computing'): number => month.get(what) ?? 0;
const two = (number: number): string => number.toFixed(2);
const command = 'npm run bench:cost';
const ask = (question: string): void => void process.stdout.write(`\n## ${question}\n\n`);

ask('What a tick takes, and a look');
print(
  command,
  [
    'petitions',
    'counts',
    'ticks',
    'looks a tick',
    'read',
    'write',
    'index',
    'read a look',
    'write',
    'index',
    'CPU ms',
    'looks with a new count',
    'of the whole',
  ],
  measured.map(({ petitions, kind, all }): Row => {
    const { read, write, index } = per(all);
    const looks = mean(all, (tick) => tick.looks);
    const look = lookOf(all);
    const ofLooks = (share: number): string => (looks === 0 ? '–' : `${((100 * share) / looks).toFixed(1)} %`);
    return [
      whole(petitions),
      kind,
      all.length,
      two(looks),
      ...[read, write, index].map(two),
      ...(look === undefined ? ['–', '–', '–', '–'] : [look.read, look.write, look.index, look.cpu].map(two)),
      ofLooks(mean(all, ({ changed }) => changed)),
      ofLooks(mean(all, (tick) => tick.whole)),
    ];
  }),
);
process.stdout.write(
  `\nA tick that looks at nothing: ${two(idle.read)} read units, ${two(idle.write)} write units, ${two(idle.cpu)} ms of the processor.\n`,
);

ask('What a month costs');
const months = measured.map((one) => {
  const { bill, milliseconds, handed } = minuteOf(one);
  return { ...one, handed, milliseconds, month: times(bill, minutesAMonth) };
});
print(
  command,
  [
    'petitions',
    'counts',
    'requests to the platform',
    'ms a run',
    'table',
    'Lambda',
    'schedule, logs, queue',
    'sum',
    `bar ${two(bar)}`,
    'with alarms',
    `bar ${two(bar)}`,
    'beyond free, alarms in',
  ],
  months.map(({ petitions, kind, all, month, milliseconds, handed }): Row => {
    const all_in = together(month, alarms(handed));
    const verdict = (sum: number): string => (petitions > 1_000 ? '–' : sum <= bar ? 'met' : 'missed');
    return [
      whole(petitions),
      handed ? `${kind} (queue reckoned)` : kind,
      whole(mean(all, (tick) => tick.looks + tick.pages) * minutesAMonth),
      whole(milliseconds),
      two(dollars(month, 'readUnit', 'writeUnit')),
      two(dollars(month, 'invocation', 'computing')),
      two(dollars(month, 'schedule', 'logs', 'queue')),
      two(dollars(month)),
      verdict(dollars(month)),
      two(dollars(all_in)),
      verdict(dollars(all_in)),
      two(dollarsBeyondFree(all_in)),
    ];
  }),
);

ask('What one costs');
const thousand = (kind: Scene['kind']): Measured | undefined =>
  measured.find((one) => one.petitions === 1_000 && one.kind === kind && one.alone === true);
const real = months.find(({ petitions, kind }) => petitions === 1_000 && kind === 'as petitions are');
const alertsSeen = crossing.all.reduce((sum, { alerts }) => sum + alerts, 0);
const sumOf = (of: (tick: Tick) => number): number => crossing.all.reduce((sum, tick) => sum + of(tick), 0);
const perAlert = {
  // A look reads half a unit.
  read: (sumOf(({ read }) => read) - crossing.all.length * idle.read - 0.5 * sumOf(({ looks }) => looks)) / alertsSeen,
  // A look that finds a new count writes once, alert or not.
  write:
    (sumOf(({ write }) => write) - crossing.all.length * idle.write - sumOf(({ changed }) => changed)) / alertsSeen,
  index: sumOf(({ index }) => index) / alertsSeen,
};

/** Dollars of a million. */
const ofMillion = (bill: Bill): string => two(1e6 * dollars(bill));
const lookRow = (name: string, look: PerLook | undefined): Row[] => {
  if (look === undefined) return [];
  const { read, write, index, cpu } = look;
  // Eight wait together.
  const milliseconds = stretched(cpu) + waitingOfLooks(8, 8 * write) / 8;
  const bill: Bill = new Map([
    ['readUnit', read],
    ['writeUnit', write + index],
    ['computing', gbSeconds(milliseconds)],
  ]);
  return [[name, two(read), two(write + index), whole(milliseconds), ofMillion(bill)]];
};
const idleMs = millisecondsOf({ ...idle, looks: 0, pages: 0 });
const alertMs = 3 * waits.aws;
print(
  command,
  ['one', 'read units', 'write units', 'Lambda ms', 'dollars a million'],
  [
    [
      'tick that looks at nothing',
      two(idle.read),
      two(idle.write),
      whole(idleMs),
      ofMillion(billOf({ ...idle, milliseconds: idleMs, logged: 0 })),
    ],
    ...lookRow('look, quiet', lookOf(thousand('quiet')?.all ?? crossing.all)),
    ...lookRow('look, as petitions are', lookOf(thousand('as petitions are')?.all ?? crossing.all)),
    ...lookRow('look, every count new', lookOf(thousand('one a minute')?.all ?? crossing.all)),
    [
      'alert, beyond its look',
      two(perAlert.read),
      two(perAlert.write + perAlert.index),
      whole(alertMs),
      ofMillion(
        new Map([
          ['readUnit', perAlert.read],
          ['writeUnit', perAlert.write + perAlert.index],
          ['computing', gbSeconds(alertMs)],
          ['publication', 1],
        ]),
      ),
    ],
    ...(real === undefined
      ? []
      : [
          [
            'petition a month, of 1,000 as they are',
            '–',
            '–',
            '–',
            ofMillion(times(real.month, 1 / 1_000)),
          ] satisfies Row,
        ]),
  ],
);
process.stdout.write(`\nA queue that is read and empty, a month: ${two(dollars(idleQueue))} dollars.\n`);

ask('What runs beside, a month');
const cents = (bill: Bill): string => (100 * dollars(bill)).toFixed(2);
const besides: Row[] = [1, 3].map((topics) => {
  const month = recipientChecks(topics, idleMs);
  return [
    `recipients of ${topics} topics, once a day`,
    whole(amount(month, 'readUnit')),
    whole(amount(month, 'writeUnit')),
    whole(idleMs + topics * waits.aws),
    cents(month),
  ];
});
for (const { petitions, all } of discoveries) {
  const { read, write, index, cpu } = per(all);
  const pages = mean(all, (run) => run.pages);
  // One page after the other; on each, petitions are read and written sixteen at a time.
  const items = (petitions / 16) * waits.aws + (write / 16) * waits.aws;
  const milliseconds = stretched(cpu) + pages * (waits.aws + waits.platform) + items;
  const month = times(billOf({ read, write, index, milliseconds, logged: 1 }), minutesAMonth / 60);
  besides.push([
    `lists of ${whole(petitions)} petitions, ${whole(pages)} pages an hour`,
    whole(amount(month, 'readUnit')),
    whole(amount(month, 'writeUnit')),
    whole(milliseconds),
    cents(month),
  ]);
}
const lastTicks: Bill = new Map([['readUnit', 0.5 * (minutesAMonth / 60)]]);
besides.push([
  'of it the last tick, read once a run',
  whole(amount(lastTicks, 'readUnit')),
  '0',
  '–',
  cents(lastTicks),
]);
print(command, ['what', 'read units', 'write units', 'Lambda ms a run', 'cents'], besides);

ask('By region');
const bothRegions = (name: string, bill: Bill, ...only: readonly Priced[]): Row => [
  name,
  two(dollars(bill, ...only)),
  two(dollars(inLondon(bill), ...only)),
];
const exampleRows = Object.entries(exampleAlarms).map(([name, { metrics, hasQueue }]) =>
  bothRegions(
    `alarms of the ${name} example`,
    together(new Map([['alarm', metrics]]), hasQueue ? idleQueue : new Map()),
  ),
);
print(
  command,
  ['1,000 petitions as they are, dollars a month', 'us-east-1', 'eu-west-2 (believed)'],
  [
    ...(real === undefined
      ? []
      : [
          bothRegions('table', real.month, 'readUnit', 'writeUnit'),
          bothRegions('Lambda', real.month, 'invocation', 'computing'),
          bothRegions('schedule and logs', real.month, 'schedule', 'logs'),
          bothRegions('alarms', alarms(false)),
          bothRegions('together', together(real.month, alarms(false))),
        ]),
    ...exampleRows,
  ],
);

ask('Fixed against adaptive');
const runsAMonth = (every: number): number => minutesAMonth / every;
const fixedRows = [...fixed].map(([every, all]) => {
  const { read, write, index, cpu } = per(all);
  const [looks, writes] = [mean(all, (tick) => tick.looks), mean(all, (tick) => tick.write)];
  // Its query, then its requests; nothing of its own is written.
  const milliseconds = stretched(cpu) + waits.aws + waitingOfLooks(looks, writes);
  return {
    every,
    looks,
    milliseconds,
    month: times(billOf({ read, write, index, milliseconds, logged: 1 }), runsAMonth(every)),
  };
});
const fixedHead = [
  'petitions',
  'polled',
  'requests a month',
  'of the monitor',
  'read units',
  'write units',
  'Lambda s',
  'dollars',
  'times the monitor',
];
const comparing = (petitions: number): Row[] => {
  const monitor = months.find((one) => one.petitions === petitions && one.kind === 'as petitions are');
  if (monitor === undefined) return [];
  const [own, price] = [mean(monitor.all, ({ looks, pages }) => looks + pages) * minutesAMonth, dollars(monitor.month)];
  const row = (name: string, requests: number, month: Bill): Row => [
    whole(petitions),
    name,
    whole(requests),
    two(requests / own),
    whole(amount(month, 'readUnit')),
    whole(amount(month, 'writeUnit')),
    whole(amount(month, 'computing') / gbSeconds(1000)),
    two(dollars(month)),
    two(dollars(month) / price),
  ];
  const thousands = petitions / 1_000;
  return [
    row(monitor.handed ? 'by the monitor (queue reckoned)' : '**by the monitor**', own, monitor.month),
    ...fixedRows.map(({ every, looks, month }) =>
      row(
        `every ${every === 60 ? 'hour' : every === 1 ? 'minute' : `${every} minutes`}${thousands > 1 ? ' (reckoned)' : ''}`,
        looks * runsAMonth(every) * thousands,
        times(month, thousands),
      ),
    ),
  ];
};
print(command, fixedHead, [...comparing(1_000), ...comparing(100_000)]);

await import('./channels.ts');
