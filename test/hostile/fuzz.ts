/**
 * Answers that nobody thought of: any status, headers, pieces and changes of a body. A failure prints its seed and the
 * smallest answer of its kind.
 */
import fc from 'fast-check';
import { oddInstants, oddTimes, oddValues } from './answers.ts';
import type { Case } from './law.ts';
import { hostilePlatforms } from './platforms.ts';
import { Trial } from './polls.ts';
import { countIn, raw, type Good, type Spoil } from './spoil.ts';

const names = Object.keys(hostilePlatforms);
const platformName = fc.constantFrom(...names);

const headerText = fc.oneof(
  fc.constantFrom(...oddTimes).filter((value) => /^[\x20-\x7e]*$/.test(value)),
  fc.integer().map(String),
  fc.string({
    unit: fc
      .integer({ min: 0x20, max: 0xff })
      .filter((code) => code < 0x7f || code > 0x9f)
      .map((code) => String.fromCharCode(code)),
  }),
  fc.constantFrom(
    'max-age=60',
    'no-store',
    'gzip',
    'br',
    'deflate',
    'identity',
    'chunked',
    'close',
    'h2c',
    'text/html; charset=utf-16',
    '/',
    '/elsewhere',
    '//x',
    '"a"',
    'W/"a"',
    '*',
  ),
);
const headerName = fc.constantFrom(
  ...[
    'retry-after',
    'age',
    'date',
    'expires',
    'last-modified',
    'etag',
    'cache-control',
    'location',
    'content-encoding',
    'content-type',
  ],
  ...[
    'connection',
    'keep-alive',
    'upgrade',
    'vary',
    'warning',
    'set-cookie',
    'link',
    'content-location',
    'content-range',
    'x-cache',
  ],
);
const headers = fc.array(fc.tuple(headerName, headerText), { maxLength: 4 });

/** How it is sent: nothing of it changes what the answer says. */
const transport = fc.record({
  status: fc.oneof({ weight: 3, arbitrary: fc.constant(200) }, fc.integer({ min: 100, max: 999 })),
  headers,
  /** Where it is cut into pieces, or ends; as parts of its length. */
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
  breaksOff: fc.boolean(),
});
type Transport = typeof transport extends fc.Arbitrary<infer Value> ? Value : never;

const sent =
  ({ status, headers: own, cuts, breaksOff }: Transport, change: (good: Good) => string = ({ text }) => text): Spoil =>
  (good, response) => {
    if (status < 200) {
      raw(() => `HTTP/1.1 ${status} Odd\r\n\r\n`)(good, response);
      return;
    }
    for (const [name, value] of own) response.setHeader(name, value);
    const text = change(good);
    const ends = cuts.map((part) => Math.floor(text.length * part)).sort((a, b) => a - b);
    response.writeHead(status);
    let from = 0;
    for (const end of ends) {
      response.write(text.slice(from, end));
      from = end;
    }
    if (breaksOff && cuts.length > 0) setImmediate(() => response.destroy());
    else response.end(text.slice(from));
  };

/** What changes a body, but not within its count or at its edges. */
const edits = fc.array(
  fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    remove: fc.integer({ min: 0, max: 12 }),
    insert: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(...oddValues.filter((value) => value.length < 100), ...oddInstants),
      fc.constantFrom(
        '"',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '\\',
        '<',
        '>',
        '<!--',
        '-->',
        '<script>',
        '</p>',
        '<b hidden>',
        '\0',
        '\ufeff',
        '&',
        '\ud800',
        'null',
        '0',
      ),
    ),
  }),
  { minLength: 1, maxLength: 4 },
);
type Edits = typeof edits extends fc.Arbitrary<infer Value> ? Value : never;

const edited =
  (changes: Edits) =>
  (good: Good): string =>
    changes.reduce((text, { at, remove, insert }) => {
      const from = Math.floor(text.length * at);
      const spans = [...text.matchAll(countIn({ text, count: good.count }))].map(
        ({ index, 0: { length } }) => [index - 3, index + length + 3] as const,
      );
      if (spans.some(([start, end]) => from < end && from + remove > start)) return text;
      return text.slice(0, from) + insert + text.slice(from + remove);
    }, good.text);

const says = (status: number): Case['says'] => (status === 404 || status === 410 ? 'gone' : undefined);

/** @throws with the smallest answer that breaks the law. */
export async function fuzz(runs: number): Promise<void> {
  const trials = new Map(
    await Promise.all(names.map(async (name): Promise<[string, Trial]> => [name, await trialOf(name)])),
  );
  const faultsOf = (name: string, one: Case, isAltered: boolean): Promise<string[]> => {
    const trial = trials.get(name);
    if (trial === undefined) throw new Error(`there is no trial of ${name}`);
    return trial.faults(one, isAltered);
  };
  try {
    await fc.assert(
      fc.asyncProperty(platformName, transport, async (name, how) => {
        expect(await faultsOf(name, { name, spoil: sent(how), says: says(how.status) }, false)).toEqual([]);
      }),
      { numRuns: runs },
    );
    await fc.assert(
      fc.asyncProperty(platformName, edits, fc.option(transport, { freq: 4 }), async (name, changes, how) => {
        const { status } = how ?? { status: 200 };
        const spoil = sent(how ?? { status, headers: [], cuts: [], breaksOff: false }, edited(changes));
        expect(await faultsOf(name, { name, spoil, says: says(status) }, true)).toEqual([]);
      }),
      { numRuns: 2 * runs },
    );
  } finally {
    await Promise.all([...trials.values()].map((trial) => trial.close()));
  }
}

function trialOf(name: string): Promise<Trial> {
  const platform = hostilePlatforms[name];
  if (platform === undefined) throw new Error(`there is no platform ${name}`);
  return Trial.of(platform);
}
