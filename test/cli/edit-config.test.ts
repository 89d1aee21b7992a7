import { addEntry, removeEntry } from '../../cli/edit-config.ts';

const entry = { source: 'uk-parliament', petition: '2', baseUrl: 'https://example.org' };
const added = '{ "source": "uk-parliament", "petition": "2", "baseUrl": "https://example.org" }';

describe('an entry that is added is set off as the one before it is, and nothing else changes', () => {
  test.each([
    ['on one line', '{"watch":[{"a":1}],  "x" : 1}', `{"watch":[{"a":1}, ${added}],  "x" : 1}`],
    [
      'on lines of their own',
      '{\n\t"watch": [\n\t\t{ "a": 1 },\r\n\t\t{ "a": 2 }\n\t]\n}\n',
      `{\n\t"watch": [\n\t\t{ "a": 1 },\r\n\t\t{ "a": 2 },\r\n\t\t${added}\n\t]\n}\n`,
    ],
    [
      'over several lines',
      '{ "watch": [\n  {\n    "a": 1\n  }] }',
      `{ "watch": [\n  {\n    "a": 1\n  },\n  ${added}] }`,
    ],
  ])('%s', (_, text, expected) => {
    expect(addEntry(text, entry)).toBe(expected);
  });

  test.each(['{}', '{ "watch": [] }', '{ "x": 1 }'])('also where nothing was watched: %s', (text) => {
    expect(JSON.parse(addEntry(text, entry))).toMatchObject({ watch: [entry] });
  });
});

test.each([
  [0, '{ "watch": [\n  { "a": 2 },\n  { "a": 3 }\n  ], "x":  1 }'],
  [1, '{ "watch": [\n  { "a": 1 },\n  { "a": 3 }\n  ], "x":  1 }'],
  [2, '{ "watch": [\n  { "a": 1 },\n  { "a": 2 }\n  ], "x":  1 }'],
])('entry %i is taken out with its comma, and nothing else changes', (index, expected) => {
  const text = '{ "watch": [\n  { "a": 1 },\n  { "a": 2 },\n  { "a": 3 }\n  ], "x":  1 }';
  expect(removeEntry(text, index)).toBe(expected);
});

describe('comments and trailing commas', () => {
  const commented = `{
  "watch": [
    // The green.
    { "a": 1 }, // since May
    // The school.
    { "a": 2 } /* since June */
  ],
}
`;

  test('a comment behind the last entry stays with it when one is added', () => {
    expect(addEntry(commented, { a: 3 })).toBe(
      commented.replace('{ "a": 2 } /* since June */', '{ "a": 2 }, /* since June */\n    { "a": 3 }'),
    );
    expect(addEntry('{ "watch": [{ "a": 1 }, // x\n] }', { a: 2 })).toBe(
      '{ "watch": [{ "a": 1 }, // x\n  { "a": 2 },\n] }',
    );
  });

  test('a comment behind an entry is removed with it, and no other', () => {
    expect(removeEntry(commented, 0)).toBe(commented.replace('\n    { "a": 1 }, // since May', ''));
    expect(removeEntry(commented, 1)).toBe(
      commented.replace('{ "a": 1 }, //', '{ "a": 1 } //').replace('\n    { "a": 2 } /* since June */', ''),
    );
  });

  test('a comma at the end of the list stays at its end', () => {
    const list = '{ "watch": [\n  { "a": 1 },\n  { "a": 2 },\n] }';
    expect(addEntry(list, { a: 3 })).toBe('{ "watch": [\n  { "a": 1 },\n  { "a": 2 },\n  { "a": 3 },\n] }');
    expect(removeEntry(list, 1)).toBe('{ "watch": [\n  { "a": 1 },\n] }');
    expect(removeEntry('{ "watch": [{ "a": 1 },] }', 0)).toBe('{ "watch": [] }');
  });

  test('a comment above an entry does not swallow what follows', () => {
    expect(removeEntry('{ "watch": [ { "a": 1 }, // x\n // y\n { "a": 2 } ] }', 1)).toBe(
      '{ "watch": [ { "a": 1 } // x\n // y\n  ] }',
    );
  });
});
