/** The terms by which rules say what the date of a response is worth, and what starts its clock. */

/** What the date of a response is worth. All texts follow it: a response is due, promised or expected. */
export const commitments = ['statute', 'promise', 'convention'] as const;

/**
 * What starts the clock of a response. All but the first two are steps by which the authority takes the petition in.
 */
export const clocks = ['met', 'closed', 'presented', 'submitted', 'referred', 'established'] as const;
