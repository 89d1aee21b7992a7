/** What is stored of a list that gets digests: one item each. */
import * as z from 'zod/mini';
import { digestSchema, type Digest } from '../domain/digest.ts';
import { instant, type Instant } from '../domain/time.ts';
import { tableKeys, type Item } from './table-keys.ts';
import { VersionedState, type Versioned } from './versioned-state.ts';

export interface StoredDigest {
  /** The end of the time that digests have covered, including the committed one. */
  readonly until: Instant;
  /** A digest that is committed and not known to be accepted by SNS. */
  readonly pending: Digest | undefined;
  /** Until then only the run that wrote the digest may publish it. */
  readonly lockedUntil: Instant | undefined;
}

export type LoadedDigest = Versioned<StoredDigest>;

/**
 * The partition of all digest lists and of nothing else, so that the digest function can be allowed to write these
 * alone. No petition has this name.
 */
export const digestPartition = 'digest';

export const digestPrefix = 'list#';

export const digestKey = (name: string): Item => ({
  [tableKeys.partition]: { S: digestPartition },
  [tableKeys.sort]: { S: digestPrefix + name },
});

const stateSchema = z.object({ until: instant, sending: z.optional(digestSchema), held: z.optional(instant) });

export const digestState = new VersionedState<StoredDigest>(
  z.codec(stateSchema, z.custom<StoredDigest>(), {
    decode: ({ until, sending, held }) => ({ until, pending: sending, lockedUntil: held }),
    encode: ({ until, pending: sending, lockedUntil: held }) => ({
      until,
      ...(sending && { sending }),
      ...(held && { held }),
    }),
  }),
  'stored digest',
);
