/**
 * A FIFO queue with groups, as in SQS: messages of a group are received by one consumer at a time. A message that is not
 * deleted is received again, and after some receipts it is a dead letter.
 */
import { createHash, randomUUID } from 'node:crypto';
import { batchQueueSettings } from '../../lambda/poll/batch-limits.ts';

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

/** SQS accepts the same deduplication id once in five minutes. */
const deduplicatedFor = 5 * 60_000;

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

  /**
   * The first messages of groups of which none is hidden. SQS fills a batch from one group, and then from others:
   * repost.aws/knowledge-center/sqs-fifo-messages-not-returned, 2026-11.
   */
  receive(): readonly SqsMessage[] {
    this.#moveDeadLetters();
    const now = this.#now();
    const busyGroups = new Set(this.#messages.filter(({ visibleAt }) => visibleAt > now).map(({ group }) => group));
    const free = this.#messages.filter(({ group }) => !busyGroups.has(group));
    const [first] = free;
    const inOrder = [
      ...free.filter(({ group }) => group === first?.group),
      ...free.filter(({ group }) => group !== first?.group),
    ];
    const taken = inOrder.slice(0, batchQueueSettings.batchSize);
    for (const message of taken) {
      message.received += 1;
      message.visibleAt = now + batchQueueSettings.visibilityTimeout * 1000;
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
      ({ received, visibleAt }) => received >= batchQueueSettings.maxReceiveCount && visibleAt <= now,
    );
    for (const message of tooOften) {
      this.delete(message);
      this.deadLetters.push(message);
    }
  }
}

export const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
