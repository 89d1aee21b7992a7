/** One sample of each notice to the operators, about an invented host, an invented problem and an invented channel. */
import { evaluateProblems, type ObservedProblem } from '../../src/domain/monitor-health.ts';
import {
  evaluateHealth,
  noticeNames,
  type SourceHealth,
  type HostStatus,
  type Notice,
} from '../../src/domain/source-health.ts';
import type { Instant } from '../../src/domain/time.ts';

/** A host that fails for half an hour and then recovers, and a problem that lasts a quarter of an hour. Nobody owns names that end in `.example`. */
export function sampleNotices(now: Instant): Notice[] {
  const notices: Notice[] = [];
  let health: SourceHealth = {};
  const poll = (minutesAgo: number, result: NonNullable<HostStatus['poll']>): void => {
    const status = { host: 'petitions.example', petitions: 1, poll: result };
    const evaluation = evaluateHealth(health, [status], now.subtract({ minutes: minutesAgo }), 'PT30M');
    health = evaluation.health;
    notices.push(...evaluation.notices);
  };
  const reason = 'a sample: no host was asked';
  poll(32, { answered: false, reason });
  poll(1, { answered: false, reason });
  poll(0, { answered: true });
  health = {};
  const observe = (minutesAgo: number, observed: readonly ObservedProblem[]): void => {
    const evaluation = evaluateProblems(health, {}, observed, now.subtract({ minutes: minutesAgo }));
    health = evaluation.health;
    notices.push(...evaluation.notices);
  };
  const late: ObservedProblem = { problem: 'polling-behind', petitions: 1, reason: 'a sample: nothing is late' };
  observe(15, [late]);
  observe(12, [late]);
  observe(0, []);
  const since = now.subtract({ minutes: 61 });
  const about = { source: 'slack /petitions/sample', since, at: now, petitions: 0, alerts: 1 };
  const ofChannel = noticeNames.filter((name) => name.startsWith('channel-'));
  notices.push(...ofChannel.map((notice) => ({ ...about, id: `sample#${notice}#${now.toString()}`, notice, reason })));
  return notices;
}
