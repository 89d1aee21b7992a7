/** Whatever copies a platform answers from, what is told is true and whole; 400 in the slow suite. */
import { tellsTheTruth } from './stale-answers.ts';

test('of 60 histories behind old copies and wrong values nothing false is told, and nothing is left out', () =>
  tellsTheTruth(60));
