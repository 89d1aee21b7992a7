/** The storms of storm.test.ts, and many more. */
import { stormsAreDamped } from './storm.ts';

test('in twelve random storms of half a day few alerts are made, none is lost, and nothing waits when all is well', () =>
  stormsAreDamped(12, 12));
