/**
 * A queue that is first in, first out by group, as SQS has them: one batch of a group is handed on at a time, what is not taken
 * comes again, and what has come often enough is put aside.
 */
import { createHash, randomUUID } from 'node:crypto';

export interface SentMessage {
  readonly body: string;
  readonly group: string;
  readonly deduplication: string;
}

export interface SqsMessage extends SentMessage {
  readonly messageId: string;
  /** How often it has been handed on. */
  received: number;
  /** When it may be handed on again: milliseconds since 1970. */
  visibleAt: number;
}

/** As lib/batches.ts has the queue: a test holds the two together. */
export const queueSettings = {
  /** For how long a message that was handed on is kept back: seconds. */
  visibilityTimeout: 60,
  /** How often a message is handed on before it is put aside. */
  maxReceiveCount: 3,
} as const;

/** SQS takes the same deduplication id once in five minutes. */
const deduplicatedFor = 5 * 60_000;
/** What Lambda takes at a time of a queue that is first in, first out. */
const maxReceived = 10;

export class FifoQueue {
  readonly #now: () => number;
  readonly #messages: SqsMessage[] = [];
  readonly #seen = new Map<string, number>();
  /** What was handed on often enough. */
  readonly deadLetters: SqsMessage[] = [];

  /** `now` in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#messages.length;
  }

  /** The id under which it was taken; of one that is there already, another that leads nowhere. */
  send(sent: SentMessage): string {
    const messageId = randomUUID();
    const key = `${sent.group}/${sent.deduplication}`;
    const before = this.#seen.get(key);
    if (before !== undefined && this.#now() - before < deduplicatedFor) return messageId;
    this.#seen.set(key, this.#now());
    this.#messages.push({ ...sent, messageId, received: 0, visibleAt: 0 });
    return messageId;
  }

  /** The first messages of a group of which nothing is under way; none where there is no such group. */
  receive(): readonly SqsMessage[] {
    this.#putAside();
    const now = this.#now();
    const underWay = new Set(this.#messages.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
    const first = this.#messages.find(({ group }) => !underWay.has(group));
    if (first === undefined) return [];
    const taken = this.#messages.filter(({ group }) => group === first.group).slice(0, maxReceived);
    for (const message of taken) {
      message.received += 1;
      message.visibleAt = now + queueSettings.visibilityTimeout * 1000;
    }
    return taken;
  }

  delete({ messageId }: SqsMessage): void {
    const index = this.#messages.findIndex((one) => one.messageId === messageId);
    if (index !== -1) this.#messages.splice(index, 1);
  }

  #putAside(): void {
    const now = this.#now();
    const tooOften = this.#messages.filter(
      ({ received, visibleAt }) => received >= queueSettings.maxReceiveCount && visibleAt <= now,
    );
    for (const message of tooOften) {
      this.delete(message);
      this.deadLetters.push(message);
    }
  }
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
