/**
 * The queue between a tick that has more due than one run can do, and the runs that do it. It is first in, first out by
 * host, so that each host is asked by one run at a time, with as many connections as one run has, and no petition is in
 * two hands.
 */
import { createHash } from 'node:crypto';
import type { SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { instant, type Instant } from '../../src/domain/time.ts';
import { requestTimeouts } from '../../src/runtime/runtime.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { groupByHost } from '../../src/polling/process-all.ts';

/** Petitions that were due at an instant. */
const batchSchema = z.object({ dueAt: instant, petitions: z.array(z.string()) });
export type Batch = z.output<typeof batchSchema>;

/** @throws {BadInput} when it is none. */
export const parseBatch = (body: string): Batch => parseJson(batchSchema, body, 'batch');

/** What SQS takes in one request. */
const messagesInRequest = 10;
/** A run takes ten messages: some seconds of one host's time, so that a run that dies takes little with it. */
const petitionsInMessage = 25;

interface QueueMessage {
  readonly batch: Batch;
  /** Messages of one group are handed on one after the other. */
  readonly group: string;
}

export interface BatchSender {
  /** Gives back those that the queue did not take. */
  readonly offload: (due: readonly WatchedPetition[], dueAt: Instant) => Promise<WatchedPetition[]>;
  /**
   * One petition in a message of its own, that is tried again until the queue puts it aside. @throws as the SDK does.
   */
  readonly isolate: (petition: string, dueAt: Instant) => Promise<void>;
}

export function createBatchSender(QueueUrl: string, telemetry: Telemetry): BatchSender {
  let client: SQSClient | undefined;

  /** Which of the messages were not taken. */
  async function send(messages: readonly QueueMessage[]): Promise<QueueMessage[]> {
    // Loaded when it is first needed: few monitors ever have so much due.
    const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    client ??= new SQSClient({ requestHandler: requestTimeouts });
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: messages.map(toEntry) }),
    );
    return Failed.flatMap(({ Id }) => messages[Number(Id)] ?? []);
  }

  async function sendOrSay(messages: readonly QueueMessage[]): Promise<QueueMessage[]> {
    try {
      return await send(messages);
    } catch (error) {
      telemetry.error('not handed over', { petitions: petitionsIn(messages).length, reason: String(error) });
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
      const refused = await pMap(chunks(messages, messagesInRequest), sendOrSay, { concurrency: 8 });
      const names = new Set(petitionsIn(refused.flat()));
      telemetry.info('handed over', { petitions: due.length - names.size, messages: messages.length });
      return due.filter(({ petition }) => names.has(petition));
    },
    async isolate(petition, dueAt) {
      const refused = await send([{ group: petition, batch: { dueAt, petitions: [petition] } }]);
      if (refused.length > 0) throw new Error(`the queue did not take ${petition}`);
    },
  };
}

const petitionsIn = (messages: readonly QueueMessage[]): string[] => messages.flatMap(({ batch }) => batch.petitions);

/** The same petitions of the same instant are taken once: two ticks of one minute that overlap hand over the same. */
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

/** Of any text, as SQS wants its ids: without blanks, of at most 128 characters. */
const fingerprint = (text: string): string => createHash('sha256').update(text).digest('hex');

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));
}
