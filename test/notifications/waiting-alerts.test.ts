/** What waits in an outbox: the newer of a kind replaces the older, main alerts are kept, and there is always room. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { alertNames, alertSchema, type Alert, type AlertName } from '../../src/domain/alerts.ts';
import { factOf } from '../../src/domain/flapping.ts';
import { maxOutboxBytes, mergeWaiting } from '../../src/notifications/waiting-alerts.ts';
import { at } from '../domain/story.ts';
import { sample } from './samples.ts';

const days = [at('2026-04-01T09:00:00Z'), at('2026-04-02T09:00:00Z'), at('2026-04-03T09:00:00Z')] as const;
let number = 0;
const alert = (name: AlertName, changes: Partial<Alert> = {}): Alert => ({
  ...sample(name),
  id: `test/1#${++number}`,
  ...changes,
});
const moved = (from: number, to: number): Alert =>
  alert('deadline-changed', { previousDeadline: days[from], deadline: days[to] });
const likely = (is: boolean, threshold = 'debate'): Alert => {
  const forecast = sample('forecast-changed').forecast;
  if (forecast === undefined) throw new Error('no forecast');
  return alert('forecast-changed', { threshold, forecast: { ...forecast, likely: is } });
};
const never = (): boolean => false;
const always = (): boolean => true;
const bytes = (outbox: readonly Alert[]): number =>
  Buffer.byteLength(JSON.stringify(outbox.map((one) => z.encode(alertSchema, one))));

test('a deadline that moves while the last move waits is told as one move, from where it was before both', () => {
  const [first, second] = [moved(0, 1), moved(1, 2)];
  expect(mergeWaiting([first], [second])).toEqual([{ ...second, previousDeadline: days[0] }]);
});

test('a deadline that is again where subscribers know it is not told, if they cannot have been told that it moved', () => {
  expect(mergeWaiting([moved(0, 1)], [moved(1, 0)], always)).toEqual([]);
  const back = moved(1, 0);
  expect(mergeWaiting([moved(0, 1)], [back], never)).toEqual([back]);
  expect(mergeWaiting([moved(0, 1), moved(1, 2)], [moved(2, 0)], always)).toEqual([]);
});

test('a number of the platform that moves, or is back, is told in the same way', () => {
  const renumbered = (previousNeeded: number, needed: number): Alert =>
    alert('threshold-changed', { previousNeeded, needed });
  const second = renumbered(200, 800);
  expect(mergeWaiting([renumbered(1_000, 200)], [second])).toEqual([{ ...second, previousNeeded: 1_000 }]);
  expect(mergeWaiting([renumbered(1_000, 200)], [renumbered(200, 1_000)], always)).toEqual([]);
  const back = renumbered(200, 1_000);
  expect(mergeWaiting([renumbered(1_000, 200)], [back], never)).toEqual([back]);
});

test('a forecast that waits and changes back is not told; of another threshold it stays', () => {
  const other = likely(true, 'response');
  expect(mergeWaiting([likely(true), other], [likely(false)], always)).toEqual([other]);
  const back = likely(false);
  expect(mergeWaiting([likely(true)], [back], never)).toEqual([back]);
});

test.each(['closing-soon', 'response-due-soon', 'response-overdue', 'closed-early', 'petition-gone'] as const)(
  'the newer of two %s takes the place of the older, and goes to the end',
  (name) => {
    const [older, met, newer] = [alert(name), alert('threshold-met'), alert(name)];
    expect(mergeWaiting([older, met], [newer], always)).toEqual([met, newer]);
    const elsewhere = alert(name, { threshold: 'another' });
    expect(mergeWaiting([older], [elsewhere])).toEqual([older, elsewhere]);
  },
);

test('main alerts, retractions, late answers and the start of a watch are kept, each of them, in order', () => {
  const names = alertNames.filter((name) => {
    const two = [alert(name), alert(name)];
    return mergeWaiting([two[0] ?? alert(name)], two.slice(1), always).length === 2;
  });
  expect(names).toEqual([
    ...['threshold-met', 'threshold-missed', 'response-met', 'response-missed'],
    ...['threshold-retracted', 'response-late', 'watch-started'],
  ]);
});

test('the outbox of an older version, with 596 moves of a deadline, is one move', () => {
  const waiting = Array.from({ length: 596 }, (_, index) => moved(index % 2, (index + 1) % 2));
  const [only, ...others] = mergeWaiting(waiting, []);
  expect(others).toEqual([]);
  expect(only?.id).toBe(waiting.at(-1)?.id);
});

test('at the cap, the last verdict on each threshold is left', () => {
  const title = 'ö'.repeat(300);
  const waiting = Array.from({ length: 600 }, (_, index) =>
    alert(index % 2 === 0 ? 'threshold-met' : 'threshold-retracted', { title, threshold: `t${index % 4 < 2 ? 1 : 2}` }),
  );
  expect(bytes(waiting)).toBeGreaterThan(maxOutboxBytes);
  expect(mergeWaiting(waiting, []).map(({ alert: name, threshold }) => `${name} ${threshold}`)).toEqual([
    ...['threshold-retracted t1', 'threshold-retracted t2'],
  ]);
});

test('with more thresholds than an item has room for, warnings give way to verdicts, and old ones to new ones', () => {
  const warnings = Array.from({ length: 100 }, (_, index) => alert('closing-soon', { threshold: `t${index}` }));
  const verdicts = Array.from({ length: 400 }, (_, index) => alert('threshold-met', { threshold: `t${index}` }));
  const left = mergeWaiting([...verdicts, ...warnings], []);
  expect(bytes(left)).toBeLessThanOrEqual(maxOutboxBytes);
  expect(bytes(left)).toBeGreaterThan(maxOutboxBytes - 2_000);
  expect(left).toEqual(verdicts.slice(-left.length));
});

const anyAlert = fc
  .record({
    name: fc.constantFrom(...alertNames),
    threshold: fc.constantFrom('response', 'debate'),
    from: fc.nat(2),
    to: fc.nat(2),
    title: fc.string({ maxLength: 300, unit: 'grapheme' }),
  })
  .map(({ name, threshold, from, to, title }) =>
    alert(name, {
      title,
      threshold: sample(name).threshold === null ? null : threshold,
      ...(name === 'deadline-changed' && { previousDeadline: days[from], deadline: days[to] }),
    }),
  );

test('whatever waits and comes: there is room, the last alert of each kept kind is there, and nothing is there twice', () => {
  const kept = mergeWaiting(
    [],
    [...alertNames].map((name) => alert(name)),
  ).length;
  expect(kept).toBe(alertNames.length);
  fc.assert(
    fc.property(fc.array(anyAlert, { maxLength: 400 }), fc.array(anyAlert, { maxLength: 8 }), (waiting, added) => {
      const merged = mergeWaiting(waiting, added);
      expect(bytes(merged)).toBeLessThanOrEqual(maxOutboxBytes);
      expect(new Set(merged.map(({ id }) => id)).size).toBe(merged.length);
      // Once merged, merging changes nothing.
      expect(mergeWaiting(merged, [])).toEqual(merged);
      const facts = new Map([...waiting, ...added].map((one) => [factOf(one), one.id]));
      for (const id of facts.values()) expect(merged.map((one) => one.id)).toContain(id);
    }),
    { numRuns: 30 },
  );
});
