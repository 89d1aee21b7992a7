/** `npm run bench:cost`: what ticks and looks consume, measured, and what that makes a month, as two tables. */
import { parseArgs } from 'node:util';
import { drive, type Scene, type Tick } from './drive.ts';
import { dollarsOf, monthOf, type PerTick } from './month.ts';

const { values } = parseArgs({ options: { ticks: { type: 'string', default: '180' } } });
const ticks = Number(values.ticks);

/** How counts go. All stay below the line of 10,000, so that nothing is told. */
const kinds = {
  quiet: () => 4_000,
  'one a minute': (minutes: number) => 4_000 + minutes,
  'near the line': (minutes: number) => 9_930 + Math.floor(minutes / 3),
} satisfies Record<string, Scene['countAfter']>;

const scenes: readonly (readonly [number, keyof typeof kinds])[] = [
  [1, 'quiet'],
  [1, 'one a minute'],
  [1, 'near the line'],
  [100, 'quiet'],
  [100, 'one a minute'],
  [100, 'near the line'],
  [1_000, 'quiet'],
  [1_000, 'one a minute'],
];

const mean = (all: readonly Tick[], of: (tick: Tick) => number): number =>
  all.reduce((total, tick) => total + of(tick), 0) / all.length;
const median = (all: readonly Tick[], of: (tick: Tick) => number): number =>
  all.map(of).sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
const perTick = (all: readonly Tick[]): PerTick => ({
  read: mean(all, ({ read }) => read),
  write: mean(all, ({ write }) => write),
  index: mean(all, ({ index }) => index),
});

const measured: { readonly name: readonly [string, string]; readonly all: readonly Tick[] }[] = [];
for (const [petitions, kind] of scenes) {
  process.stderr.write(`${petitions} petitions, ${kind} …\n`);
  const all = await drive({ petitions, countAfter: kinds[kind] }, ticks);
  measured.push({ name: [String(petitions), kind], all });
}

// What a tick takes that looks at nothing; a look is what is beyond that.
const idle = perTick(measured.flatMap(({ all }) => all.filter(({ looks }) => looks === 0)));

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, index) => (index < 2 ? '---' : '---:')), ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
const cents = (dollars: number): string => dollars.toFixed(2);

const units = measured.map(({ name, all }) => {
  const tick = perTick(all);
  const looks = mean(all, (one) => one.looks);
  const aLook = (kind: keyof PerTick): string => ((tick[kind] - idle[kind]) / looks).toFixed(2);
  return [
    ...name,
    looks.toFixed(2),
    ...[tick.read, tick.write, tick.index].map((one) => one.toFixed(2)),
    ...[aLook('read'), aLook('write'), aLook('index')],
    median(all, (one) => one.milliseconds).toFixed(0),
  ];
});
const months = measured.map(({ name, all }) => {
  const { table, running, watching, beyondFree } = dollarsOf(monthOf(perTick(all)));
  return [...name, ...[table, running, watching, table + running + watching, beyondFree].map(cents)];
});

const idleText = `${idle.read.toFixed(2)} read units, ${idle.write.toFixed(2)} write units, ${idle.index.toFixed(2)} of the index`;
process.stdout.write(
  `${[
    `A tick that looks at nothing: ${idleText}. ${ticks} ticks each.`,
    tableOf(
      ['petitions', 'counts', 'looks a tick', 'read', 'write', 'index', 'read a look', 'write', 'index', 'ms a tick'],
      units,
    ),
    tableOf(['petitions', 'counts', 'table', 'running', 'watching over it', 'sum', 'beyond free'], months),
  ].join('\n\n')}\n`,
);
