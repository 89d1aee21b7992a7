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
