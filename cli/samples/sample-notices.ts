/** One sample of each notice to the operators: of a made-up host, as the monitor judges it. */
import { evaluateHealth, type SourceHealth, type HostStatus, type Notice } from '../../src/domain/source-health.ts';
import type { Instant } from '../../src/domain/time.ts';

export const noticeNames = ['source-failing', 'source-recovered'] as const satisfies readonly Notice['notice'][];

/** A host that fails for half an hour, and answers again. `.example` is of nobody. */
export function sampleNotices(now: Instant): Notice[] {
  const notices: Notice[] = [];
  let health: SourceHealth = {};
  const sees = (minutesAgo: number, poll: NonNullable<HostStatus['poll']>): void => {
    const seen = { host: 'petitions.example', petitions: 1, poll };
    const judged = evaluateHealth(health, [seen], now.subtract({ minutes: minutesAgo }), 'PT30M');
    health = judged.health;
    notices.push(...judged.notices);
  };
  const reason = 'a sample: no host was asked';
  sees(32, { answered: false, reason });
  sees(1, { answered: false, reason });
  sees(0, { answered: true });
  return notices;
}
