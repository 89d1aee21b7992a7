// Without a record of earlier runs, as in a fresh clone, jest begins with the largest files. The slowest are not: begun last,
// one of these alone would keep a worker busy while the others are idle (2026-11).
import Sequencer from '@jest/test-sequencer';

const slowest = [
  'hostile/hostile.slow',
  'soak/soak.slow',
  'sign-up/attackers.slow',
  'browser/pages.slow',
  'hostile/fuzz.slow',
  'model/storm.slow',
  'lib/package.slow',
  'browser/sign-up.slow',
  'faults/channels.slow',
  'model/handler.slow',
  'browser/chart-labels.slow',
  'faults/crashes-before.slow',
  'lib/lambda-runtime.slow',
  'faults/sns.slow',
  'cli/samples.slow',
  'discovery/list.slow',
  'faults/table.slow',
  'browser/chart.slow',
  'browser/overview.slow',
  'bin/petition-monitor.slow',
  'cli/start.slow',
  'hostile/hostile',
  'faults/crashes',
  'cli/start',
  'poll/sources',
  'lib/bundle',
  'discovery/discovery',
  'poll/isolation',
  'faults/table',
  'poll/list-readings',
  'faults/sns',
  'cli/start-followers',
  'sources/contract',
  'site/pages/pages',
  'lib/nag',
  'poll/burst',
  'poll/poll',
  'poll/offload',
  'bin/resubscribe',
  'site/generate',
  'browser/page',
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
