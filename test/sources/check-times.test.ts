/** Times that cannot be: what is left of a reading that has one. */
import { withoutImpossibleTimes } from '../../src/sources/check-times.ts';
import { stamp } from '../../src/sources/fields.ts';
import { sources } from '../../src/sources/registry.ts';
import type { Observation, Reading } from '../../src/domain/observation.ts';
import { json } from '../loopback.ts';
import { at } from '../domain/story.ts';
import { keyOf, lookingAt } from './reading.ts';

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
  answerDue: at('2027-06-01T00:00:00Z'),
  answer: null,
};

test('a reading with good times stays as it is', () => {
  expect(withoutImpossibleTimes(good, now)).toEqual({ reading: good, impossible: [] });
});

test.each([
  ['opened', { opened: past }, ['opened']],
  ['registered', { registered: at('2026-12-01T00:00:00Z') }, ['registered']],
  ['deadline', { deadline: at('2200-01-01T00:00:00Z') }, ['deadline']],
  ['answerDue', { answerDue: past }, ['answerDue']],
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

// Each platform that stamps in ISO 8601: a stamp in another form costs the field, and never the count.
test.each([
  [
    'uk-parliament',
    '700143',
    { data: { type: 'petition', attributes: { action: 'A', signature_count: 620, state: 'open', opened_at: 'soon' } } },
  ],
  [
    'action-network',
    'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b',
    { title: 'A', total_signatures: 620, created_date: 'yesterday' },
  ],
  ['estonia', '2043', { id: 2043, title: 'A', phase: 'sign', signatureCount: 620, signingEndsAt: '31.05.2026' }],
] as const)('of %s, a stamp in another form costs the field alone', async (name, id, body) => {
  const seen: Observation[] = [];
  const key = keyOf('key');
  await lookingAt(sources[name], json(body), async ({ look }) => void seen.push((await look({ id })).observation), {
    key,
  });
  const [observation] = seen;
  if (observation?.kind !== 'reading') throw new Error('there is no reading');
  const { reading, impossible } = withoutImpossibleTimes(observation, now);
  expect(reading.signatures).toBe(620);
  expect(impossible).toMatchObject([{ message: expect.stringContaining('is not a time that can be read') }]);
});
