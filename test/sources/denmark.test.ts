/** Denmark: what is peculiar to it. The rest is in contract.test.ts. */
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { sources } from '../../src/sources/registry.ts';
import { at } from '../domain/story.ts';
import { proposal, searching } from './contract/denmark.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const source = sources.denmark;
const other = { ...proposal, externalId: 'FT-00124', votes: 5 };

test('a proposal is asked for among the active ones, in one request where it is on their first page', async () => {
  const asked: unknown[] = [];
  await lookingAt(source, searching({ active: [[other, proposal], [other]] }, asked), async ({ look, platform }) => {
    expect((await look()).observation).toEqual({
      kind: 'reading',
      signatures: 49_987,
      title: 'Flere bænke i parkerne',
      url: `${platform.url}/se-og-stoet-forslag/?Id=FT-09901`,
      opened: at('2026-03-02T23:00:00Z'),
      signing: { open: true },
    });
  });
  expect(asked).toEqual([
    { filter: 'active', sortOrder: 'NewestFirst', searchQuery: '', pageNumber: 0, pageSize: 1024 },
  ]);
});

test('one that is active no more is found among all; its 180 days decide, and no word of its status', async () => {
  const pages = { active: [[other]], all: [[other], [{ ...proposal, status: 'Ended' }]] };
  const terms = { history: source.history, warnBefore: [], announceStart: true, lagMinutes: source.lagMinutes };
  await lookingAt(source, searching(pages), async ({ look }) => {
    const { observation, unreadable } = await look();
    expect(observation).toMatchObject({ signatures: 49_987 });
    expect(observation).not.toHaveProperty('signing');
    expect(unreadable).toEqual([]);
    const verdictAt = (now: string): unknown =>
      evaluate(newPetition('denmark/FT-09901'), observation, at(now), terms).petition.thresholds.motion?.verdict;
    // Day 180 is the 30th of August, until its end in Copenhagen.
    expect(verdictAt('2026-08-30T21:59:00Z')).toBe('open');
    expect(verdictAt('2026-08-30T23:00:00Z')).toBe('missed');
  });
});

test('one that met its number and is supported beyond the 180 days stays met', async () => {
  const terms = { history: source.history, warnBefore: [], announceStart: true, lagMinutes: source.lagMinutes };
  let petition = newPetition('denmark/FT-09901');
  for (const [votes, now] of [[50_000, '2026-08-01T12:00:00Z'] as const, [71_000, '2026-11-01T12:00:00Z'] as const])
    await lookingAt(source, searching({ active: [[{ ...proposal, votes }]] }), async ({ look }) => {
      petition = evaluate(petition, (await look()).observation, at(now), terms).petition;
    });
  expect(petition).toMatchObject({
    last: { signatures: 71_000 },
    thresholds: { motion: { verdict: 'met', certain: true } },
  });
  expect(petition.closed).toBeUndefined();
});

test('one that is nowhere is gone, and not for ever', async () => {
  await lookingAt(source, searching({ active: [[other]], all: [[other]] }), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
});

test.each([
  ['no active ones', { active: [[]], all: [[other]] }],
  ['none at all', { active: [[other]], all: [[]] }],
])('%s is a fault of the platform, and no proposal is gone', async (_, pages) => {
  expect(await faultOf(source, searching(pages))).toMatch(/has no proposals at all/);
});

test.each([
  ['with a capital', '3. Marts 2026', '2026-03-02T23:00:00Z'],
  ['in summer time', '23. maj 2026', '2026-05-22T22:00:00Z'],
])('a day %s is read', async (_, date, opened) => {
  await lookingAt(source, searching({ active: [[{ ...proposal, date }]] }), async ({ look }) => {
    expect((await look()).observation).toMatchObject({ opened: at(opened) });
  });
});

test('a day in other words costs the day, and is told; the count is read, in the list too', async () => {
  const pages = { active: [[{ ...proposal, date: '2026-03-03' }]] };
  await lookingAt(source, searching(pages), async ({ look, platform }) => {
    const { observation, unreadable } = await look();
    expect(observation).toMatchObject({ signatures: 49_987 });
    expect(observation).not.toHaveProperty('opened');
    expect(unreadable).toMatchObject([{ path: 'date', message: expect.stringContaining('is not of the form') }]);
    const [listed] = (await pagesOf(await source.reader(), platform.url)).flat();
    expect(listed?.observation).toEqual(observation);
  });
});

test('a list that answers to every page with the first one ends', async () => {
  const same = { active: Array.from({ length: 9 }, () => [other]) };
  await lookingAt(source, searching(same), async ({ platform }) => {
    expect(await pagesOf(await source.reader(), platform.url)).toHaveLength(1);
  });
});

test('it is not gone while something in the list has no id of a proposal: that may be it', async () => {
  const strange = { ...proposal, externalId: '__proto__' };
  await lookingAt(source, searching({ active: [[other]], all: [[other, strange]] }), async ({ look }) => {
    await expect(look()).rejects.toThrow('lists proposals without an id such as "FT-09901"');
  });
});
