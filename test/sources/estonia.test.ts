import { newPetition } from '../../src/domain/petition.ts';
import { estonia as reader } from '../../src/sources/platforms/estonia.ts';
import { sources } from '../../src/sources/registry.ts';
import { json, serve } from '../loopback.ts';
import { at } from '../domain/story.ts';
import { id, initiative } from './contract/estonia.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const { estonia } = sources;
async function observationOf(changes: object): Promise<unknown> {
  let seen: unknown;
  await lookingAt(estonia, json({ ...initiative, ...changes }), async ({ look }) => {
    seen = (await look()).observation;
  });
  return seen;
}

test('one initiative is read from its own address, which gives JSON only to who asks for its media type', async () => {
  await lookingAt(estonia, json(initiative), async ({ look, platform }) => {
    expect((await look()).observation).toEqual({
      kind: 'reading',
      signatures: 812,
      title: 'Küla muruplats',
      url: `${platform.url}/initiatives/${id}`,
      deadline: at('2026-05-31T21:00:00Z'),
      needed: { submission: 1_000 },
      signing: { open: true },
    });
    expect(platform.requests.map(({ url, headers }) => [url, headers.accept])).toEqual([
      [`/initiatives/${id}`, 'application/vnd.rahvaalgatus.initiative+json; v=1'],
    ]);
  });
});

test('one that is not published yet is that, as long as it has not been read', async () => {
  await lookingAt(estonia, json({}, 401), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false, reason: 'not published yet' });
    const last = { at: at('2026-05-05T16:00:00Z'), signatures: 12 };
    await expect(look({ known: { ...newPetition(`estonia/${id}`), last } })).rejects.toThrow(/answered 401$/);
  });
});

describe('a phase', () => {
  test('"edit" is neither open nor closed, and has no number yet', async () => {
    const observation = await observationOf({
      phase: 'edit',
      for: null,
      signatureCount: 0,
      signatureThreshold: null,
      signingEndsAt: null,
    });
    expect(observation).toEqual({ kind: 'reading', signatures: 0, title: 'Küla muruplats', url: expect.any(String) });
  });

  test.each(['parliament', 'government'])('"%s" is met, also below the number: signatures on paper', async (phase) => {
    expect(await observationOf({ phase })).toMatchObject({
      signatures: 812,
      met: ['submission'],
      signing: { open: false, reason: `sent to ${phase}` },
    });
  });

  test('"done" is closed, and proves no more', async () => {
    const observation = await observationOf({ phase: 'done' });
    expect(observation).toMatchObject({ signing: { open: false, reason: 'done' } });
    expect(observation).not.toHaveProperty('met');
  });
});

test('fields that the description of the API leaves out may be absent, others be there; an id may be a number', async () => {
  expect(
    await observationOf({
      id: 9001,
      signingEndsAt: undefined,
      signatureThreshold: undefined,
      signaturesSinceCount: 3,
    }),
  ).toMatchObject({ signatures: 812, signing: { open: true } });
});

test('a council has its own number', async () => {
  expect(await observationOf({ for: 'tallinn', signatureThreshold: 4_506 })).toMatchObject({
    needed: { submission: 4_506 },
  });
});

test('a count of null is no count, and not zero', async () => {
  expect(await faultOf(estonia, json({ ...initiative, signatureCount: null }))).toMatch(
    /signatureCount is null: the platform does not know/,
  );
});

test('404 is an initiative that is not there', async () => {
  await lookingAt(estonia, json({}, 404), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
});

test('what did not change is as it was', async () => {
  await lookingAt(
    estonia,
    (_, response) => response.writeHead(304).end(),
    async ({ look }) => {
      await expect(look({ memory: { etag: '"a"' } })).rejects.toThrow(/never read/);
    },
  );
});

test.each([
  ['a count as text', { signatureCount: '812' }, /signatureCount must be a whole number.*\(it is "812"\)/],
  ['no count', { signatureCount: undefined }, /signatureCount must be a whole number.*\(it is missing\)/],
  ['a number of nobody', { signatureThreshold: 0 }, /signatureThreshold must be above 0, such as 1000 \(it is 0\)/],
  ['an unknown phase', { phase: 'limbo' }, /phase must be one of "edit", "sign".*\(it is "limbo"\)/],
  ['no title', { title: undefined }, /title must be a text \(it is missing\)/],
])('%s is refused, by its path', async (_, changes, message) => {
  expect(await faultOf(estonia, json({ ...initiative, ...changes }))).toMatch(message);
});

test('the HTML that it gives to others is no initiative', async () => {
  expect(await faultOf(estonia, (_, response) => response.end('<!doctype html><title>Rahvaalgatus'))).toMatch(
    /is not JSON .*it begins <!doctype html>/,
  );
});

test('the list is one answer, of those that can be signed; one without a count is left out', async () => {
  const platform = await serve(json([initiative, { ...initiative, id: 'external', signatureCount: null }]));
  const pages = await pagesOf(reader, platform.url);
  await platform.close();
  expect(pages).toMatchObject([[{ id, observation: { kind: 'reading', signatures: 812 } }]]);
  expect(platform.requests.map(({ url, headers }) => [url, headers.accept])).toEqual([
    ['/initiatives?phase=sign', 'application/vnd.rahvaalgatus.initiative+json; v=1'],
  ]);
  const none = await serve(json({}, 404));
  await expect(pagesOf(reader, none.url)).rejects.toThrow(/there is no such list/);
  await none.close();
});

test.each([
  [`https://rahvaalgatus.ee/initiatives/${id}`, id],
  ['https://rahvaalgatus.ee/initiatives', undefined],
  [`https://example.org/initiatives/${id}`, undefined],
])('the page %s is of petition %s', (page, expected) => {
  expect(estonia.idOf(new URL(page))).toBe(expected);
});
