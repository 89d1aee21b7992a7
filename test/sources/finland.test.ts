import type { RequestListener } from 'node:http';
import { finland as reader } from '../../src/sources/platforms/finland.ts';
import { sources } from '../../src/sources/registry.ts';
import { json, serve } from '../loopback.ts';
import { at, Story } from '../domain/story.ts';
import { initiative } from './contract/finland.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const { finland } = sources;

async function observationOf(changes: object, now = '2026-01-05T17:00:00Z'): Promise<unknown> {
  let seen: unknown;
  await lookingAt(finland, json({ ...initiative, ...changes }), async ({ look }) => {
    seen = (await look({ now })).observation;
  });
  return seen;
}

test('one initiative is read from its own address; its last day counts whole, in Helsinki', async () => {
  await lookingAt(finland, json(initiative), async ({ look, platform }) => {
    expect((await look({ now: '2026-01-05T17:00:00Z' })).observation).toEqual({
      kind: 'reading',
      signatures: 41_500,
      title: 'Kylän viheriö',
      url: 'https://www.kansalaisaloite.fi/fi/aloite/1234',
      opened: at('2025-08-31T21:00:00Z'),
      deadline: at('2026-03-01T21:59:59.999Z'),
      signing: { open: true },
    });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/api/v1/initiatives/1234']);
  });
});

describe('a state', () => {
  test('"DONE" is sent to Parliament: met, whatever the count, and closed', async () => {
    expect(await observationOf({ state: 'DONE', votingInProgress: false })).toMatchObject({
      signatures: 41_500,
      met: ['parliament'],
      signing: { open: false, reason: 'sent to Parliament', at: at('2025-08-31T14:57:45Z') },
    });
  });

  test('"CANCELED" is closed, and not met', async () => {
    const observation = await observationOf({ state: 'CANCELED', stateDate: null });
    expect(observation).toMatchObject({ signing: { open: false, reason: 'cancelled' } });
    expect(observation).not.toHaveProperty('met');
    expect(observation).not.toHaveProperty('signing.at');
  });

  test('"ACCEPTED" and not in progress says nothing: the dates do', async () => {
    expect(await observationOf({ votingInProgress: false })).not.toHaveProperty('signing');
    expect(await observationOf({ votingInProgress: undefined, votingInProggress: false })).not.toHaveProperty(
      'signing',
    );
  });
});

test('an initiative that has yet to begin has no opening', async () => {
  const observation = await observationOf({ totalSupportCount: 0, startDate: '2026-02-01', endDate: '2026-08-01' });
  expect(observation).not.toHaveProperty('opened');
  expect(observation).toMatchObject({ signatures: 0, deadline: at('2026-08-01T20:59:59.999Z') });
});

test('a Swedish name stands in for a Finnish one, and what is null or absent is left out', async () => {
  expect(await observationOf({ name: { fi: null, sv: 'Byns gröna plan' } })).toMatchObject({
    title: 'Byns gröna plan',
  });
  const least = await observationOf({ name: {}, url: null, endDate: null, stateDate: undefined });
  expect(least).toEqual({
    kind: 'reading',
    signatures: 41_500,
    opened: at('2025-08-31T21:00:00Z'),
    signing: { open: true },
  });
});

test('404 is an initiative that is not there, 410 one that is gone for good', async () => {
  for (const [status, final] of [
    [404, false],
    [410, true],
  ] as const) {
    await lookingAt(finland, json({}, status), async ({ look }) => {
      expect((await look()).observation).toEqual({ kind: 'gone', final });
    });
  }
});

test('what did not change is asked for with a condition, and is as it was', async () => {
  const answer: RequestListener = (request, response) =>
    request.headers['if-none-match'] === '"a"'
      ? response.writeHead(304).end()
      : response.writeHead(200, { etag: '"a"' }).end(JSON.stringify(initiative));
  await lookingAt(finland, answer, async ({ look }) => {
    const { state } = await look();
    const known = new Story().sees('2026-01-05T17:00:00Z', 41_500).petition;
    expect(await look({ known, memory: state })).toEqual({ observation: { kind: 'reading', signatures: 41_500 } });
  });
});

test.each([
  [
    'a count as text',
    { totalSupportCount: '41500' },
    /^.*totalSupportCount must be a whole number.*\(it is "41500"\)$/,
  ],
  ['no count', { totalSupportCount: undefined }, /totalSupportCount must be a whole number.*\(it is missing\)/],
  ['an unknown state', { state: 'REVIEW' }, /state must be one of "ACCEPTED", "DONE", "CANCELED" \(it is "REVIEW"\)/],
  ['no beginning', { startDate: undefined }, /startDate must be a day, such as "2025-10-22" \(it is missing\)/],
  ['an end that is no day', { endDate: '1.3.2026' }, /endDate must be a day.*\(it is "1\.3\.2026"\)/],
  ['an id without a number', { id: 'https://x/' }, /id must end with the number of an initiative/],
])('%s is refused, by its path', async (_, changes, message) => {
  expect(await faultOf(finland, json({ ...initiative, ...changes }))).toMatch(message);
});

test('HTML is no initiative, nor is a list', async () => {
  expect(await faultOf(finland, (_, response) => response.end('<!doctype html>'))).toMatch(/is not JSON/);
  expect(await faultOf(finland, json([]))).toMatch(/must be an initiative: an object with id, state/);
});

test('the list is read with all that have few supports, until a page has none in progress any more', async () => {
  const all = Array.from({ length: 130 }, (_, index) => ({
    ...initiative,
    id: `https://www.kansalaisaloite.fi/api/v1/initiatives/${1000 - index}`,
    state: index === 3 ? 'CANCELED' : 'ACCEPTED',
    votingInProgress: index < 60,
  }));
  const platform = await serve((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const offset = Number(query.get('offset'));
    // Fewer than were asked for, as no page size is to be relied on.
    response.end(JSON.stringify(all.slice(offset, offset + 40)));
  });
  const pages = await pagesOf(reader, platform.url);
  await platform.close();
  expect(pages.map((page) => page.length)).toEqual([39, 20, 0]);
  expect(pages[0]?.[0]).toMatchObject({ id: '1000', observation: { kind: 'reading', signatures: 41_500 } });
  expect(platform.requests.map(({ url }) => url)).toEqual(
    [0, 40, 80].map((offset) => `/api/v1/initiatives?offset=${offset}&limit=50&minSupportCount=0&orderBy=mostTimeLeft`),
  );
});

test('a list with none in progress is read to its end, and one that is not there is a failure', async () => {
  const ended = { ...initiative, votingInProgress: false };
  const platform = await serve((request, response) =>
    response.end(JSON.stringify((request.url ?? '').includes('offset=0') ? [ended] : [])),
  );
  expect(await pagesOf(reader, platform.url)).toEqual([[], []]);
  await platform.close();
  const none = await serve(json({}, 404));
  await expect(pagesOf(reader, none.url)).rejects.toThrow(/there is no such list/);
  await none.close();
});

test.each([
  ['https://www.kansalaisaloite.fi/fi/aloite/1234', '1234'],
  ['https://www.kansalaisaloite.fi/sv/initiativ/1234', '1234'],
  ['https://www.kansalaisaloite.fi/fi/hae', undefined],
  ['https://example.org/fi/aloite/1234', undefined],
])('the page %s is of petition %s', (page, id) => {
  expect(finland.idOf(new URL(page))).toBe(id);
});
