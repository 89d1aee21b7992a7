/** The event source between a queue and its function, as in Lambda: passes on batches, and deletes what succeeded. */
import type { BatchResponse, SqsRecords } from '../../lambda/poll/process-batches.ts';
import type { FifoQueue, SqsMessage } from './queue.ts';

/** A message as Lambda passes it on. */
export const toRecord = ({ messageId, body, group, received }: SqsMessage): SqsRecords[number] => ({
  messageId,
  body,
  attributes: { MessageGroupId: group, ApproximateReceiveCount: String(received) },
});

/** Passes on batches until the queue has none. Returns the number of batches. */
export async function drainQueue(
  queue: FifoQueue,
  invoke: (records: SqsRecords) => Promise<BatchResponse>,
): Promise<number> {
  for (let batches = 0; ; batches += 1) {
    const messages = queue.receive();
    if (messages.length === 0) return batches;
    const { batchItemFailures } = await invoke(messages.map(toRecord));
    const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const message of messages) if (!failed.has(message.messageId)) queue.delete(message);
  }
}
