/**
 * A FIFO queue with groups, as in SQS: one batch of a group is received at a time. A message that is not deleted is received
 * again, and after some receipts it is a dead letter.
 */
import { createHash, randomUUID } from 'node:crypto';

export interface SentMessage {
  readonly body: string;
  readonly group: string;
  readonly deduplication: string;
}

export interface SqsMessage extends SentMessage {
  readonly messageId: string;
  /** How often it has been received. */
  received: number;
  /** When it may be received again: milliseconds since 1970. */
  visibleAt: number;
}

/** The queue as in the stack: a test compares the two. */
export const queueSettings = {
  /** For how long a received message is hidden: seconds. */
  visibilityTimeout: 60,
  /** How often a message is received before it is a dead letter. */
  maxReceiveCount: 3,
} as const;

/** SQS accepts the same deduplication id once in five minutes. */
const deduplicatedFor = 5 * 60_000;
/** Lambda receives so many messages of a FIFO queue at a time. */
const maxReceived = 10;

export class FifoQueue {
  readonly #now: () => number;
  readonly #messages: SqsMessage[] = [];
  readonly #seen = new Map<string, number>();
  readonly deadLetters: SqsMessage[] = [];

  /** `now` in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get size(): number {
    return this.#messages.length;
  }

  /** Returns the message id. For a duplicate, it is an id of no message. */
  send(sent: SentMessage): string {
    const messageId = randomUUID();
    const key = `${sent.group}/${sent.deduplication}`;
    const before = this.#seen.get(key);
    if (before !== undefined && this.#now() - before < deduplicatedFor) return messageId;
    this.#seen.set(key, this.#now());
    this.#messages.push({ ...sent, messageId, received: 0, visibleAt: 0 });
    return messageId;
  }

  /** The first messages of a group of which none is hidden; none where there is no such group. */
  receive(): readonly SqsMessage[] {
    this.#moveDeadLetters();
    const now = this.#now();
    const busyGroups = new Set(this.#messages.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
    const first = this.#messages.find(({ group }) => !busyGroups.has(group));
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

  #moveDeadLetters(): void {
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
