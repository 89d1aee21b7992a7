/** The health of the sources as it is stored: one item, with the outbox of notices. */
import * as z from 'zod/mini';
import { recipientCheckSchema, type RecipientCheck } from '../domain/monitor-health.ts';
import { healthSchema, noticeSchema, type SourceHealth, type Notice } from '../domain/source-health.ts';
import { instant, type Instant } from '../domain/time.ts';
import { monitorPartition, tableKeys, type Item } from './table-keys.ts';
import { VersionedState, type Versioned } from './versioned-state.ts';

export interface StoredHealth {
  readonly health: SourceHealth;
  /** Notices that are committed and not known to be accepted by SNS. */
  readonly outbox: readonly Notice[];
  /** Until then only the run that wrote the outbox may publish from it. */
  readonly lockedUntil: Instant | undefined;
  readonly recipientsChecked: RecipientCheck | undefined;
}

export type LoadedHealth = Versioned<StoredHealth>;

export const noHealth: LoadedHealth = {
  health: {},
  outbox: [],
  lockedUntil: undefined,
  recipientsChecked: undefined,
  version: 0,
};

export const healthKey: Item = { [tableKeys.partition]: { S: monitorPartition }, [tableKeys.sort]: { S: 'health' } };

const stateSchema = z.object({
  health: healthSchema,
  outbox: z.array(noticeSchema),
  held: z.optional(instant),
  recipientsChecked: z.optional(recipientCheckSchema),
});

export const healthState = new VersionedState<StoredHealth>(
  z.codec(stateSchema, z.custom<StoredHealth>(), {
    decode: ({ health, outbox, held, recipientsChecked }) => ({ health, outbox, lockedUntil: held, recipientsChecked }),
    encode: ({ health, outbox, lockedUntil: held, recipientsChecked }) => ({
      health,
      outbox: [...outbox],
      ...(held && { held }),
      ...(recipientsChecked && { recipientsChecked }),
    }),
  }),
  'stored health',
);
