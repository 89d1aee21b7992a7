/** The limits of the queue for batches: what the function sends, the stack creates and the emulator has. */

/** How many petitions of one host are in a message: three rounds of eight at a time. */
export const petitionsInMessage = 24;

export const batchQueueSettings = {
  /**
   * How many messages a run takes. Two are six rounds: 30 seconds of a host that takes five for an answer. That is less
   * than a run has, so nothing is handed back unread.
   */
  batchSize: 2,
  /** In seconds. AWS asks for six times the limit of the function: throttled runs need the time. */
  visibilityTimeout: 300,
  /** Each delivery counts, also one that was throttled or handed back. A petition that fails is isolated at the first. */
  maxReceiveCount: 10,
} as const;
