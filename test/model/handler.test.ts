/** The handler tells what the reference tells, wherever it crashes and overlaps. */
import { tellsAfterACrashAtFirst, tellsAsTheReference } from './handler.ts';

test('nothing is lost, nothing false and nothing told twice as two, in two random stories', () =>
  tellsAsTheReference(2));

test('what a crash in the very first tick left is told by the next run', () => tellsAfterACrashAtFirst());
