/** petitions.json as people write it: what is read, and where a mistake is said to be. */
import { BadInput } from '../../src/validation.ts';
import { readConfig } from '../../src/config/read-config.ts';

function messageOf(text: string): string {
  try {
    readConfig(text, 'petitions.json');
  } catch (error) {
    if (error instanceof BadInput) return error.message;
    throw error;
  }
  throw new Error('no fault was found');
}

test('comments and trailing commas are read', () => {
  const text = `{
  // The one about the green.
  "watch": [
    { "source": "jersey", "petition": "200174", }, /* since May */
  ],
}`;
  expect(readConfig(text, 'petitions.json').watch).toEqual([{ source: 'jersey', petition: '200174' }]);
});

test('a byte order mark, which editors on Windows write, is no fault', () => {
  const text = '\uFEFF{ "watch": [{ "source": "jersey", "petition": "1" }] }';
  expect(readConfig(text, 'petitions.json').watch).toHaveLength(1);
});

test.each([
  ['nothing', '', '1:1: a value is missing, such as "text", 5, true, [] or {}; here the file ends'],
  ['an unfinished list', '{\n  "watch": [', '2:13: a closing bracket is missing: ]; here the file ends'],
  [
    'a missing comma',
    '{ "watch": [\n{ "source": "jersey" "petition": "1" }]}',
    '2:22: a comma is missing; here it says: "pet',
  ],
  ['a missing colon', '{ "watch" [] }', '1:11: a colon is missing after the name of a setting; here it says: [] }'],
  ['a missing value', '{ "watch": }', '1:12: a value is missing, such as'],
  [
    'a missing name',
    '{ "watch": [], : 5 }',
    '1:16: the name of a setting is missing, such as "watch"; here it says: : 5 }',
  ],
  ['single quotes', "{ 'watch': [] }", '1:3: this is not JSON: names and texts have double quotes'],
  ['a word', '{ "forecasts": True }', '1:16: this is not JSON: names and texts have double quotes; true'],
  ['more after the end', '{ "watch": [] } 5', '1:17: the file should end before this; here it says: 5'],
  ['an unfinished text', '{ "watch": [{ "source": "jersey }] }', '1:25: a text does not end: " is missing'],
  ['an unfinished comment', '{ /* ours }', '1:3: a comment does not end: */ is missing'],
])('%s is said once, at its line and column', (_, text, message) => {
  expect(messageOf(text).startsWith(`petitions.json:${message}`)).toBe(true);
  expect(messageOf(text)).not.toContain('\n');
});

test('a file that is nested without end is refused', () => {
  for (const open of ['[', '{"watch":']) {
    expect(messageOf(open.repeat(100_000))).toBe(
      'petitions.json: is nested too deeply: a good file has a dozen levels at most',
    );
  }
});

test('faults come in the order of the file, each at the line and column of its setting', () => {
  const text = `{
  "topic": "x",
  "watch": [
    { "source": "jersey", "petition": 1 }, // a number
    { "source": "uk-parlament", "petition": "1" },
    "jersey/2",
    {}
  ],
  "subscribers": [{ "email": "desk" }]
}`;
  expect(
    messageOf(text)
      .replaceAll(/ (must|is) .*/g, '')
      .split('\n'),
  ).toEqual([
    'petitions.json: 6 faults',
    '  petitions.json:2:3: topic',
    '  petitions.json:4:27: watch.0.petition',
    '  petitions.json:5:7: watch.1.source',
    '  petitions.json:6:5: watch.2',
    '  petitions.json:7:5: watch.3.source',
    '  petitions.json:9:21: subscribers.0.email',
  ]);
});

test.each([
  [
    'a misspelt setting',
    '{ "watch": [{ "source": "jersey", "petiton": "1" }] }',
    '1:35: watch.0.petiton is not a setting here; did you mean "petition"?',
  ],
  ['a misspelt list', '{ "wach": [] }', '1:3: wach is not a setting here; did you mean "watch"?'],
  [
    'a misspelt address',
    '{ "watch": [{ "source": "jersey", "petition": "1" }], "operators": [{ "mail": "a@example.org" }] }',
    '1:71: operators.0.mail is not a setting here; did you mean "email"?',
  ],
  [
    'a misspelt expression',
    `{ "watch": [{ "source": "json", "petition": "green", "url": "https://example.org/", "signatures": { "expresion": "n" },
      "rules": { "timeZone": "UTC", "thresholds": [{ "name": "a", "signatures": 5 }] } }] }`,
    '1:101: watch.0.signatures.expresion is not a setting here; did you mean "expression"?',
  ],
])('%s is one fault, and what follows from it is not said', (_, text, message) => {
  expect(messageOf(text)).toBe(`petitions.json:${message}`);
});

// JSON.parse and jsonc-parser keep the last of two: dotnet/extensions#2381, duckduckgo/privacy-configuration#2739.
test.each([
  [
    'a list of petitions',
    '{\n  "watch": [{ "source": "jersey", "petition": "1" }],\n  "watch": [{ "source": "jersey", "petition": "2" }]\n}',
    '3:3: watch is there twice, first at 2:3: keep one, with all that both should say',
  ],
  [
    'an address',
    '{ "watch": [{ "source": "jersey", "petition": "1" }],\n"operators": [{ "email": "a@example.org", "email": "b@example.org" }] }',
    '2:43: operators.0.email is there twice, first at 2:17: keep one, with all that both should say',
  ],
  [
    'an escaped name',
    '{ "watch": [{ "source": "jersey", "petition": "1", "p\\u0065tition": "1" }] }',
    '1:52: watch.0.petition is there twice, first at 1:35: keep one, with all that both should say',
  ],
  [
    'a name that is no key of an object',
    '{ "watch": [{ "source": "jersey", "petition": "1", "__proto__": { "all": "open" } }] }',
    '1:52: watch.0.__proto__ is not a name that can be used here; choose another name',
  ],
  [
    'a name that objects inherit',
    '{ "watch": [{ "source": "jersey", "petition": "1", "constructor": 5, "toString": 5 }] }',
    '1:52: watch.0.constructor is not a setting here',
  ],
])('nothing that is written is dropped in silence: %s', (_, text, message) => {
  expect(messageOf(text)).toContain(`petitions.json:${message}`);
});

test('settings that are there twice come with the other faults, in the order of the file', () => {
  const text = '{ "watch": [{ "source": "jersey", "petition": 1 }], "topic": 5, "watch": [{ "source": "jersy" }] }';
  expect(
    messageOf(text)
      .replaceAll(/ (must|is) .*/g, '')
      .split('\n'),
  ).toEqual([
    'petitions.json: 3 faults',
    '  petitions.json:1:53: topic',
    '  petitions.json:1:65: watch',
    '  petitions.json:1:77: watch.0.source',
  ]);
});
