/**
 * The one table: its keys, its index, and nothing else, so that the stack, the laptop and the code agree on them.
 * What is kept in it, and how it is asked for, stands in docs/design.md.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Record<string, AttributeValue>;

export const tableKeys = { partition: 'pk', sort: 'sk' } as const;

/**
 * The agenda: the petitions that are watched, by when they are due. Only the keys are in it, and they change only when
 * a petition's cadence does. Alerts are in it too, in a lane of their own, by when they were detected.
 */
export const dueIndexKeys = { name: 'agenda', partition: 'lane', sort: 'slot' } as const;
