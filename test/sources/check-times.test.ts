/** Times that cannot be: what is left of a reading that has one. */
import { withoutImpossibleTimes } from '../../src/sources/check-times.ts';
import { stamp } from '../../src/sources/fields.ts';
import type { Reading } from '../../src/domain/observation.ts';
import { at } from '../domain/story.ts';

const now = at('2026-11-29T12:00:00Z');
const past = at('1970-01-01T00:00:00Z');
const good: Reading = {
  signatures: 620,
  title: 'Save the green',
  opened: at('2026-10-01T00:00:00Z'),
  registered: at('2026-09-01T00:00:00Z'),
  deadline: at('2027-04-01T00:00:00Z'),
  signing: { open: false, at: at('2026-11-28T00:00:00Z') },
  stamps: { response: at('2026-11-01T00:00:00Z'), debate: null },
  clockStarted: null,
  parts: { Berlin: 7 },
  partsAt: at('2026-11-28T00:00:00Z'),
  answer: null,
};

test('a reading with good times stays as it is', () => {
  expect(withoutImpossibleTimes(good, now)).toEqual({ reading: good, impossible: [] });
});

test.each([
  ['opened', { opened: past }, ['opened']],
  ['registered', { registered: at('2026-12-01T00:00:00Z') }, ['registered']],
  ['deadline', { deadline: at('2200-01-01T00:00:00Z') }, ['deadline']],
  ['signing.at', { signing: { open: false, at: past } }, ['signing']],
  ['clockStarted', { clockStarted: past }, ['clockStarted']],
  ['partsAt', { partsAt: past }, ['parts', 'partsAt']],
  ['answer.at', { answer: { at: past } }, ['answer']],
] satisfies [string, Partial<Reading>, (keyof Reading)[]][])(
  '%s that cannot be costs that field alone',
  (path, changes, lost) => {
    const { reading, impossible } = withoutImpossibleTimes({ ...good, ...changes }, now);
    expect(impossible.map((fault) => fault.path)).toEqual([path]);
    const left = Object.entries(good).filter(([name]) => !lost.some((one) => one === name));
    expect(reading).toEqual(Object.fromEntries(left));
  },
);

test('of the stamps, only the one that cannot be is lost', () => {
  const stamps = { response: past, debate: null };
  expect(withoutImpossibleTimes({ ...good, stamps }, now).reading.stamps).toEqual({ debate: null });
});

test.each(['soon', 7, '31.05.2026', {}])('a stamp that cannot be read, %j, cannot be', (value) => {
  const opened = stamp.parse(value) ?? undefined;
  const { reading, impossible } = withoutImpossibleTimes({ ...good, ...(opened && { opened }) }, now);
  expect(impossible).toEqual([
    { path: 'opened', message: expect.stringMatching(/^is not a time that can be read; a good/) },
  ]);
  expect(reading).not.toHaveProperty('opened');
});
