/**
 * The topics of followers in a file: who signed up on the site is known after a restart, and the links in older mails go on
 * to work. The file is written before anybody is told, so that a kill loses nothing.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod/mini';
import { errorMessage } from '../../src/text.ts';
import { writeWhole } from '../write-whole.ts';
import { SnsError } from './sns-error.ts';
import { defaultAttributes } from './subscription-attributes.ts';
import type { Topic } from './topics.ts';

/** Beside the database, in a data folder. */
export const followersFile = (database: string): string => join(dirname(database), 'followers.json');

/** All are of mail addresses, without attributes: the form makes no others. */
const subscriptionSchema = z.object({
  arn: z.string(),
  endpoint: z.string(),
  token: z.optional(z.string()),
  pendingSince: z.number(),
});
const fileSchema = z.object({
  version: z.literal(1),
  /** Of the SNS endpoint: the links in mails have it. */
  port: z.int(),
  topics: z.array(
    z.object({
      arn: z.string(),
      attributes: z.object({ DisplayName: z.string(), KmsMasterKeyId: z.string() }),
      tags: z.array(z.tuple([z.string(), z.string()])),
      subscriptions: z.array(subscriptionSchema),
    }),
  ),
});
type KeptFile = z.output<typeof fileSchema>;

export interface KeptTopics {
  /** Undefined where nothing was kept. */
  readonly port: number | undefined;
  /** By their ARN. */
  readonly topics: ReadonlyMap<string, Topic>;
  /** Writes those of the topics that are kept. Where links have had a port, the file keeps that one. */
  readonly write: (topics: ReadonlyMap<string, Topic>, port: number) => void;
}

/** @throws when the file is damaged. The error has nothing of its content, which is addresses. */
export async function readKeptTopics(file: string, isKept: (topic: string) => boolean): Promise<KeptTopics> {
  const kept = existsSync(file) ? parseFile(await readFile(file, 'utf8'), file) : undefined;
  return {
    port: kept?.port,
    topics: new Map(kept?.topics.map((one) => [one.arn, topicOf(one)])),
    write: (topics, port) => {
      const all = [...topics].filter(([arn]) => isKept(arn)).map(([arn, topic]) => storedTopic(arn, topic));
      const next: KeptFile = { version: 1, port: kept?.port ?? port, topics: all };
      try {
        writeWhole(file, `${JSON.stringify(next)}\n`, { mode: 0o600, flush: true });
      } catch (error) {
        throw new SnsError('InternalError', `${file} cannot be written: ${errorMessage(error)}`);
      }
    },
  };
}

function parseFile(text: string, file: string): KeptFile {
  try {
    return z.parse(fileSchema, JSON.parse(text));
  } catch {
    throw new Error(
      `${file}: the followers cannot be read, for the file is damaged; restore it from a copy, or delete it: then all have to sign up again`,
    );
  }
}

const topicOf = ({ arn: topic, attributes, tags, subscriptions }: KeptFile['topics'][number]): Topic => ({
  attributes,
  tags: new Map(tags),
  subscriptions: new Map(
    subscriptions.map(({ arn, endpoint, token, pendingSince }) => [
      arn,
      {
        ...defaultAttributes,
        ...{ arn, topic, protocol: 'email', endpoint, token, pendingSince, isProtected: false, leftAt: undefined },
      },
    ]),
  ),
  left: [],
});

const storedTopic = (arn: string, { attributes, tags, subscriptions }: Topic): KeptFile['topics'][number] => ({
  arn,
  attributes,
  tags: [...tags],
  subscriptions: [...subscriptions.values()].map(({ arn: own, endpoint, token, pendingSince }) => ({
    arn: own,
    endpoint,
    pendingSince,
    ...(token !== undefined && { token }),
  })),
});
