/** The turns of messages on a topic: which instant is the next. */
import fc from 'fast-check';
import { nextTurn } from '../../src/domain/turns.ts';
import { at } from './story.ts';

const now = at('2026-12-01T12:00:00Z');

test.each([
  ['a topic that nobody has used is free', undefined, now],
  ['one that was free before now is free', '2026-12-01T11:59:59Z', now],
  ['one that is taken is free after that', '2026-12-01T12:15:00Z', at('2026-12-01T12:15:00Z')],
  ['one that is taken for longer was taken by a clock that was ahead', '2026-12-01T12:15:01Z', now],
])('%s', (_, freeFrom, turn) => {
  expect(nextTurn(freeFrom === undefined ? undefined : at(freeFrom), now)).toEqual(turn);
});

test('nobody waits for a turn longer than the longest queue, or gets one that is over', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 8), max: 10 ** 8 }), (seconds) => {
      const wait = nextTurn(now.add({ seconds }), now).since(now).total('minutes');
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(15);
    }),
  );
});
