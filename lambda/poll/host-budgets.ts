/**
 * The budgets of hosts: what a tick may ask of each is taken from what has come in since, a twenty-fourth of a day's
 * requests saved at most, so that no twenty-four hours hold more. Who is kept back comes at a later tick.
 */
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';

const minutesADay = 1440;

/** Requests left by host; a host that is not named has as many as can be saved. */
export type RemainingBudgets = ReadonlyMap<string, number>;

export interface Admission {
  readonly admitted: readonly WatchedPetition[];
  readonly throttled: readonly WatchedPetition[];
  readonly remaining: RemainingBudgets;
}

/** Who has been kept back for so long goes before everybody else. */
const maxThrottled = { hours: 1 };

/** The due, by how little they can wait: `urgent` are names, `left` says since when others have been. */
export function sortByUrgency(
  due: readonly WatchedPetition[],
  urgent: readonly string[],
  left: ReadonlyMap<string, Instant>,
  now: Instant,
): WatchedPetition[] {
  const pressing = new Set(urgent);
  const needOf = ({ petition }: WatchedPetition): number => {
    const since = left.get(petition);
    if (since !== undefined && !isAfter(since.add(maxThrottled), now)) return 0;
    if (pressing.has(petition)) return 1;
    return since === undefined ? 3 : 2;
  };
  return [...due].sort((a, b) => needOf(a) - needOf(b));
}

/** Lets as many look as the budgets of their hosts have, in this order: who can least wait comes first. */
export function admit(
  due: readonly WatchedPetition[],
  perDay: number,
  before: RemainingBudgets,
  minutes: number,
): Admission {
  const most = perDay / 24;
  const came = (minutes * (perDay - most)) / minutesADay;
  const spare = new Map([...before].map(([host, left]) => [host, Math.min(most, left + came)]));
  const [going, kept]: [WatchedPetition[], WatchedPetition[]] = [[], []];
  for (const watched of due) {
    const left = spare.get(watched.host) ?? most;
    (left >= 1 ? going : kept).push(watched);
    if (left >= 1) spare.set(watched.host, left - 1);
  }
  return { admitted: going, throttled: kept, remaining: new Map([...spare].filter(([, left]) => left < most)) };
}
