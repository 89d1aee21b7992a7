// Without a record of earlier runs, as in a fresh clone, jest begins with the largest files. The slowest are not: begun last,
// one of these alone would keep a worker busy while the others are idle (2026-11).
import Sequencer from '@jest/test-sequencer';

const slowest = [
  'hostile/hostile.slow',
  'soak/soak.slow',
  'browser/pages.slow',
  'faults/crashes-before.slow',
  'lib/package.slow',
  'hostile/fuzz.slow',
  'model/storm.slow',
  'browser/sign-up.slow',
  'bin/petition-monitor.slow',
  'lib/lambda-runtime.slow',
  'model/handler.slow',
  'sign-up/attackers.slow',
  'faults/sns.slow',
  'faults/table.slow',
  'hostile/hostile',
  'poll/sources',
  'cli/start',
  'faults/crashes',
  'faults/table',
  'faults/sns',
  'faults/notices',
  'faults/overlaps',
  'model/handler',
  'poll/offload',
  'lib/nag',
  'poll/isolation',
  'hostile/fuzz',
  'browser/page',
  'discovery/list.slow',
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
