/**
 * The request budgets of hosts. A tick gets what has accrued since the last one. At most a 24th of a day's requests is
 * saved, so that no 24 hours have more. Throttled petitions come at a later tick.
 */
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { isAfter, minutesADay, type Instant } from '../../src/domain/time.ts';

/** The remaining requests by host. A host without an entry has all that can be saved. */
export type RemainingBudgets = ReadonlyMap<string, number>;

export interface Admission {
  readonly admitted: readonly WatchedPetition[];
  readonly throttled: readonly WatchedPetition[];
  readonly remaining: RemainingBudgets;
}

/** A petition that is throttled for this long goes before all others. */
const maxThrottled = { hours: 1 };

/** Those that can wait least first. `urgent` has names; `backlog` has since when others wait. */
export function sortByUrgency(
  due: readonly WatchedPetition[],
  urgent: readonly string[],
  backlog: ReadonlyMap<string, Instant>,
  now: Instant,
): WatchedPetition[] {
  const urgentNames = new Set(urgent);
  const rankOf = ({ petition }: WatchedPetition): number => {
    const since = backlog.get(petition);
    if (since !== undefined && !isAfter(since.add(maxThrottled), now)) return 0;
    if (urgentNames.has(petition)) return 1;
    return since === undefined ? 3 : 2;
  };
  return [...due].sort((a, b) => rankOf(a) - rankOf(b));
}

/** What is left at most of the requests of a day. */
export const maxRemaining = (perDay: number): number => perDay / 24;

/** Admits as many petitions as the budgets of their hosts allow, in this order. */
export function admit(
  due: readonly WatchedPetition[],
  perDay: number,
  before: RemainingBudgets,
  minutes: number,
): Admission {
  const max = maxRemaining(perDay);
  const accrued = (minutes * (perDay - max)) / minutesADay;
  const remaining = new Map([...before].map(([host, requests]) => [host, Math.min(max, requests + accrued)]));
  const [admitted, throttled]: [WatchedPetition[], WatchedPetition[]] = [[], []];
  for (const watched of due) {
    const requests = remaining.get(watched.host) ?? max;
    (requests >= 1 ? admitted : throttled).push(watched);
    if (requests >= 1) remaining.set(watched.host, requests - 1);
  }
  return { admitted, throttled, remaining: new Map([...remaining].filter(([, requests]) => requests < max)) };
}
