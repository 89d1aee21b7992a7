/**
 * The budgets of hosts: what a tick may ask of each is taken from what has come in since, a twenty-fourth of a day's
 * requests saved at most, so that no twenty-four hours hold more. Who is kept back comes at a later tick.
 */
import type { Watched } from '../../src/config/watched-petition.ts';
import { isAfter, type Instant } from '../../src/domain/time.ts';

const minutesADay = 1440;

/** Requests left by host; a host that is not named has as many as can be saved. */
export type Spare = ReadonlyMap<string, number>;

export interface Allotted {
  readonly going: readonly Watched[];
  readonly kept: readonly Watched[];
  readonly spare: Spare;
}

/** Who has been kept back for so long goes before everybody else. */
const longEnough = { hours: 1 };

/** The due, by how little they can wait: `urgent` are names, `left` says since when others have been. */
export function byNeed(
  due: readonly Watched[],
  urgent: readonly string[],
  left: ReadonlyMap<string, Instant>,
  now: Instant,
): Watched[] {
  const pressing = new Set(urgent);
  const needOf = ({ petition }: Watched): number => {
    const since = left.get(petition);
    if (since !== undefined && !isAfter(since.add(longEnough), now)) return 0;
    if (pressing.has(petition)) return 1;
    return since === undefined ? 3 : 2;
  };
  return [...due].sort((a, b) => needOf(a) - needOf(b));
}

/** Lets as many look as the budgets of their hosts have, in this order: who can least wait comes first. */
export function allot(due: readonly Watched[], perDay: number, before: Spare, minutes: number): Allotted {
  const most = perDay / 24;
  const came = (minutes * (perDay - most)) / minutesADay;
  const spare = new Map([...before].map(([host, left]) => [host, Math.min(most, left + came)]));
  const [going, kept]: [Watched[], Watched[]] = [[], []];
  for (const watched of due) {
    const left = spare.get(watched.host) ?? most;
    (left >= 1 ? going : kept).push(watched);
    if (left >= 1) spare.set(watched.host, left - 1);
  }
  return { going, kept, spare: new Map([...spare].filter(([, left]) => left < most)) };
}
