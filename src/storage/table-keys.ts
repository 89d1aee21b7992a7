/**
 * The one table: its keys and its index, so that the stack, the local monitor and the code agree on them.
 * docs/design.md describes its items and queries.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

export const tableKeys = { partition: 'pk', sort: 'sk' } as const;

/**
 * The due index: the watched petitions, by when they are due. It has only the keys, which change only when the cadence
 * of a petition does. Alerts are in it too, in a bucket of their own, by when they were detected.
 */
export const dueIndexKeys = { name: 'agenda', partition: 'lane', sort: 'slot' } as const;

/** The site function writes items of this partition and no others. Names of petitions have a slash: it is none of them. */
export const sitePartition = 'site';

/** The partition of the petitions that have followers, and of nothing else: a function can be allowed to write these alone. */
export const followersPartition = 'followers';
/** Of the items about the monitor itself: no petition has this name. */
export const monitorPartition = 'monitor';

/** The partition of what is counted of those who sign up: of a day, and in no export. */
export const signUpPartition = 'sign-up';

/** When DynamoDB may delete an item. Only what is counted has it. */
export const expiryAttribute = 'expires';
