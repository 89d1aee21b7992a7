// Without a record of earlier runs, as in a fresh clone, jest begins with the largest files. The slowest are not: begun last,
// the fault matrix alone would keep one of two workers busy for minutes while the other is idle (2026-11).
import Sequencer from '@jest/test-sequencer';

const slowest = [
  'faults/matrix',
  'bin/start',
  'bin/backtest',
  'browser/pages',
  'lib/package',
  'soak/soak',
  'model/handler',
  'discover/discover',
];
const rankOf = ({ path }) => {
  const rank = slowest.findIndex((name) => path.includes(`${name}.test.`));
  return rank === -1 ? slowest.length : rank;
};

export default class SlowestFirst extends Sequencer {
  sort(tests) {
    return [...super.sort(tests)].sort((a, b) => rankOf(a) - rankOf(b));
  }
}
