/** What is stored of a channel: one item each, with what waits for it. */
import * as z from 'zod/mini';
import { queueSchema, type ChannelQueue } from '../domain/deliveries.ts';
import { instant, type Instant } from '../domain/time.ts';
import { tableKeys, type Item } from './table-keys.ts';
import { VersionedState, type Versioned } from './versioned-state.ts';

export interface StoredDelivery {
  /** Its name for people. */
  readonly place: string;
  readonly queue: ChannelQueue;
  /** Until then only the run that set it may send. */
  readonly lockedUntil: Instant | undefined;
}

export type LoadedDelivery = Versioned<StoredDelivery>;
export type KeyedDelivery = LoadedDelivery & { readonly key: string };

/** The partition of all channels and of nothing else, so that the deliver function can be allowed to write these alone. */
export const deliveryPartition = 'delivery';

const deliveryPrefix = 'channel#';

/** `key` is a hash of the kind and of what petitions.json says. */
export const deliveryKey = (key: string): Item => ({
  [tableKeys.partition]: { S: deliveryPartition },
  [tableKeys.sort]: { S: deliveryPrefix + key },
});

export const keyOfDelivery = (item: Item): string => (item[tableKeys.sort]?.S ?? '').slice(deliveryPrefix.length);

const stateSchema = z.object({ place: z.string(), ...queueSchema.shape, held: z.optional(instant) });

export const deliveryState = new VersionedState<StoredDelivery>(
  z.codec(stateSchema, z.custom<StoredDelivery>(), {
    decode: ({ place, held, ...queue }) => ({ place, queue, lockedUntil: held }),
    encode: ({ place, queue, lockedUntil: held }) => ({ place, ...queue, ...(held && { held }) }),
  }),
  'stored delivery',
);
