import { oneVerdictEach } from './any-story.ts';

test('one occurrence of a threshold is met or missed, never both, and told once, in many stories', () =>
  oneVerdictEach(3_000));
