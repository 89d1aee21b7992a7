/** What Lambda does between a queue and its function: hands on batches, and takes off the queue what was done. */
import type { BatchResponse, SqsRecords } from '../../lambda/poll/process-batches.ts';
import type { FifoQueue } from './queue.ts';

/** Until the queue has nothing to hand on; groups one after the other. How many batches were handed on. */
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
