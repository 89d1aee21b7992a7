/**
 * How often somebody signed up today, in DynamoDB: a count for each network and address, under a hash with a salt of the
 * day. No address is stored, and after the day nobody can find out which it was.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { signUpCountsEnd, type SignUpCounter } from '../domain/sign-up-limits.ts';
import { utcDay, type Instant } from '../domain/time.ts';
import { parse } from '../validation.ts';
import { DynamoTable } from './dynamo-table.ts';
import { expiryAttribute, signUpPartition, tableKeys, type Item } from './table-keys.ts';

const saltSchema = z.object({ salt: z.object({ S: z.string() }) });

export class SignUpCounts {
  readonly #table: DynamoTable;
  #salt: { readonly day: string; readonly text: Promise<string> } | undefined;

  constructor(client: DynamoDBClient, table: string) {
    this.#table = new DynamoTable(client, table);
  }

  /** Counts one more; false, and it is not counted, where the most was reached. */
  async add({ of, key, max }: SignUpCounter, now: Instant): Promise<boolean> {
    return this.#table.update({
      Key: keyOf(utcDay(now), `${of}#${await this.secret(key, now)}`),
      UpdateExpression: 'SET #expires = :expires ADD #count :one',
      ConditionExpression: 'attribute_not_exists(#count) OR #count < :max',
      ExpressionAttributeNames: { '#count': 'count', '#expires': expiryAttribute },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':max': { N: String(max) }, ':expires': expiry(now) },
    });
  }

  /** What only those know who can read the table: the same in all processes, and another one each day and for each purpose. */
  async secret(purpose: string, now: Instant): Promise<string> {
    const salt = await this.#saltOf(utcDay(now), now);
    return createHmac('sha256', salt).update(purpose).digest('base64url');
  }

  /** Of this day, for all processes: the first has made it. */
  #saltOf(day: string, now: Instant): Promise<string> {
    if (this.#salt?.day === day) return this.#salt.text;
    const text = this.#loadSalt(day, now);
    this.#salt = { day, text };
    // The next try asks again.
    text.catch(() => (this.#salt = undefined));
    return text;
  }

  async #loadSalt(day: string, now: Instant): Promise<string> {
    const item = await this.#table.updateFrom({
      Key: keyOf(day, 'salt'),
      UpdateExpression: 'SET #salt = if_not_exists(#salt, :new), #expires = :expires',
      ExpressionAttributeNames: { '#salt': 'salt', '#expires': expiryAttribute },
      ExpressionAttributeValues: { ':new': { S: randomBytes(32).toString('base64url') }, ':expires': expiry(now) },
      ReturnValues: 'ALL_NEW',
    });
    return parse(saltSchema, item, 'salt of the day').salt.S;
  }
}

const keyOf = (day: string, what: string): Item => ({
  [tableKeys.partition]: { S: signUpPartition },
  [tableKeys.sort]: { S: `${day}#${what}` },
});

/** DynamoDB wants seconds, and deletes within days of them. */
const expiry = (now: Instant): { readonly N: string } => ({
  N: String(Math.floor(signUpCountsEnd(now).epochMilliseconds / 1000)),
});
