/** What channels cost in a month: a part of `npm run bench:cost`, and by itself `npx tsx bench/cost/channels.ts`. */
import { gbSeconds, stretched, waits } from '../lambda.ts';
import { whole } from '../numbers.ts';
import { print, type Row } from '../table.ts';
import { driveDelivery } from './drive.ts';
import { billOf, dollars, dollarsBeyondFree, minutesAMonth, times, together } from './month.ts';
import { mean } from './scenes.ts';

const runs = 5;
/** Its own load and run of a process that sleeps for an hour: billed since 2025-08, at a whole processor. */
const scenes = [
  { what: 'one channel, nothing waits', channels: 1, waiting: 0, everyMinutes: 60 },
  { what: 'three channels, nothing waits', channels: 3, waiting: 0, everyMinutes: 60 },
  // Besides the runs of every hour: it is tried every quarter of an hour, and wakes itself for it.
  { what: 'one that fails all month, three alerts wait', channels: 1, waiting: 3, everyMinutes: 12 },
];

const rows: Row[] = [];
for (const { what, channels, waiting, everyMinutes } of scenes) {
  process.stderr.write(`${what} …\n`);
  const all = await driveDelivery(channels, waiting, runs);
  const [read, write, start, cpu] = [
    mean(all, (run) => run.read),
    mean(all, (run) => run.write),
    mean(all, (run) => run.start),
    mean(all, (run) => run.cpu),
  ];
  // What waits, a round trip for each channel and for the watchdog; to wake itself, three more.
  const roundTrips = 2 + channels + 2 + (waiting > 0 ? 3 : 0);
  const milliseconds = stretched(cpu) + roundTrips * waits.aws;
  const bill = together(
    billOf({ read, write, index: 0, milliseconds, logged: Number(waiting > 0) }),
    new Map([['computing', gbSeconds(start)]]),
  );
  const month = times(bill, minutesAMonth / everyMinutes);
  rows.push([
    what,
    whole(minutesAMonth / everyMinutes),
    read.toFixed(1),
    write.toFixed(1),
    whole(start),
    whole(milliseconds),
    (100 * dollars(month)).toFixed(2),
    (100 * dollarsBeyondFree(month)).toFixed(2),
  ]);
}
process.stdout.write('\n## Channels\n\n');
print(
  'npm run bench:cost',
  ['what', 'runs', 'read units', 'write units', 'ms to start', 'ms a run', 'cents a month', 'beyond free'],
  rows,
);
