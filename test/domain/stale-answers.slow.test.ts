/** Whatever copies a platform answers from, what is told is true and whole: more histories than in the quick suite. */
import { tellsTheTruth } from './stale-answers.ts';

test('of 400 histories behind old copies and wrong values nothing false is told, and nothing is left out', () =>
  tellsTheTruth(400));
