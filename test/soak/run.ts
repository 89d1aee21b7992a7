/** `npm run soak`: the soak at its full size, and its figures as a table. */
import { parseArgs } from 'node:util';
import { soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    petitions: { type: 'string', default: '10000' },
    storms: { type: 'string', default: '20' },
    days: { type: 'string', default: '60' },
    every: { type: 'string', default: '5' },
    round: { type: 'string', default: '6' },
    failing: { type: 'string', default: '0.2' },
  },
});
const started = performance.now();
const { wrong, wrongAfterStorm, heap, leftByRound, ...figures } = await soak({
  petitions: Number(values.petitions),
  storms: Number(values.storms),
  days: Number(values.days),
  every: Number(values.every),
  round: Number(values.round),
  failing: Number(values.failing),
  say: (line) => void process.stderr.write(`${line}\n`),
});
const rows = Object.entries({
  ...figures,
  'told wrongly': wrong.length,
  'told wrongly of storms': wrongAfterStorm.length,
  'left at the end of each round': leftByRound.join(' '),
  'heap in MB, first fifth and last': heap.join(' and '),
  'real seconds': Math.round((performance.now() - started) / 1000),
});
process.stdout.write(`| | |\n| --- | ---: |\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}\n`);
for (const one of [...wrong, ...wrongAfterStorm].slice(0, 20)) process.stderr.write(`${one}\n`);
process.exitCode =
  figures.lost + figures.uncommitted + wrong.length + wrongAfterStorm.length + figures.waiting > 0 ? 1 : 0;
