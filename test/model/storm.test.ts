/** Platforms that keep changing what they show: storm.slow.test.ts has more of them. */
import { stormsAreDamped } from './storm.ts';

test('in random storms of two hours few alerts are made, none is lost, and nothing waits when all is well', () =>
  stormsAreDamped(2, 2));
