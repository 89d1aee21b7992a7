/**
 * Sends batches to the queue when a tick has more due than one run can do. It has one FIFO group per host: one consumer
 * at a time, and no petition is processed twice.
 */
import { createHash } from 'node:crypto';
import type { SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { instant, type Instant } from '../../src/domain/time.ts';
import { clientOptions } from '../../src/runtime/runtime.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { groupByHost } from '../../src/polling/process-all.ts';
import { petitionsInMessage } from './batch-limits.ts';

/** Petitions that were due at an instant. */
const batchSchema = z.object({ dueAt: instant, petitions: z.array(z.string()) });
export type Batch = z.output<typeof batchSchema>;

/** @throws {BadInput} when it is not a batch. */
export const parseBatch = (body: string): Batch => parseJson(batchSchema, body, 'batch');

/** The limit of SQS for one request. */
const messagesInRequest = 10;
/** In so many groups between them: as many runs, if the table fails for hundreds. */
const isolationGroups = 4;

interface QueueMessage {
  readonly batch: Batch;
  /** Messages of one group are delivered one after the other. */
  readonly group: string;
}

export interface BatchSender {
  /** Returns those that the queue did not accept. */
  readonly offload: (due: readonly WatchedPetition[], dueAt: Instant) => Promise<WatchedPetition[]>;
  /**
   * One petition in its own message, which is retried until it moves to the dead-letter queue. @throws as the SDK does.
   */
  readonly isolate: (petition: string, dueAt: Instant) => Promise<void>;
}

export function createBatchSender(QueueUrl: string, telemetry: Telemetry): BatchSender {
  let client: SQSClient | undefined;

  /** Returns the messages that were not accepted. */
  async function send(messages: readonly QueueMessage[]): Promise<QueueMessage[]> {
    // Loaded at its first use: few monitors ever have so much due.
    const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    client ??= new SQSClient(clientOptions);
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: messages.map(toEntry) }),
    );
    return Failed.flatMap(({ Id }) => messages[Number(Id)] ?? []);
  }

  async function sendOrLog(messages: readonly QueueMessage[]): Promise<QueueMessage[]> {
    try {
      return await send(messages);
    } catch (error) {
      telemetry.error('batch not enqueued', { petitions: petitionsIn(messages).length, reason: String(error) });
      return [...messages];
    }
  }

  return {
    async offload(due, dueAt) {
      const messages = [...groupByHost(due)].flatMap(([group, petitions]) =>
        chunks(petitions, petitionsInMessage).map((some): QueueMessage => {
          return { group, batch: { dueAt, petitions: some.map(({ petition }) => petition) } };
        }),
      );
      const refused = await pMap(chunks(messages, messagesInRequest), sendOrLog, { concurrency: 8 });
      const names = new Set(petitionsIn(refused.flat()));
      telemetry.info('petitions enqueued', { petitions: due.length - names.size, messages: messages.length });
      return due.filter(({ petition }) => names.has(petition));
    },
    async isolate(petition, dueAt) {
      const group = `isolated ${Number.parseInt(fingerprint(petition).slice(0, 6), 16) % isolationGroups}`;
      const refused = await send([{ group, batch: { dueAt, petitions: [petition] } }]);
      if (refused.length > 0) throw new Error(`the queue did not take ${petition}`);
    },
  };
}

const petitionsIn = (messages: readonly QueueMessage[]): string[] => messages.flatMap(({ batch }) => batch.petitions);

/**
 * Sent twice, the same petitions of the same minute are delivered once: two ticks of one minute that overlap offload
 * the same.
 */
function toEntry({ batch, group }: QueueMessage, index: number): SendMessageBatchRequestEntry {
  const MessageBody = JSON.stringify(z.encode(batchSchema, batch));
  const minute = batch.dueAt.toString({ smallestUnit: 'minute' });
  return {
    Id: String(index),
    MessageBody,
    MessageGroupId: fingerprint(group),
    MessageDeduplicationId: fingerprint(`${group} ${minute} ${batch.petitions.join(' ')}`),
  };
}

/** A hash of any text, as SQS needs its ids: without blanks, of at most 128 characters. */
const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex');

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
