import type { RequestListener } from 'node:http';
import * as z from 'zod/mini';
import { alertWording } from '../../src/notifications/alert-wording.ts';
import { finland as reader } from '../../src/sources/platforms/finland.ts';
import { sources } from '../../src/sources/registry.ts';
import { json, serve } from '../loopback.ts';
import { at, Story } from '../domain/story.ts';
import { initiative } from './contract/finland.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const { finland } = sources;

const seenSigning = z.object({ signing: z.custom<{ readonly open: true }>() });

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

describe('an initiative lapses that fewer than 50 have supported a month after it began (solita/kansalaisaloite, InitiativeInfo.java and default.properties, 2019-04)', () => {
  const after = async (...looks: readonly (readonly [string, number])[]): Promise<Story> => {
    const story = new Story({ history: finland.history });
    for (const [now, totalSupportCount] of looks) {
      const { signing } = z.parse(seenSigning, await observationOf({ totalSupportCount }, now));
      // It is still called accepted and in progress.
      expect(signing).toEqual({ open: true });
      story.sees(now, totalSupportCount, { opened: at('2025-08-31T21:00:00Z'), signing });
    }
    return story;
  };

  test('its end is the last instant of that day in Helsinki, which itself counts', async () => {
    expect((await after(['2025-10-01T20:59:59.999Z', 49])).petition.closed).toBeUndefined();
    const { petition } = await after(['2025-10-01T21:00:00Z', 49]);
    expect(petition.closed).toMatchObject({ stamp: at('2025-10-01T20:59:59.999Z'), early: true });
  });

  test('with 50 it has not lapsed, whenever they came: it goes on', async () => {
    expect((await after(['2025-11-10T12:00:00Z', 50])).petition.closed).toBeUndefined();
    const story = await after(['2025-11-10T12:00:00Z', 30], ['2025-11-11T12:00:00Z', 51]);
    expect(story.threshold('parliament').verdict).toBe('open');
  });

  test('a list leaves it out, and goes on behind it', async () => {
    const pages = [
      [{ ...initiative, totalSupportCount: 49 }],
      [{ ...initiative, id: 'https://x/initiatives/7', totalSupportCount: 50 }],
      [],
    ];
    const platform = await serve((request, response) => {
      const offset = Number(new URL(request.url ?? '', 'http://x').searchParams.get('offset'));
      response.end(JSON.stringify(pages[offset]));
    });
    const listed = await pagesOf(reader, platform.url, undefined, '2025-11-10T12:00:00Z');
    await platform.close();
    expect(listed.flat().map(({ id }) => id)).toEqual(['7']);
  });
});

describe("what an agency has verified decides (Citizens' Initiative Act, 12/2012; fields of solita/kansalaisaloite, api.ftl, 2019-04)", () => {
  const over = '2026-06-01T12:00:00Z';
  const verifiedAs = (verifiedSupportCount: number | null, changes = {}): Promise<unknown> =>
    observationOf(
      { totalSupportCount: 51_000, votingInProgress: false, verifiedSupportCount, verified: '2026-05-20', ...changes },
      over,
    );
  const story = (): Story =>
    new Story({ history: finland.history })
      .sees('2026-02-01T12:00:00Z', 49_999, { opened: at('2025-08-31T21:00:00Z') })
      .sees('2026-02-02T12:00:00Z', 51_000);

  test('before that, met is provisional, and the alert says who verifies', () => {
    const { only } = story();
    expect(only).toMatchObject({ alert: 'threshold-met', certain: false });
    expect(alertWording(only).happened).toBe(
      'The petition has reached the parliament threshold of 50,000 signatures, provisionally: the Digital and Population Data Services Agency will verify the signatures. It stands at 51,000.',
    );
  });

  test('50,000 that are valid are met, for certain', async () => {
    expect(await verifiedAs(50_000)).toMatchObject({ met: ['parliament'] });
    expect(
      story()
        .sees(over, 51_000, { met: ['parliament'] })
        .threshold('parliament'),
    ).toMatchObject({
      verdict: 'met',
      certain: true,
    });
  });

  test('fewer take the meeting back, by that day, and once', async () => {
    const refused = { parliament: { verified: 49_999, at: at('2026-05-19T21:00:00Z') } };
    expect(await verifiedAs(49_999)).toMatchObject({ refused });
    const watched = story();
    watched.told();
    const { only } = watched.sees(over, 51_000, { refused });
    expect(only).toMatchObject({
      alert: 'threshold-retracted',
      reason: 'not-verified',
      verified: 49_999,
      occurredAt: at('2026-05-19T21:00:00Z'),
    });
    expect(alertWording(only)).toEqual({
      headline: 'Not met after verification: 49,999 of 50,000 signatures',
      happened:
        'The petition has not passed the verification of its signatures. Only 49,999 are valid, and the parliament threshold of 50,000 signatures is not met. 51,000 signatures were collected.',
    });
    expect(watched.threshold('parliament')).toMatchObject({ verdict: 'missed', reason: 'not-verified' });
    expect(watched.sees('2026-06-02T12:00:00Z', 51_000, { refused }).told()).toEqual([]);
  });

  test('one answer that says so is not enough, where a second one can follow', () => {
    const refused = { parliament: { verified: 49_999 } };
    const watched = story();
    watched.terms = { ...watched.terms, confirms: true };
    watched.told();
    expect(watched.sees(over, 51_000, { refused }).told()).toEqual([]);
    expect(watched.sees('2026-06-01T12:01:00Z', 51_000, { refused }).told()).toEqual([
      'threshold-retracted parliament',
    ]);
  });

  test('where no end of signing is known, it is taken back once as well', () => {
    const refused = { parliament: { verified: 49_999 } };
    const watched = new Story({ history: finland.history }).sees('2026-05-01T12:00:00Z', 51_000);
    expect(watched.sees(over, 51_000, { refused }).told()).toEqual(['threshold-retracted parliament']);
    expect(watched.sees('2026-06-02T12:00:00Z', 51_000, { refused }).told()).toEqual([]);
  });

  test('a first poll that finds it refused records it as missed', () => {
    const refused = { parliament: { verified: 49_999 } };
    const first = new Story({ history: finland.history }).sees(over, 51_000, { refused });
    expect(first.threshold('parliament')).toMatchObject({ verdict: 'missed', reason: 'not-verified' });
  });

  test.each([
    ['while more are collected', { votingInProgress: true, endDate: '2026-07-01' }],
    ['while more are collected, and the last day cannot be read,', { votingInProgress: true, endDate: 'soon' }],
    ['without a day', { verified: null }],
    ['without a number', { verifiedSupportCount: null }],
  ])('%s nothing is decided', async (_, changes) => {
    const observation = await verifiedAs(10, changes);
    expect(observation).not.toHaveProperty('refused');
    expect(observation).not.toHaveProperty('met');
  });
});
