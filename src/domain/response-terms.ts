/** The words by which rules say of a response what its clock is worth, and what starts it. */

/** What the clock of a response is worth: the words of an alert follow it ("was due", "was promised", "was expected"). */
export const commitments = ['statute', 'promise', 'convention'] as const;

/** What starts the clock of a response; all but the first two are the authority's taking the petition in, by its own name. */
export const clocks = ['met', 'closed', 'presented', 'submitted', 'referred', 'established'] as const;
