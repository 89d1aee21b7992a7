/** The event source between a queue and its function, as in Lambda: passes on batches, and deletes what succeeded. */
import type { BatchResponse, SqsRecords } from '../../lambda/poll/process-batches.ts';
import type { FifoQueue } from './queue.ts';

/** Passes on batches until the queue has none, one group after the other. Returns the number of batches. */
export async function drainQueue(
  queue: FifoQueue,
  invoke: (records: SqsRecords) => Promise<BatchResponse>,
): Promise<number> {
  for (let batches = 0; ; batches += 1) {
    const messages = queue.receive();
    if (messages.length === 0) return batches;
    const { batchItemFailures } = await invoke(messages.map(({ messageId, body }) => ({ messageId, body })));
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of messages) if (!failed.has(message.messageId)) queue.delete(message);
  }
}
