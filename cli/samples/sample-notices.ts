/** One sample of each notice to the operators, about an invented host. */
import { evaluateHealth, type SourceHealth, type HostStatus, type Notice } from '../../src/domain/source-health.ts';
import type { Instant } from '../../src/domain/time.ts';

export const noticeNames = ['source-failing', 'source-recovered'] as const satisfies readonly Notice['notice'][];

/** A host that fails for half an hour and then recovers. Nobody owns names that end in `.example`. */
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
  return notices;
}
