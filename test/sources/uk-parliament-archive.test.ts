/** Petitions of the UK Parliament that ended with their parliament, and where they are afterwards. */
import type { RequestListener } from 'node:http';
import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at, ukParliament as ukStory } from '../domain/story.ts';
import { archived, dissolved, parliament } from './contract/uk-parliament.ts';
import { faultOf, lookingAt } from './reading.ts';

const ukParliament = sources['uk-parliament'];

/** As the platform answers of a petition that it has moved: the count is gone, the petition is elsewhere. */
const movedWith =
  (body: object, others: Record<string, object> = {}): RequestListener =>
  (request, response) => {
    const { url = '' } = request;
    const other = others[url];
    if (other !== undefined) return response.end(JSON.stringify(other));
    if (url === '/petitions/700143.json') {
      return response.writeHead(302, { location: '/archived/petitions/700143.json' }).end();
    }
    if (url !== '/archived/petitions/700143.json') return response.writeHead(404).end();
    return response.writeHead(200, { etag: 'W/"a1"' }).end(JSON.stringify(body));
  };

test('a petition that was moved to the archive is read there, with the numbers of its parliament', async () => {
  await lookingAt(ukParliament, movedWith(archived()), async ({ look, platform }) => {
    const { observation, state } = await look({ now: '2024-07-01T00:00:00Z' });
    expect(observation).toEqual({
      kind: 'reading',
      signatures: 14_211,
      title: 'Reopen the ticket offices',
      url: 'https://petition.parliament.uk/archived/petitions/700143',
      opened: at('2024-03-28T11:20:05.120Z'),
      signing: { open: false, at: at('2024-05-29T23:01:00Z'), reason: 'dissolution' },
      needed: { response: 10_000, debate: 100_000 },
      stamps: { response: at('2024-04-19T08:12:20Z'), debate: null },
      answer: null,
    });
    expect(state).toEqual({ wholeAt: '2024-07-01T00:00:00Z', archived: true, etag: 'W/"a1"' });
    expect(platform.requests.map(({ url }) => url)).toEqual([
      '/petitions/700143.json',
      '/archived/petitions/700143.json',
    ]);
  });
});

test('there it is asked for directly from then on, and only if it has changed', async () => {
  const answer: RequestListener = (request, response) =>
    request.headers['if-none-match'] === 'W/"a1"'
      ? response.writeHead(304).end()
      : movedWith(archived())(request, response);
  await lookingAt(ukParliament, answer, async ({ look, platform }) => {
    const known = ukStory().sees('2024-07-01T00:00:00Z', 14_211).petition;
    const { state } = await look({ now: '2024-07-01T00:00:00Z' });
    platform.requests.splice(0);
    // Within the day, when a count would do, and after it, when it would not.
    for (const now of ['2024-07-01T01:00:00Z', '2024-07-03T00:00:00Z']) {
      expect(await look({ known, memory: state, now })).toEqual({
        observation: { kind: 'reading', signatures: 14_211 },
      });
    }
    expect(platform.requests.map(({ url }) => url)).toEqual(Array(2).fill('/archived/petitions/700143.json'));
  });
});

test('when its count alone is gone the petition is not: it has been moved', async () => {
  await lookingAt(ukParliament, movedWith(archived()), async ({ look }) => {
    const { observation } = await look({ memory: { wholeAt: '2024-07-01T00:00:00Z' }, now: '2024-07-01T00:01:00Z' });
    expect(observation).toMatchObject({ kind: 'reading', signatures: 14_211 });
  });
});

test('closed by a dissolution, the petition was closed early, for that reason, before it is in the archive too', async () => {
  await lookingAt(ukParliament, json({ data: { type: 'petition', attributes: dissolved } }), async ({ look }) => {
    const { observation } = await look();
    expect(observation).toMatchObject({
      signing: { open: false, at: at('2024-05-29T23:01:00Z'), reason: 'dissolution' },
    });
    expect(observation).not.toHaveProperty('deadline');
  });
});

test.each([
  ['at the end of its six months', '2024-09-28T22:59:59.999Z'],
  ['within a day of that', '2024-09-28T00:00:00.000Z'],
  ['after it, as its deadline was extended', '2024-10-11T22:59:59.999Z'],
])('closed %s, it was not closed early', async (_, closed_at) => {
  await lookingAt(ukParliament, json({ data: { attributes: { ...dissolved, closed_at } } }), async ({ look }) => {
    expect((await look()).observation).toMatchObject({ signing: { open: false, at: at(closed_at) } });
    expect((await look()).observation).not.toHaveProperty('signing.reason');
  });
});

describe('of the parliament of 2010, whose petitions had windows of their own', () => {
  const made = { ...parliament, period: '2010-2015', dissolution_at: '2015-03-30T23:59:59.000+01:00' };
  const attributes = { ...dissolved, opened_at: '2012-01-05T09:15:47.000Z' };

  test('one that was closed when nothing was dissolved was closed at its deadline', async () => {
    const body = archived({ ...attributes, closed_at: '2012-04-05T09:15:47.000Z' }, made);
    await lookingAt(ukParliament, movedWith(body), async ({ look }) => {
      const { observation } = await look();
      const closed = at('2012-04-05T09:15:47Z');
      expect(observation).toMatchObject({ deadline: closed, signing: { open: false, at: closed } });
      expect(observation).not.toHaveProperty('signing.reason');
    });
  });

  test('one that was closed by the dissolution, to the second or so, was closed for that reason', async () => {
    const opened_at = '2015-02-01T10:00:00.000Z';
    const body = archived({ ...attributes, opened_at, closed_at: '2015-03-30T22:59:00.000Z' }, made);
    await lookingAt(ukParliament, movedWith(body), async ({ look }) => {
      expect((await look()).observation).toMatchObject({ signing: { reason: 'dissolution' } });
    });
  });

  test('one that was rejected was never opened, and has the numbers of its parliament', async () => {
    const rejected = { ...attributes, state: 'rejected', opened_at: null, closed_at: null, signature_count: 1 };
    const body = archived({ ...rejected, rejected_at: '2017-06-21T12:37:16.855Z' }, made);
    await lookingAt(ukParliament, movedWith(body), async ({ look }) => {
      const { observation } = await look();
      const signing = { open: false, reason: 'rejected', at: at('2017-06-21T12:37:16.855Z') };
      expect(observation).toMatchObject({ signatures: 1, signing, needed: { response: 10_000, debate: 100_000 } });
      expect(observation).not.toHaveProperty('opened');
    });
  });
});

test('the deadline that the platform gave while the petition was open stands', async () => {
  const known = ukStory().sees('2012-02-01T00:00:00Z', 5, { deadline: at('2012-12-05T09:15:47Z') }).petition;
  const attributes = { ...dissolved, opened_at: '2012-01-05T09:15:47.000Z', closed_at: '2012-04-05T09:15:47.000Z' };
  await lookingAt(ukParliament, movedWith(archived(attributes)), async ({ look }) => {
    expect((await look({ known })).observation).not.toHaveProperty('deadline');
  });
});

describe('numbers that the archive does not name are asked of the parliament', () => {
  const { period, dissolution_at } = parliament;
  const without = archived(dissolved, { period, dissolution_at, response_threshold: null });

  test.each([
    ['at the top', { period, response_threshold: 10_000, debate_threshold: 100_000 }],
    ['among its attributes', { period, attributes: { response_threshold: 10_000, debate_threshold: 100_000 } }],
  ])('which has them %s', async (_, body) => {
    const others = { '/parliaments/2019-2024.json': body };
    await lookingAt(ukParliament, movedWith(without, others), async ({ look }) => {
      expect((await look()).observation).toMatchObject({ needed: { response: 10_000, debate: 100_000 } });
    });
  });

  test('which may not be there: then the rules have them', async () => {
    await lookingAt(ukParliament, movedWith(without), async ({ look }) => {
      const { observation } = await look();
      expect(observation).toMatchObject({ kind: 'reading', signatures: 14_211 });
      expect(observation).not.toHaveProperty('needed');
    });
  });
});

test.each([
  [
    'a threshold as text',
    { ...parliament, response_threshold: '10000' },
    /data\.parliament\.response_threshold must be/,
  ],
  ['a parliament without a name', { ...parliament, period: undefined }, /parliament\.period .*\(it is missing\)/],
])('%s is refused', async (_, made, message) => {
  expect(await faultOf(ukParliament, movedWith(archived(dissolved, made)))).toMatch(message);
});
