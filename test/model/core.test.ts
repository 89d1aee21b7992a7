/** The core tells of every history what the plain reference tells. */
import fc from 'fast-check';
import { alertsOfCore } from './core.ts';
import { history, terms } from './history.ts';
import { looksOf } from './platform.ts';
import { alertsOf } from './reference.ts';

test('of every history the core tells what the rules say, when, and how it is known', () => {
  fc.assert(
    fc.property(terms, history, (agreed, lived) => {
      const looks = looksOf(lived, agreed);
      expect(alertsOfCore(looks, agreed)).toEqual(alertsOf(looks, agreed));
    }),
    { numRuns: 3000 },
  );
});
