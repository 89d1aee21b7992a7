/** How rules describe a response: what kind of commitment it is, and what starts its clock. */

/**
 * What the clock of a response is worth: the words of an alert follow it ("was due", "was promised", "was expected").
 */
export const commitments = ['statute', 'promise', 'convention'] as const;

/**
 * What starts the response clock. From the third on: the event with which the authority accepts the petition, by its
 * own name.
 */
export const clocks = ['met', 'closed', 'presented', 'submitted', 'referred', 'established'] as const;
