/**
 * The queue between a tick that has more due than one run can do, and the runs that do it. It is first in, first out by host,
 * so that each host is asked by one run at a time, with as many connections as one run has, and no petition is in two hands.
 */
import { createHash } from 'node:crypto';
import type { SendMessageBatchRequestEntry, SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import type { Watched } from '../../src/config/watched-petition.ts';
import { instant, type Instant } from '../../src/domain/time.ts';
import { timeLimits } from '../../src/runtime/runtime.ts';
import type { Telemetry } from '../../src/runtime/telemetry.ts';
import { byHost } from '../../src/polling/process-all.ts';

/** Petitions that were due at an instant. */
const batchSchema = z.object({ dueAt: instant, petitions: z.array(z.string()) });
export type Batch = z.output<typeof batchSchema>;

/** @throws {BadInput} when it is none. */
export const batchFrom = (body: string): Batch => parseJson(batchSchema, body, 'batch');

/** What SQS takes in one request. */
const messagesInRequest = 10;
/** A run takes ten messages: some seconds of one host's time, so that a run that dies takes little with it. */
const petitionsInMessage = 25;

interface Message {
  readonly batch: Batch;
  /** Messages of one group are handed on one after the other. */
  readonly group: string;
}

export interface BatchQueue {
  /** Gives back those that the queue did not take. */
  readonly handOver: (due: readonly Watched[], dueAt: Instant) => Promise<Watched[]>;
  /** One petition in a message of its own, that is tried again until the queue puts it aside. @throws as the SDK does. */
  readonly setApart: (petition: string, dueAt: Instant) => Promise<void>;
}

export function batchQueue(QueueUrl: string, telemetry: Telemetry): BatchQueue {
  let client: SQSClient | undefined;

  /** Which of the messages were not taken. */
  async function send(messages: readonly Message[]): Promise<Message[]> {
    // Loaded when it is first needed: few monitors ever have so much due.
    const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs');
    client ??= new SQSClient({ requestHandler: timeLimits });
    const { Failed = [] } = await client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: messages.map(entryOf) }),
    );
    return Failed.flatMap(({ Id }) => messages[Number(Id)] ?? []);
  }

  async function sendOrSay(messages: readonly Message[]): Promise<Message[]> {
    try {
      return await send(messages);
    } catch (error) {
      telemetry.error('not handed over', { petitions: petitionsIn(messages).length, reason: String(error) });
      return [...messages];
    }
  }

  return {
    async handOver(due, dueAt) {
      const messages = [...byHost(due)].flatMap(([group, petitions]) =>
        chunks(petitions, petitionsInMessage).map((some): Message => {
          return { group, batch: { dueAt, petitions: some.map(({ petition }) => petition) } };
        }),
      );
      const refused = await pMap(chunks(messages, messagesInRequest), sendOrSay, { concurrency: 8 });
      const names = new Set(petitionsIn(refused.flat()));
      telemetry.info('handed over', { petitions: due.length - names.size, messages: messages.length });
      return due.filter(({ petition }) => names.has(petition));
    },
    async setApart(petition, dueAt) {
      const refused = await send([{ group: petition, batch: { dueAt, petitions: [petition] } }]);
      if (refused.length > 0) throw new Error(`the queue did not take ${petition}`);
    },
  };
}

const petitionsIn = (messages: readonly Message[]): string[] => messages.flatMap(({ batch }) => batch.petitions);

/** The same petitions of the same instant are taken once: two ticks of one minute that overlap hand over the same. */
function entryOf({ batch, group }: Message, index: number): SendMessageBatchRequestEntry {
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
