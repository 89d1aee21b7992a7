import type { RequestListener } from 'node:http';
import { sources } from '../../src/sources/registry.ts';
import { weThePeople as reader } from '../../src/sources/platforms/us-we-the-people.ts';
import { json, serve } from '../loopback.ts';
import { at, Story } from '../domain/story.ts';
import { page, petition } from './contract/us-we-the-people.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const weThePeople = sources['us-we-the-people'];

const answering = (changes: object): RequestListener => json(page({ ...petition, ...changes }));

async function observationOf(changes: object): Promise<unknown> {
  let seen: unknown;
  await lookingAt(weThePeople, answering(changes), async ({ look }) => {
    seen = (await look()).observation;
  });
  return seen;
}

test('one petition is read from its own address', async () => {
  await lookingAt(weThePeople, json(page(petition)), async ({ look, platform }) => {
    expect((await look()).observation).toEqual({
      kind: 'reading',
      signatures: 100_412,
      title: 'Pardon Steven Avery & Brendan Dassey <now>: "it\'s time"',
      url: 'https://petitions.whitehouse.gov/petition/pardon-steven-avery',
      opened: at('2015-12-20T17:00:00Z'),
      deadline: at('2016-01-19T17:00:00Z'),
      needed: { response: 100_000 },
      met: ['response'],
      signing: { open: true },
      answer: null,
    });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/v1/petitions/22111.json']);
  });
});

describe('a response', () => {
  test.each([
    ['an empty list', []],
    ['an object with nothing in it', {}],
    ['an object with an empty address and no time', { url: '', associationTime: 0 }],
    ['null', null],
    ['absent', undefined],
  ])('%s is none', async (_, response) => {
    expect(await observationOf({ response })).toMatchObject({ answer: null });
  });

  test('an object with a number of its own is one, without an address and a time: nobody is accused', async () => {
    expect(await observationOf({ response: { id: '716', url: '' } })).toMatchObject({ answer: {} });
  });

  test.each([
    ['with a number for its time', 1452204000],
    ['with text for its time, as in 2013', '1452204000'],
  ])('%s is an answer', async (_, associationTime) => {
    const response = { id: '716', url: 'https://petitions.whitehouse.gov/response/x', associationTime };
    expect(await observationOf({ status: 'responded', response })).toMatchObject({
      answer: { at: at('2016-01-07T22:00:00Z'), url: 'https://petitions.whitehouse.gov/response/x' },
    });
  });

  test.each([
    ['with 0 for its time', { id: 716, associationTime: 0 }],
    ['named by the status alone', []],
  ])('%s is an answer at a time that is not known', async (_, response) => {
    expect(await observationOf({ status: 'responded', response })).toMatchObject({ answer: {} });
  });
});

describe('a status', () => {
  test.each([
    ['open', { signing: { open: true } }],
    [2, { signing: { open: true } }],
    ['pending response', { signing: { open: true }, met: ['response'] }],
    [4, { signing: { open: true }, met: ['response'] }],
    ['closed', { signing: { open: false } }],
    [3, { signing: { open: false } }],
  ])('%j is read', async (status, expected) => {
    const observation = await observationOf({ status });
    expect(observation).toMatchObject(expected);
    if (!('met' in expected)) expect(observation).not.toHaveProperty('met');
  });

  test('"responded" says neither that the threshold is met nor that the petition was closed', async () => {
    const observation = await observationOf({ status: 'responded' });
    expect(observation).not.toHaveProperty('met');
    expect(observation).not.toHaveProperty('signing');
  });

  test('"removed" is gone for good', async () => {
    expect(await observationOf({ status: 'removed' })).toEqual({ kind: 'gone', final: true });
  });
});

test('the shape of February 2013, with blanks in its keys, is read', async () => {
  const beta = {
    id: '511da0556ce61c8522000016',
    title: 'Title',
    'signature threshold': 100_000,
    'signature count': 512,
    'signatures needed': 99_488,
    deadline: '1363492000',
    status: 2,
    created: '1360900000',
  };
  await lookingAt(weThePeople, json(page(beta)), async ({ look }) => {
    expect((await look({ id: '511da0556ce61c8522000016' })).observation).toMatchObject({
      signatures: 512,
      needed: { response: 100_000 },
      opened: at('2013-02-15T03:46:40Z'),
      deadline: at('2013-03-17T03:46:40Z'),
    });
  });
});

test('a title is one line, without what does not print, and not longer than it has to be', async () => {
  const title = `Line\r\none\u202e \u0007 two\u2028${'x'.repeat(10_000)}`;
  const observation = await observationOf({ title });
  expect(observation).toMatchObject({ title: expect.stringMatching(/^Line one two x{286}…$/) });
});

test('an address that is none is left out, and the petition is read', async () => {
  const observation = await observationOf({
    url: 'javascript:alert(1)',
    status: 'responded',
    response: { url: 7, associationTime: 1 },
  });
  expect(observation).not.toHaveProperty('url');
  expect(observation).toMatchObject({ signatures: 100_412, answer: { at: at('1970-01-01T00:00:01Z') } });
});

test('a deadline of 0 is none', async () => {
  expect(await observationOf({ deadline: 0 })).not.toHaveProperty('deadline');
});

test('404, or an empty list of results, is a petition that is not there', async () => {
  const missing = { metadata: { responseInfo: { status: '404', 'developerMessage:': 'not found', errorCode: '84' } } };
  await lookingAt(weThePeople, json(missing, 404), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
  await lookingAt(weThePeople, json(page()), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
});

test('what did not change is asked for with a condition, and is as it was', async () => {
  const answer: RequestListener = (request, response) =>
    request.headers['if-none-match'] === '"a"'
      ? response.writeHead(304).end()
      : response.writeHead(200, { etag: '"a"' }).end(JSON.stringify(page(petition)));
  await lookingAt(weThePeople, answer, async ({ look }) => {
    const { state } = await look();
    const known = new Story().sees('2016-01-05T17:00:00Z', 100_412).petition;
    expect(await look({ known, memory: state })).toEqual({ observation: { kind: 'reading', signatures: 100_412 } });
    await expect(look({ memory: state })).rejects.toThrow(/never read/);
  });
});

describe('what is not a petition is refused, by the path of each fault', () => {
  test.each([
    [
      'a count as text',
      { signatureCount: '100412' },
      /results\.0\.signatureCount must be a whole number.*such as 12345 \(it is "100412"\)/,
    ],
    [
      'a count below zero',
      { signatureCount: -1 },
      /results\.0\.signatureCount must not be below 0.*12345 \(it is -1\)/,
    ],
    ['half a signature', { signatureCount: 0.5 }, /results\.0\.signatureCount must be a whole number.*\(it is 0\.5\)/],
    ['no count', { signatureCount: undefined }, /results\.0\.signatureCount must be a whole number.*\(it is missing\)/],
    ['a huge count', { signatureCount: 1e12 }, /results\.0\.signatureCount is not a plausible number/],
    ['an unknown status', { status: 'lost' }, /results\.0\.status must be one of "open".*\(it is "lost"\)/],
    ['a status beyond the table', { status: 9 }, /results\.0\.status must be one of "open"/],
    ['a response that is text', { response: 'yes' }, /results\.0\.response must be null, \[\] or an object/],
  ])('%s', async (_, changes, message) => {
    expect(await faultOf(weThePeople, answering(changes))).toMatch(message);
  });

  test('results that are no list, or hold no petition', async () => {
    expect(await faultOf(weThePeople, json({ metadata: {}, results: 'none' }))).toMatch(
      /results must be a list of petitions/,
    );
    expect(await faultOf(weThePeople, json({ metadata: {}, results: ['none'] }))).toMatch(
      /results\.0 must be a petition/,
    );
  });

  test('HTML, or JSON that is cut off', async () => {
    expect(await faultOf(weThePeople, (_, response) => response.end('<!doctype html><title>Log in'))).toMatch(
      /v1\/petitions\/22111\.json: is not JSON .*it begins <!doctype html>/,
    );
    expect(await faultOf(weThePeople, (_, response) => response.end('{"metadata":{'))).toMatch(/is not JSON/);
  });

  test('an error of the platform', async () => {
    expect(await faultOf(weThePeople, json({ metadata: { responseInfo: { status: '599' } } }, 599))).toMatch(
      /answered 599$/,
    );
  });
});

// The documentation's own example of an answered petition, of 2013: it has no time of meeting its number.
test('what was answered before the first look is answered, and no deadline is made up', () => {
  const story = new Story({ history: weThePeople.history }).sees('2013-05-01T12:00:00Z', 30_000, {
    opened: at('2012-11-01T12:00:00Z'),
    answer: { at: at('2013-01-10T12:00:00Z') },
  });
  expect(story.threshold()).toMatchObject({ verdict: 'met', response: { verdict: 'met' } });
  expect(story.threshold().response.deadline).toBeUndefined();
});

test('one that is over its number at the first look, and not answered, has its time from then at the latest', () => {
  const story = new Story({ history: weThePeople.history }).sees('2013-05-01T12:00:00Z', 30_000, {
    opened: at('2012-11-01T12:00:00Z'),
    answer: null,
  });
  expect(story.threshold().response).toMatchObject({ verdict: 'due', deadline: at('2013-05-31T12:00:00Z') });
});

test('a list is read page by page, to the end that the platform names', async () => {
  const all = Array.from({ length: 25 }, (_, i) => ({
    ...petition,
    id: String(i),
    status: i === 7 ? 'removed' : 'open',
  }));
  const waiting = [{ ...petition, id: 'waiting', status: 'pending response' }];
  const platform = await serve((request, response) => {
    const query = new URL(request.url ?? '', 'http://x').searchParams;
    const offset = Number(query.get('offset'));
    // As the platform does, whatever limit is asked for.
    const chosen = query.get('status') === 'open' ? all : waiting;
    const results = chosen.slice(offset, offset + 10);
    response.end(JSON.stringify({ metadata: { resultset: { count: chosen.length, limit: 10, offset } }, results }));
  });
  const pages = await pagesOf(reader, platform.url);
  await platform.close();
  const seen = pages.flat().map(({ id, observation }) => [id, observation.kind]);
  expect(seen).toHaveLength(26);
  // Over its number, and still signable.
  expect(seen[25]).toEqual(['waiting', 'reading']);
  expect(seen[7]).toEqual(['7', 'gone']);
  expect(seen[24]).toEqual(['24', 'reading']);
  expect(platform.requests.map(({ url }) => url)).toEqual(
    [
      'open&limit=1000&offset=0',
      'open&limit=1000&offset=10',
      'open&limit=1000&offset=20',
      'pending+response&limit=1000&offset=0',
    ].map((query) => `/v1/petitions.json?status=${query}`),
  );
});

test('a list that is not there is a failure, not an empty one', async () => {
  const platform = await serve(json({}, 404));
  await expect(pagesOf(reader, platform.url)).rejects.toThrow(/there is no such list/);
  await platform.close();
});
