/** The storms of storm.test.ts, and many more. */
import { stormsAreDamped } from './storm.ts';

test('in two hundred random storms of a day few alerts are made, none is lost, and nothing waits when all is well', () =>
  stormsAreDamped(200));
