/** The turns of messages on a topic, one after the other. */
import { isAfter, type Instant } from './time.ts';

/** No queue is so long: a turn that is further ahead was taken while this machine's clock was ahead. */
const longestQueue = { minutes: 15 };

/** The next turn, if the topic is free from some instant on. */
export const nextTurn = (freeFrom: Instant | undefined, now: Instant): Instant =>
  freeFrom !== undefined && isAfter(freeFrom, now) && !isAfter(freeFrom, now.add(longestQueue)) ? freeFrom : now;
