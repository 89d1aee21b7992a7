/** What is taken out of recorded answers, whatever is in them. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { blanked, details } from '../../cli/probe/blank.ts';
import type { RecordedAnswer, Recording } from '../../cli/probe/recording.ts';

type Body = RecordedAnswer['body'];
const answer = (body: Body): RecordedAnswer => ({
  method: 'GET',
  url: 'https://example.org/petitions/1',
  status: 200,
  headers: {},
  ...(body !== undefined && { body }),
});

/** A reader that finds a title and a count somewhere. */
const reading =
  (find: (body: Body) => readonly [string, string] | undefined) =>
  async ([one]: readonly RecordedAnswer[]): Promise<Recording['reading']> => {
    const found = find(one?.body);
    if (found === undefined) throw new Error('there is no reading');
    return Promise.resolve({ kind: 'reading', title: found[0], signatures: found[1] });
  };

async function blankedBody(body: Body, read: ReturnType<typeof reading>): Promise<Body> {
  const before = await read([answer(body)]);
  const { answers, reading: after } = await blanked([answer(body)], before, [], read);
  expect(after).toEqual(before);
  return answers[0]?.body;
}

const shownIn = (text: string): readonly [string, string] | undefined => {
  const [, title, count] = /<h1>([^<]*)<\/h1>[^]*<b>([0-9]+)<\/b>/.exec(text) ?? [];
  return title === undefined || count === undefined ? undefined : [title, count];
};

/** Names, in all kinds of letters, which no petition has. */
const person = fc
  .string({ unit: 'grapheme', minLength: 3, maxLength: 12 })
  .map((name) => `Q${name.replace(/[<>"]/g, '')}Q`);
const time = '2026-01-05T17:00:00Z';

test('of JSON every text that the reading does not need is gone, wherever it is', async () => {
  const noise = fc.letrec<{ json: unknown }>((tie) => ({
    json: fc.oneof(
      { maxDepth: 3 },
      person,
      fc.integer(),
      fc.constantFrom(null, true, time),
      fc.array(tie('json'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom('author', 'name', 'by', 'at'), tie('json'), { maxKeys: 3 }),
    ),
  })).json;
  const shape = (value: unknown): unknown => {
    if (typeof value === 'string') return value === time ? value : '…';
    if (Array.isArray(value)) return value.slice(0, 2).map(shape);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shape(field)]));
  };
  const read = reading((body) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined;
    const { title, count } = body;
    return typeof title === 'string' && typeof count === 'number' ? [title, String(count)] : undefined;
  });
  await fc.assert(
    fc.asyncProperty(fc.array(noise, { maxLength: 3 }), async (more) => {
      const body = z.json().parse({ before: more, title: 'More benches', count: 7, after: more });
      expect(await blankedBody(body, read)).toEqual({
        before: shape(more),
        title: 'More benches',
        count: 7,
        after: shape(more),
      });
    }),
    { numRuns: 60 },
  );
});

test('of a page nothing is left but what is read', async () => {
  const noise = fc.array(
    fc.tuple(person, fc.constantFrom('<p>*</p>', '<a title="*" href="/u/*">*</a>', '<!-- * -->', ' * ', '<br/>*')),
    { maxLength: 6 },
  );
  const written = (parts: readonly (readonly [string, string])[]): string =>
    parts.map(([name, form]) => form.split('*').join(name)).join('\n');
  const read = reading((body) => (typeof body === 'string' ? shownIn(body) : undefined));
  await fc.assert(
    fc.asyncProperty(noise, noise, noise, async (before, between, after) => {
      const page = `${written(before)}<h1>More benches</h1>${written(between)}<b>1234</b>${written(after)}`;
      expect(await blankedBody(page, read)).toBe('<h1>More benches</h1><b>1234</b>');
    }),
    { numRuns: 60 },
  );
});

test('what reaches a person is gone from what is read, and times and numbers are not', async () => {
  const read = reading((body) => (typeof body === 'string' ? shownIn(body) : undefined));
  const shown = async (title: string): Promise<Body> => blankedBodyOf(`<h1>${title}</h1><b>1234</b>`);
  const blankedBodyOf = async (page: string): Promise<Body> => {
    const { answers } = await blanked([answer(page)], await read([answer(page)]), [], read);
    return answers[0]?.body;
  };
  for (const reach of [
    'jane.doe+x@mail.example.org',
    '+44 20 7946 0958',
    '0049 30 1234567',
    '020 7946 0958',
    '192.0.2.7',
    '2001:db8:85a3:0:0:8a2e:370:7334',
  ]) {
    expect(await shown(`Ask ${reach} now`)).toBe('<h1>Ask … now</h1><b>1234</b>');
  }
  for (const kept of [
    '2026-01-05 17:00',
    '05-01-2026 17:00',
    '1.234.567',
    '2 131 368',
    '10:30:00',
    'PE1876',
    '2024/000007',
    '14CBAF8CE5733410E064B49691C1987F',
    'c25d7466-72c9-4f90-9d88-7e3753a24a58',
  ]) {
    expect(await shown(kept)).toBe(`<h1>${kept}</h1><b>1234</b>`);
    for (const detail of details) expect(kept.match(detail)).toBeNull();
  }
});

test('answers that do not give the reading are not recorded', async () => {
  const read = reading(() => ['More benches', '7']);
  await expect(blanked([answer('')], { kind: 'reading' }, [], read)).rejects.toThrow(
    /^not recorded: played back, the answers do not give this reading$/,
  );
});
