/** Delivers messages from an outbox: commits, publishes and clears them. What is not cleared is published again. */
import { isFuture } from '../domain/clock.ts';
import { isAfter, type Instant } from '../domain/time.ts';
import type { Telemetry } from '../runtime/telemetry.ts';
import { NotYet } from './pace.ts';
import { errorMessage } from '../text.ts';

/** An alert about a petition, or a notice to the operators. */
interface OutboxMessage {
  readonly id: string;
  readonly petition?: string;
}

export interface PublishDeps {
  readonly now: () => Instant;
  /** When this run is over at the latest, by the clock of `now`. Until then it alone publishes what it committed. */
  readonly ends: Instant;
  /** How long a message may wait for its turn: until then. What has its turn later stays in its outbox. */
  readonly latestTurn: () => Instant;
  readonly telemetry: Telemetry;
}

/** Commit writes the outbox, locked if there is something to publish; undefined when another run has written since. */
interface Delivery<Message, State> {
  readonly commit: (lockedUntil: Instant | undefined) => Promise<State | undefined>;
  readonly publish: () => Promise<readonly Message[]>;
  readonly clear: (undelivered: readonly Message[], committed: State) => Promise<State | undefined>;
}

/** What SNS did not accept, and what is stored now; undefined when another run has written before it was cleared. */
interface Delivered<Message, State> {
  readonly undelivered: readonly Message[];
  readonly stored: State | undefined;
}

/** A run may die after each step. Undefined when nothing was committed. */
export async function deliver<Message, State>(
  messages: readonly Message[],
  ends: Instant,
  { commit, publish, clear }: Delivery<Message, State>,
): Promise<Delivered<Message, State> | undefined> {
  const committed = await commit(messages.length > 0 ? ends : undefined);
  if (committed === undefined || messages.length === 0) return committed && { undelivered: [], stored: committed };
  const undelivered = await publish();
  return { undelivered, stored: await clear(undelivered, committed) };
}

/** Lambda lets no function run longer. A lock that ends later was made while this machine's clock was ahead. */
const longestRun = { minutes: 15 };

/** Whether another run may be publishing from an outbox: to write its item now would make that run publish twice. */
export const isLocked = ({ lockedUntil }: { readonly lockedUntil: Instant | undefined }, now: Instant): boolean =>
  lockedUntil !== undefined && isAfter(lockedUntil, now) && !isFuture(lockedUntil, now.add(longestRun));

/** What is published until then is cleared from its outbox before the run is over, and its watchdog can be moved. */
export const lastTurnOf = ({ ends }: Pick<PublishDeps, 'ends'>): Instant => ends.subtract({ seconds: 12 });

/** What was not published: SNS did not accept it, or its turn is later. */
export interface NotPublished<Message> {
  readonly refused: readonly Message[];
  readonly waiting: readonly Message[];
}

/**
 * Publishes all. A refused message stops no other, but for later ones about the same: what is said last must be what
 * holds. Only a message that is refused for its content is overtaken. None overtakes one that waits for its turn. `behind`
 * are the facts of refused ones.
 */
export async function publishAll<Message extends OutboxMessage>(
  messages: readonly Message[],
  publish: (message: Message, latestTurn: Instant) => Promise<void>,
  { now, ends, latestTurn, telemetry }: PublishDeps,
  factOf: (message: Message) => string = ({ id }) => id,
  behind = new Set<string>(),
): Promise<NotPublished<Message>> {
  const refused: Message[] = [];
  for (const [index, message] of messages.entries()) {
    if (behind.has(factOf(message))) {
      refused.push(message);
      continue;
    }
    const about = { ...(message.petition !== undefined && { petition: message.petition }), alert: message.id };
    try {
      if (isAfter(now(), ends)) throw new Error('the run deadline has passed');
      await publish(message, latestTurn());
      telemetry.info('alert published', about);
    } catch (error) {
      if (error instanceof NotYet) return { refused, waiting: messages.slice(index) };
      const reason = errorMessage(error);
      telemetry.error('alert not published', { ...about, reason });
      refused.push(message);
      if (!isRefusedForContent(error)) behind.add(factOf(message));
    }
  }
  return { refused, waiting: [] };
}

/** It would be refused for ever. */
export const isRefusedForContent = (error: unknown): boolean =>
  error instanceof Error && error.name.startsWith('InvalidParameter');
