/**
 * The pace of messages. SNS suspends a mail address that gets more than ten a second, and deletes it two days later
 * (docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11). So no topic is given more than five a second
 * by all publishers together.
 */
import { isAfter, type Instant } from '../domain/time.ts';
import { nextTurn } from '../domain/turns.ts';
import type { Clock } from '../runtime/runtime.ts';

/** How many messages a second a topic is given: by all functions together, and by a command beside them. */
export const messagesPerSecond = { functions: 4, commands: 1 } as const;

/** Takes the next turn of a topic, and returns when it is; undefined when it is later than `latest`, and not taken. */
export type TakeTurn = (
  topic: string,
  now: Instant,
  latest?: Instant,
) => Instant | undefined | Promise<Instant | undefined>;

/** Resolves when a message may be published. @throws {NotYet} when that is later than `latest`: it stays in its outbox. */
export type Pace = (topic: string, latest?: Instant) => Promise<void>;

export class NotYet extends Error {
  constructor() {
    super('the topic is given as many messages as SNS delivers');
  }
}

export const createPace =
  (takeTurn: TakeTurn, { now, waitUntil }: Clock): Pace =>
  async (topic, latest) => {
    const turn = await takeTurn(topic, now(), latest);
    if (turn === undefined) throw new NotYet();
    if (isAfter(turn, now())) await waitUntil(turn);
  };

export const millisecondsApart = (perSecond: number): number => Math.ceil(1000 / perSecond);

/** The turns of topics to which no other process publishes. */
export function turnsOfProcess(perSecond: number): TakeTurn {
  const milliseconds = millisecondsApart(perSecond);
  const next = new Map<string, Instant>();
  return (topic, now, latest) => {
    const turn = nextTurn(next.get(topic), now);
    if (latest !== undefined && isAfter(turn, latest)) return undefined;
    next.set(topic, turn.add({ milliseconds }));
    return turn;
  };
}
