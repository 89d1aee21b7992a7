/**
 * Generates the site when an alert was published, and on the schedule: never twice at once, and in few runs where many
 * alerts come together. An alert is in a run that begins after it.
 */
import * as z from 'zod/mini';
import { isAfter, type Instant } from '../../src/domain/time.ts';
import type { Clock } from '../../src/runtime/runtime.ts';
import type { SiteTurn, SiteTurns } from '../../src/storage/site-turn.ts';
import type { SiteSummary } from './generate.ts';

/** An event of SNS. What it says is read from the table. */
const snsEvent = z.object({ Records: z.array(z.unknown()).check(z.minLength(1)) });

export const isAlertEvent = (event: unknown): boolean => z.safeParse(snsEvent, event).success;

/**
 * What was told is on the pages within a minute. A cache keeps a page for half of it (site-file.ts), and a run over ten
 * thousand petitions takes ten seconds (2026-11, bench:site). These waits have the rest: the alerts of one poll come within
 * three seconds, and what comes during a run waits for the next one, fifteen seconds after its beginning.
 */
const gathering = { seconds: 3 };
const betweenRuns = { seconds: 15 };

/** What is read just after it was written is read consistently, at twice the price: a page never goes back to older data. */
const settling = { minutes: 1 };

export interface TurnDeps extends Clock {
  readonly turns: SiteTurns;
  /** When this invocation is over at the latest. */
  readonly ends: Instant;
  readonly generate: (consistent: boolean) => Promise<SiteSummary>;
}

/** Undefined if another run has the turn: it will see to what this one was asked for. */
export async function generateInTurn(event: unknown, deps: TurnDeps): Promise<SiteSummary | undefined> {
  const { turns, now, waitUntil, ends } = deps;
  const isAlert = isAlertEvent(event);
  const turn = await takeTurn(isAlert, deps);
  if (turn === undefined) return undefined;
  if (isAlert) await waitUntil(now().add(gathering));
  let consistent = isAlert || (turn.last !== undefined && isAfter(turn.last.add(settling), now()));
  for (;;) {
    const began = now();
    const asked = await turns.asked();
    const [outcome] = await Promise.allSettled([deps.generate(consistent)]);
    // If no time is left for another run, the next alert or the schedule makes up for it.
    const [ended, planned] = [now(), began.add(betweenRuns)];
    const next = isAfter(ended, planned) ? ended : planned;
    const hasTime = isAfter(ends, next.add(began.until(ended)));
    // What a run left is made by the next one, which has whatever came meanwhile.
    const isUnfinished = outcome.status === 'fulfilled' && outcome.value.left > 0;
    if (!(hasTime && isUnfinished) && ((await turns.end(turn, ended, hasTime ? asked : undefined)) || !hasTime)) {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    }
    await waitUntil(isUnfinished ? ended : next);
    consistent = true;
  }
}

/** An alert that finds another run asks it for one more. That one may end at the same time, and then this one is next. */
async function takeTurn(isAlert: boolean, { turns, now, ends }: TurnDeps): Promise<SiteTurn | undefined> {
  for (;;) {
    const turn = await turns.take(now(), ends);
    if (turn !== undefined || !isAlert || (await turns.ask(now()))) return turn;
  }
}
