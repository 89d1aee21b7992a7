import type { RequestListener } from 'node:http';
import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at, ukParliament as ukStory } from '../domain/story.ts';
import { counted, open, whole } from './contract/uk-parliament.ts';
import { faultOf, lookingAt } from './reading.ts';

const ukParliament = sources['uk-parliament'];

/** The platform as it answers both addresses. */
const platformWith =
  (attributes: object = open, count: object = counted): RequestListener =>
  (request, response) =>
    response.end(JSON.stringify(request.url?.endsWith('/count.json') ? count : whole(attributes)));

test('the first look asks for the whole petition', async () => {
  await lookingAt(ukParliament, platformWith(), async ({ look, platform }) => {
    const { observation, state } = await look({ now: '2025-07-29T13:27:00Z' });
    expect(observation).toEqual({
      kind: 'reading',
      signatures: 392_979,
      title: 'Repeal the Online Safety Act',
      url: 'https://petition.parliament.uk/petitions/700143',
      opened: at('2025-04-22T14:53:36.080Z'),
      deadline: at('2025-10-22T22:59:59.999Z'),
      debate: null,
      signing: { open: true },
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: null },
      answer: { at: at('2025-07-28T14:02:03.825Z') },
    });
    expect(state).toEqual({ wholeAt: '2025-07-29T13:27:00Z' });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/petitions/700143.json']);
  });
});

test('the looks of the following day ask for the count, whose stamps may carry an offset', async () => {
  await lookingAt(ukParliament, platformWith(), async ({ look, platform }) => {
    const memory = { wholeAt: '2025-07-29T13:27:00Z' };
    const { observation } = await look({ memory, now: '2025-07-30T13:26:59Z' });
    expect(observation).toEqual({
      kind: 'reading',
      signatures: 393_000,
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: at('2025-07-25T19:21:00Z') },
      answer: null,
    });
    await look({ memory, now: '2025-07-30T13:27:00Z' });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/petitions/700143/count.json', '/petitions/700143.json']);
  });
});

test('after the deadline every look asks for the whole petition, until the platform has closed it', async () => {
  const opened = at('2025-04-22T14:53:36.080Z');
  const known = ukStory().sees('2025-10-22T20:00:00Z', 550_000, { opened }).petition;
  const memory = { wholeAt: '2025-10-22T20:00:00Z' };
  const closed = { ...open, state: 'closed', closed_at: '2025-10-22T22:59:59.999Z', closing_date: undefined };
  await lookingAt(ukParliament, platformWith(closed), async ({ look, platform }) => {
    await look({ known, memory, now: '2025-10-22T22:59:59.999Z' });
    const { observation } = await look({ known, memory, now: '2025-10-22T23:03:00Z' });
    expect(observation).toMatchObject({ signing: { open: false, at: at('2025-10-22T22:59:59.999Z') } });
    expect(observation).not.toHaveProperty('deadline');
    const signing = { open: false, at: at('2025-10-22T22:59:59.999Z') } as const;
    const after = ukStory().sees('2025-10-22T23:03:00Z', 550_000, { opened, signing }).petition;
    await look({ known: after, memory, now: '2025-10-22T23:10:00Z' });
    expect(platform.requests.map(({ url }) => url?.replace('/petitions/700143', ''))).toEqual([
      '/count.json',
      '.json',
      '/count.json',
    ]);
  });
});

test('a count that did not change is asked for with a condition', async () => {
  const lastModified = 'Tue, 29 Jul 2025 13:26:00 GMT';
  const answer: RequestListener = (request, response) => {
    if (request.headers['if-modified-since'] === lastModified) {
      response.writeHead(304).end();
      return;
    }
    response.sendDate = false;
    response
      .writeHead(200, { 'last-modified': lastModified, date: 'Tue, 29 Jul 2025 13:28:00 GMT' })
      .end(JSON.stringify(counted));
  };
  await lookingAt(ukParliament, answer, async ({ look }) => {
    const known = ukStory().sees('2025-07-29T13:28:00Z', 393_000).petition;
    const now = '2025-07-29T13:29:00Z';
    const { state } = await look({ known, memory: { wholeAt: '2025-07-29T13:00:00Z' }, now });
    expect(state).toEqual({ wholeAt: '2025-07-29T13:00:00Z', lastModified });
    expect(await look({ known, memory: state, now })).toEqual({
      observation: { kind: 'reading', signatures: 393_000 },
    });
  });
});

test('a rejected petition was closed, for that reason', async () => {
  const rejected = {
    ...open,
    state: 'rejected',
    rejected_at: '2026-01-08T11:41:15.778Z',
    opened_at: null,
    closing_date: undefined,
  };
  await lookingAt(ukParliament, platformWith(rejected), async ({ look }) => {
    const { observation } = await look();
    expect(observation).toMatchObject({
      signing: { open: false, reason: 'rejected', at: at('2026-01-08T11:41:15.778Z') },
    });
    expect(observation).not.toHaveProperty('opened');
  });
});

test('one rejected after it was published ended with that, or with its closing where that came first', async () => {
  const rejected = { ...open, state: 'rejected', rejected_at: '2025-06-03T09:00:00.000Z', closing_date: undefined };
  const opened = at('2025-04-22T14:53:36.080Z');
  await lookingAt(ukParliament, platformWith(rejected), async ({ look }) => {
    const signing = { open: false, reason: 'rejected', at: at('2025-06-03T09:00:00Z') };
    expect((await look()).observation).toMatchObject({ opened, signing });
  });
  const closed = { ...rejected, closed_at: '2025-10-22T22:59:59.999Z', rejected_at: '2025-11-03T09:00:00.000Z' };
  await lookingAt(ukParliament, platformWith(closed), async ({ look }) => {
    const signing = { open: false, reason: 'rejected', at: at('2025-10-22T22:59:59.999Z') };
    expect((await look()).observation).toMatchObject({ opened, signing });
  });
});

test('a stamp that is taken back is null in the count', async () => {
  const count = { ...counted, signature_count: 99_998, debate_threshold_reached_at: null };
  await lookingAt(ukParliament, platformWith(open, count), async ({ look }) => {
    const { observation } = await look({ memory: { wholeAt: '2025-07-29T13:00:00Z' }, now: '2025-07-29T13:27:00Z' });
    expect(observation).toMatchObject({
      signatures: 99_998,
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: null },
    });
  });
});

// alphagov/e-petitions, petitions_controller.rb, 2026-08-19.
test.each([
  ['that gathers support', '/petitions/700143/gathering-support', { reason: 'not published yet' }],
  ['that is in moderation', '/petitions/700143/moderation-info', { reason: 'not published yet' }],
  ['that was stopped', '/', {}],
])('a petition %s leads to a page for people: it is not there, which is no failure', async (_, location, why) => {
  const answer: RequestListener = (request, response) =>
    request.url?.endsWith('.json')
      ? response.writeHead(302, { location }).end()
      : response.end('<!DOCTYPE html><p>12,345 signatures');
  await lookingAt(ukParliament, answer, async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false, ...why });
  });
});

test.each([
  [
    'with the key of 2017 for its opening',
    { ...open, opened_at: undefined, open_at: '2016-05-01T10:00:00Z' },
    { opened: at('2016-05-01T10:00:00Z') },
  ],
  ['closed without a stamp', { ...open, state: 'closed', closing_date: undefined }, { signing: { open: false } }],
  [
    'with a closing day in winter',
    { ...open, closing_date: '2026-01-31' },
    { deadline: at('2026-01-31T23:59:59.999Z') },
  ],
])('a petition %s is read', async (_, attributes, expected) => {
  await lookingAt(ukParliament, platformWith(attributes), async ({ look }) => {
    expect((await look()).observation).toMatchObject(expected);
  });
});

test('stamps that are not there say nothing, and a state we do not know says nothing about signing', async () => {
  await lookingAt(
    ukParliament,
    json({ data: { attributes: { action: 'A', state: 'paused', signature_count: 7 } } }),
    async ({ look, platform }) => {
      const { observation } = await look();
      expect(observation).toEqual({
        kind: 'reading',
        signatures: 7,
        title: 'A',
        url: `${platform.url}/petitions/700143`,
        stamps: {},
      });
    },
  );
});

test.each([
  [404, false],
  [410, true],
])('%i is a petition that is gone, whichever address is asked', async (status, final) => {
  await lookingAt(ukParliament, json({}, status), async ({ look }) => {
    expect(await look()).toEqual({ observation: { kind: 'gone', final } });
    expect(await look({ memory: { wholeAt: '2016-01-05T16:00:00Z' } })).toEqual({
      observation: { kind: 'gone', final },
    });
  });
});

describe('what is not a petition is refused, by the path of each fault', () => {
  test.each([
    [
      'a count as text',
      { ...open, signature_count: '392979' },
      /data\.attributes\.signature_count must be a whole number.*12345 \(it is "392979"\)/,
    ],
    ['a count below zero', { ...open, signature_count: -5 }, /data\.attributes\.signature_count must not be below 0/],
    ['half a signature', { ...open, signature_count: 1.5 }, /data\.attributes\.signature_count must be a whole number/],
    ['no count', { ...open, signature_count: undefined }, /data\.attributes\.signature_count .*\(it is missing\)/],
    [
      'two faults',
      { ...open, signature_count: null, action: 7 },
      /2 faults\n {2}data\.attributes\.action must be a text \(it is 7\)\n {2}data\.attributes\.signature_count/,
    ],
  ])('%s', async (_, attributes, message) => {
    expect(await faultOf(ukParliament, platformWith(attributes))).toMatch(message);
  });

  test('HTML, or JSON that is cut off', async () => {
    expect(await faultOf(ukParliament, (_, response) => response.end('<html>Sorry'))).toMatch(
      /700143\.json: is not JSON .*it begins <html>Sorry/,
    );
    expect(await faultOf(ukParliament, (_, response) => response.end('{"data":{"attr'))).toMatch(/is not JSON/);
  });
});

test.each([
  ['https://petition.parliament.uk/petitions/700143', '700143'],
  ['https://petition.parliament.uk/petitions/700143.json', '700143'],
  ['https://petition.parliament.uk/petitions/700143/signatures/new', '700143'],
  ['https://petition.parliament.uk/archived/petitions/700143', '700143'],
  ['https://petition.parliament.uk/petitions/700143x', undefined],
  ['https://petitions.example.org/petitions/700143', undefined],
])('the page %s shows the id %s', (page, id) => {
  expect(ukParliament.idOf(new URL(page))).toBe(id);
});

test('the daily look at the whole petition forgets nothing of its count: one that has not moved stays "not modified"', async () => {
  await lookingAt(ukParliament, platformWith(), async ({ look }) => {
    const memory = { wholeAt: '2025-07-28T13:27:00Z', etag: '"393000"' };
    const seen = await look({ memory, now: '2025-07-29T13:27:00Z' });
    expect(seen.state).toEqual({ wholeAt: '2025-07-29T13:27:00Z', etag: '"393000"' });
  });
});

describe('how the answer begins', () => {
  const at1 = '2025-07-28T14:02:03.825Z';
  const government_response = { responded_on: '2025-07-28', summary: 'The Government has no plans\r\nto repeal it.' };
  const answered = { ...open, government_response };
  const known = ukStory().sees('2025-07-28T13:00:00Z', 393_000).petition;
  const memory = { wholeAt: '2025-07-28T13:00:00Z' };
  const now = '2025-07-28T14:03:00Z';

  test('is asked for once, when the count first shows that there is one', async () => {
    await lookingAt(
      ukParliament,
      platformWith(answered, { ...counted, government_response_at: at1 }),
      async (world) => {
        const { observation, state } = await world.look({ known, memory, now });
        const text = 'The Government has no plans to repeal it.';
        expect(observation).toMatchObject({ signatures: 393_000, answer: { at: at(at1), text } });
        expect(state).toEqual(memory);
        const after = ukStory().sees(now, 393_000, { answer: { at: at(at1), text } }).petition;
        await world.look({ known: after, memory, now: '2025-07-28T14:04:00Z' });
        expect(world.platform.requests.map(({ url }) => url?.replace('/petitions/700143', ''))).toEqual([
          '/count.json',
          '.json',
          '/count.json',
        ]);
      },
    );
  });

  test.each([
    ['the whole petition is not there', (): number => 404, {}],
    ['it fails', (): number => 503, {}],
    [
      'it is about another petition',
      (): number => 200,
      { links: { self: 'https://petition.parliament.uk/petitions/1' } },
    ],
    ['it is no petition', (): number => 200, { data: 7 }],
    ['it has no words', (): number => 200, whole({ ...open, government_response: { summary: '…' } })],
  ])('is left out where %s: the answer is told without it', async (_, status, body) => {
    const platform: RequestListener = (request, response) => {
      if (request.url?.endsWith('/count.json') === true)
        response.end(JSON.stringify({ ...counted, government_response_at: at1 }));
      else response.writeHead(status()).end(JSON.stringify({ ...whole(open), ...body }));
    };
    await lookingAt(ukParliament, platform, async ({ look }) => {
      const { observation } = await look({ known, memory, now });
      expect(observation).toMatchObject({ signatures: 393_000, answer: { at: at(at1) } });
      expect(observation).not.toHaveProperty('answer.text');
    });
  });

  test('of a damaged response costs nothing else', async () => {
    await lookingAt(ukParliament, platformWith({ ...open, government_response: 7 }), async ({ look }) => {
      expect((await look({ now })).observation).toMatchObject({ answer: { at: at(at1) } });
    });
  });
});
