/** Answers in JSON, read by expressions. */
import type { RequestListener } from 'node:http';
import { json } from '../../loopback.ts';
import { at } from '../../domain/story.ts';
import type { ExtractionRecipe } from '../../../src/sources/custom/recipe.ts';
import { expressionFault, jsonAfter, jsonReader } from '../../../src/sources/custom/json.ts';
import { page, observationOf, sourceOf } from '../pages.ts';
import { faultOf, lookingAt } from '../reading.ts';

const recipe: ExtractionRecipe = {
  url: (id, baseUrl) => `${baseUrl}/petitions/${id}.json`,
  signatures: { find: 'data.count' },
  timeZone: 'Europe/London',
};
const reading = (changes: Partial<ExtractionRecipe>) => sourceOf(jsonReader({ ...recipe, ...changes }));

test('the count is where the expression says, and the address is what was asked', async () => {
  await lookingAt(reading({}), json({ data: { count: 0 } }), async ({ look, platform }) => {
    expect((await look({ id: 'village-green' })).observation).toEqual({
      kind: 'reading',
      signatures: 0,
      url: `${platform.url}/petitions/village-green.json`,
    });
    expect(platform.requests.map(({ url, headers }) => [url, headers.accept])).toEqual([
      ['/petitions/village-green.json', 'application/json'],
    ]);
  });
});

test('a question is posted: an object as JSON, a text as a form, or as what it is said to be', async () => {
  const proposals = {
    data: [
      { id: 'FT-1', votes: 12 },
      { id: 'FT-2', votes: 49_987 },
    ],
  };
  const asked: string[] = [];
  const answers: RequestListener = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked.push(`${request.method} ${request.headers['content-type']} ${body}`);
      json(proposals)(request, response);
    });
  };
  const ask = async (changes: Partial<ExtractionRecipe>): Promise<unknown> => {
    const { signatures, ...others } = { signatures: { find: "data[?id=='FT-2'].votes | [0]" }, ...changes };
    const seen = await observationOf(reading({ signatures, ...others }), answers);
    return seen.kind === 'reading' ? seen.signatures : seen;
  };
  expect(await ask({ body: { filter: 'active' } })).toBe(49_987);
  expect(await ask({ body: 'filter=active' })).toBe(49_987);
  expect(await ask({ body: '{ votes }', contentType: 'application/graphql' })).toBe(49_987);
  expect(asked).toEqual([
    'POST application/json {"filter":"active"}',
    'POST application/x-www-form-urlencoded filter=active',
    'POST application/graphql { votes }',
  ]);
});

test('a petition that a list does not have is no reading', async () => {
  const gone = reading({ body: {}, signatures: { find: "data[?id=='FT-3'].votes | [0]" } });
  expect(await faultOf(gone, json({ data: [{ id: 'FT-1', votes: 12 }] }))).toContain('signatures is not there');
  expect(await faultOf(gone, json({ errors: [{ message: 'too complex' }] }))).toContain('signatures is not there');
});

test('everything else is read where it is told, or is what it is told to be', async () => {
  const body = {
    data: {
      count: '12345',
      name: 'Save the  green',
      from: 1_452_013_200,
      until: '2016-02-05',
      reached: true,
      over: null,
      replies: [{ text: 'We have read it.' }],
      expected: '2016-03-01',
      valid: 11_000,
    },
  };
  const source = reading({
    page: (id) => `https://example.org/${id}`,
    title: { find: 'data.name' },
    opened: { find: 'data.from', format: 'seconds' },
    deadline: { find: 'data.until' },
    closed: { find: 'data.over' },
    answer: { find: 'data.replies' },
    answerDue: { find: 'data.expected' },
    verified: { find: 'data.valid' },
    clockStarted: { find: 'data.presented' },
    met: { response: { find: 'data.reached' }, debate: { find: 'data.debated' } },
  });
  expect(await observationOf(source, json(body))).toEqual({
    kind: 'reading',
    signatures: 12_345,
    title: 'Save the green',
    url: 'https://example.org/22111',
    opened: at('2016-01-05T17:00:00Z'),
    deadline: at('2016-02-05T23:59:59.999Z'),
    signing: { open: true },
    met: ['response'],
    answer: {},
    answerDue: at('2016-03-01T23:59:59.999Z'),
    verified: 11_000,
    clockStarted: null,
  });
  const told = reading({ title: 'Green', opened: at('2016-01-01T00:00:00Z'), deadline: at('2016-02-01T00:00:00Z') });
  expect(await observationOf(told, json(body))).toMatchObject({
    title: 'Green',
    opened: at('2016-01-01T00:00:00Z'),
    deadline: at('2016-02-01T00:00:00Z'),
  });
});

test.each([
  ['is absent', {}],
  ['is null', { data: { count: null } }],
  ['is of another name', { data: { counts: 5 } }],
  ['is an empty text', { data: { count: '' } }],
])('a count that %s is no reading, and never 0', async (_, body) => {
  expect(await faultOf(reading({}), json(body))).toMatch(
    /^http:.*\/petitions\/22111\.json: signatures is not there: nothing is found by "data\.count"$/,
  );
});

test.each([
  [-1, /signatures must not be below 0.* \(it is -1\)/],
  [1.5, /signatures must be a whole number of signatures/],
  [2e9, /signatures is not a plausible number/],
  [true, /signatures must be a whole number of signatures.* \(it is true\)/],
  [{ total: 5 }, /signatures must be a whole number of signatures.* \(it is {"total":5}\)/],
  ['1,234', /signatures is a text: give the "locale" that its number is written in.* \(it is "1,234"\)/],
])('a count that is %j is no reading', async (count, message) => {
  expect(await faultOf(reading({}), json({ data: { count } }))).toMatch(message);
});

test('a number in a text is read by its locale', async () => {
  const body = json({ data: { count: '1.234' } });
  expect(await observationOf(reading({ locale: 'de' }), body)).toMatchObject({ signatures: 1_234 });
  expect(await faultOf(reading({ locale: 'en' }), body)).toMatch(
    /signatures is no whole number as it is written in "en", such as "12,345" \(it is "1\.234"\)/,
  );
});

test('what can not be read is named by its path', async () => {
  expect(await faultOf(reading({ title: { find: 'length(data)' } }), json({ data: 5 }))).toMatch(/: signatures /);
  expect(await faultOf(reading({ signatures: { find: 'length(data)' } }), json({ data: 5 }))).toMatch(
    /: signatures .*length/,
  );
  expect(await faultOf(reading({ signatures: { find: 'data', pattern: '(x)' } }), json({ data: { a: 1 } }))).toMatch(
    /: signatures must be a text for a pattern/,
  );
  expect(await faultOf(reading({}), page('<p>Sorry'))).toMatch(/: is not JSON \(.*\); it begins <p>Sorry/);
});

test('a closing with a time holds from that time on', async () => {
  const source = reading({ closed: { find: 'closed_at', format: 'iso' } });
  const body = json({ data: { count: 1 }, closed_at: '2016-01-05T17:00:00Z' });
  expect(await observationOf(source, body, '2016-01-05T16:59:59Z')).toMatchObject({ signing: { open: true } });
  expect(await observationOf(source, body, '2016-01-05T17:00:00Z')).toMatchObject({
    signing: { open: false, at: at('2016-01-05T17:00:00Z') },
  });
});

// As WordPress has titles in its API.
test.each([
  ['R&#038;D for Caf&eacute;s', 'R&D for Cafés'],
  ['Save &#8220;the&#x201D; green&#8230;', 'Save “the” green…'],
  ['AT&T & Q&A: 100&degrees', 'AT&T & Q&A: 100&degrees'],
  ['A&#10;B &#0; &#x202E;C', 'A B � C'],
])('a title for HTML, %s, is read as HTML: %s', async (name, title) => {
  const source = reading({ title: { find: 'name' } });
  expect(await observationOf(source, json({ data: { count: 7 }, name }))).toMatchObject({ title });
});

test('a validator is kept, and "not modified" is the count as before', async () => {
  const known = { petition: 'json/x', counts: [], thresholds: {}, alerts: 0 };
  const last = { at: at('2016-01-05T16:00:00Z'), signatures: 7 };
  await lookingAt(reading({}), json({ data: { count: 7 } }, 200, { etag: '"1"' }), async ({ look }) => {
    expect((await look()).state).toEqual({ etag: '"1"' });
  });
  await lookingAt(
    reading({}),
    (_, response) => response.writeHead(304).end(),
    async ({ look, platform }) => {
      const seen = await look({ known: { ...known, last }, memory: { etag: '"1"' } });
      expect(seen.observation).toEqual({ kind: 'reading', signatures: 7 });
      expect(platform.requests[0]?.headers['if-none-match']).toBe('"1"');
    },
  );
});

test('a petition that is not there is gone', async () => {
  expect(await observationOf(reading({}), json({}, 410))).toEqual({ kind: 'gone', final: true });
});

describe('JSON in a page', () => {
  const source = reading({ after: 'var idea =', signatures: { find: 'count' } });

  test('is found behind a text, with whatever follows it', async () => {
    const script = `<script>var ideas = {}; var idea={"count": 5, "title": "a } \\" ] b", "tags": [[]]}; var x = {};</script>`;
    expect(await observationOf(source, page(script))).toMatchObject({ signatures: 5 });
  });

  test.each([
    ['<p>moved', 'has no JSON behind "var idea ="'],
    ['var idea = {"count": 5', 'has JSON behind "var idea =" that does not end'],
    ['var idea = load()', 'has no JSON behind "var idea ="'],
    ['myvar idea = {}', 'has no JSON behind "var idea ="'],
    ['var idea = {count: 5}', 'is not JSON'],
    ['<p data-p="var idea = {&quot;n&quot;:5}">', 'use "html" with "attribute" and "pattern"'],
  ])('%s: %s', async (text, message) => {
    expect(await faultOf(source, page(text))).toContain(message);
  });

  test('may be there several times, but not with different values', () => {
    expect(jsonAfter('a =', 'a = [7]; b = [8]; a=[7];')).toBe('[7]');
    expect(() => jsonAfter('a =', 'a = [7]; a = [8];')).toThrow('more than once, with different values');
  });

  test('is found in little time in a page that opens much and ends nothing', () => {
    const began = process.cpuUsage();
    expect(() => jsonAfter('a =', `a = ${'['.repeat(50_000)}${'"\\'.repeat(50_000)}`)).toThrow('does not end');
    expect(process.cpuUsage(began).user).toBeLessThan(5_000_000);
  });
});

test('an expression that is none says why', () => {
  const good = ['data.count', '[0].a', 'a[?b==`1`] | [0]', 'a[0:2]', 'length(a)', 'sort_by(a, &b)[-1]', '"a b"'];
  expect(good.map(expressionFault)).toEqual(good.map(() => undefined));
  for (const bad of ['', 'a..b', 'a.', 'a[', 'count(a)', 'length(count(a))', 'a b']) {
    expect(expressionFault(bad)).toMatch(/^must be a JMESPath expression, such as "data\.count" \(.+\)$/);
  }
});

// JSON.parse reads 400 kB of brackets; JSON.stringify overflows the stack on them.
test('a count that is nested without an end is no reading', async () => {
  const text = page(`{"data":{"count":${'['.repeat(200_000)}${']'.repeat(200_000)}}}`);
  expect(await faultOf(reading({}), text)).toContain(': is not JSON (it is nested more than 200 deep)');
});

test('a field that cannot be read costs that field, never the count, and is named', async () => {
  const source = reading({
    title: { find: 'length(`1`)' },
    opened: { find: 'from' },
    deadline: { find: 'until' },
    closed: { find: 'state' },
    answer: { find: 'answered', format: 'seconds' },
    clockStarted: { find: 'presented' },
    met: { response: { find: 'reached' } },
  });
  const body = {
    ...{ data: { count: 620 }, from: 'May', until: 5, state: 'open', answered: 'soon' },
    ...{ presented: ['2027-02-28'], reached: 'N' },
  };
  await lookingAt(source, json(body), async ({ look, platform }) => {
    const { observation, unreadable = [] } = await look();
    const url = `${platform.url}/petitions/22111.json`;
    expect(observation).toEqual({ kind: 'reading', signatures: 620, url });
    expect(unreadable.map(({ path, message }) => `${path} ${message}`).toSorted()).toEqual([
      'answer must be a time in seconds since 1970, such as 1452013200 (it is "soon")',
      'clockStarted must be a text that is a time (it is ["2027-02-28"])',
      expect.stringMatching(/^closed must be true, a time or an address, or nothing: .* \(it is "open"\)$/),
      'deadline must be a text that is a time (it is 5)',
      expect.stringMatching(/^met\.response must be true, .* \(it is "N"\)$/),
      expect.stringMatching(/^opened must be an ISO 8601 time.* \(it is "May"\)$/),
      expect.stringMatching(/^title /),
    ]);
  });
});

test('a time that stands for none is none', async () => {
  const source = reading({
    deadline: { find: 'until' },
    answer: { find: 'answered', format: 'iso' },
    clockStarted: { find: 'at', format: 'milliseconds' },
  });
  const body = { data: { count: 620 }, until: '9999-12-31T00:00:00', answered: '-', at: 0 };
  await lookingAt(source, json(body), async ({ look }) => {
    const { observation, unreadable } = await look();
    expect(observation).toMatchObject({ signatures: 620, answer: null, clockStarted: null });
    expect(observation).not.toHaveProperty('deadline');
    expect(unreadable).toEqual([]);
  });
});

describe('signing is over, or there is an answer', () => {
  const source = reading({ closed: { find: 'it' }, answer: { find: 'it' } });
  const told = async (it: unknown): Promise<object> => {
    let seen = {};
    await lookingAt(source, json({ data: { count: 5 }, it }), async ({ look }) => {
      const { observation, unreadable = [] } = await look();
      seen = { ...observation, unreadable: unreadable.map(({ path }) => path) };
    });
    return seen;
  };

  test.each([
    true,
    'true',
    '2027-02-28',
    1_803_850_200,
    'https://example.org/answer',
    { text: 'We agree.' },
    [{ at: '2027-02-28' }],
    [{ id: 7, body: '<p>We agree.</p>' }],
    [{ id: 7, body: '<p>We agree.</p>', draft: false }],
    { text: 'We agree.', files: [] },
    { text: 'We agree.', at: '2027-02-28', translation: null },
  ])('%j: yes', async (it) => {
    expect(await told(it)).toMatchObject({ signing: { open: false }, answer: {}, unreadable: [] });
  });

  // What servers write for a no: OPSnet/Gazelle#174, elabftw#5734, Automattic/jetpack#34770 and #35190.
  test.each([
    false,
    null,
    undefined,
    '',
    ' ',
    [],
    {},
    0,
    '0',
    'false',
    'null',
    [null],
    [false],
    { at: null },
    [[{ at: '' }, 0]],
    { at: '0001-01-01T00:00:00' },
    [{ at: '9999-12-31T23:59:59' }],
    { on: '0000-00-00 00:00:00', text: '—' },
    { rendered: '<p>&nbsp;</p>\n' },
    '\u200b',
    '\ufeff ',
  ])('%j: no', async (it) => {
    expect(await told(it)).toMatchObject({ signing: { open: true }, answer: null, unreadable: [] });
  });

  test.each([
    'open',
    'N',
    '-',
    'undefined',
    1,
    'We still collect.',
    ['open'],
    [1],
    { state: 'open' },
    { answered: false, note: 'We still collect.' },
    { published: false, on: '2027-02-28' },
    { it: { done: false, at: '2027-02-28' } },
    { at: null, by: 'The ministry' },
    { at: '', by: 'The ministry' },
    { at: '0001-01-01T00:00:00', by: 'The ministry' },
    { answer: { at: null, by: 'The ministry' } },
    [{ at: null, by: 'The ministry' }],
  ])('%j: that must be asked about', async (it) => {
    const seen = await told(it);
    expect(seen).toMatchObject({ signatures: 5, unreadable: ['closed', 'answer'] });
    expect(seen).not.toHaveProperty('signing');
    expect(seen).not.toHaveProperty('answer');
  });

  test('a list that is nested must be asked about too', async () => {
    const text = page(`{"data":{"count":5},"it":${'['.repeat(190)}7${']'.repeat(190)}}`);
    expect(await observationOf(source, text)).not.toHaveProperty('signing');
  });

  test('what a pattern matches was asked for', async () => {
    const matched = reading({ closed: { find: 'it', pattern: '^(closed|0)$' } });
    const body = (it: string) => json({ data: { count: 5 }, it });
    expect(await observationOf(matched, body('closed'))).toMatchObject({ signing: { open: false } });
    expect(await observationOf(matched, body('0'))).toMatchObject({ signing: { open: true } });
    expect(await observationOf(matched, body('open'))).toMatchObject({ signing: { open: true } });
  });
});

// Answers of 2 MB took 0.3 s at most with ordinary expressions, and 200 MB of memory (2026-11).
test('an expression that would go through a large answer for ever is no reading, in time', async () => {
  const many = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => -1 - index));
  const find = `length(data[?!contains(\`${many}\`, @)])`;
  const text = page(`{"data":[${'0,'.repeat(900_000)}0]}`);
  expect(await faultOf(reading({ signatures: { find } }), text)).toMatch(/takes more than 2 s to be searched/);
});
