/** The subscriptions of a topic as a table. */
import * as z from 'zod/mini';
import { fittingTable, type Column } from '../../local/fitting-table.ts';
import { filterPolicyText } from '../../src/config/subscriptions.ts';
import { oneLine } from '../../src/text.ts';
import type { RawFilterPolicy, SubscriptionDetails } from './topic-subscriptions.ts';

const columns: readonly Column[] = [
  { head: 'by' },
  { head: 'address' },
  { head: 'gets', width: 60 },
  { head: 'state' },
  { head: 'made by' },
];

/** `width` is that of the terminal, if not given: where the table is wider, each subscription is a block. */
export const subscribersTable = (
  subscribers: readonly SubscriptionDetails[],
  everything: string,
  width?: number,
): string =>
  fittingTable({ columns, groups: subscribers.map((one) => [rowOf(one, everything)]), wordWrap: true }, width);

function rowOf({ protocol, endpoint, filterPolicy, state, madeBy }: SubscriptionDetails, everything: string): string[] {
  const gets = filterPolicy === undefined ? 'not known until it is confirmed' : policyText(filterPolicy, everything);
  return [protocol, oneLine(endpoint), oneLine(gets), state, madeBy];
}

/** Policies that this monitor makes. Those that somebody wrote by hand may have more. */
const policySchema = z.record(z.string(), z.array(z.union([z.string(), z.strictObject({ exists: z.literal(false) })])));

function policyText(policy: RawFilterPolicy, everything: string): string {
  if (Object.keys(policy).length === 0) return everything;
  const { data } = z.safeParse(policySchema, policy);
  return data === undefined ? JSON.stringify(policy) : filterPolicyText(data);
}
