/** Who subscribes to a topic, as a table for a terminal. */
import Table from 'cli-table3';
import * as z from 'zod/mini';
import { filterPolicyText } from '../../src/config/subscriptions.ts';
import { oneLine } from '../../src/text.ts';
import type { RawFilterPolicy, SubscriptionDetails } from './topic-subscriptions.ts';

export function subscribersTable(subscribers: readonly SubscriptionDetails[], everything: string): string {
  const table = new Table({
    head: ['by', 'address', 'gets', 'state', 'made by'],
    style: { head: [], border: [], compact: true },
    colWidths: [null, null, 60],
    wordWrap: true,
  });
  for (const { protocol, endpoint, filterPolicy, confirmed, madeBy } of subscribers) {
    const gets = filterPolicy === undefined ? 'not known before it is confirmed' : choice(filterPolicy, everything);
    table.push([protocol, oneLine(endpoint), oneLine(gets), confirmed ? 'confirmed' : 'pending', madeBy]);
  }
  return table.toString();
}

/** As far as this monitor makes policies; those that somebody made by hand may say more. */
const policySchema = z.record(z.string(), z.array(z.union([z.string(), z.strictObject({ exists: z.literal(false) })])));

function choice(policy: RawFilterPolicy, everything: string): string {
  if (Object.keys(policy).length === 0) return everything;
  const { data } = z.safeParse(policySchema, policy);
  return data === undefined ? JSON.stringify(policy) : filterPolicyText(data);
}
