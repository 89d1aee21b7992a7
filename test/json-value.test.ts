import fc from 'fast-check';
import { jsonValue } from '../src/json-value.ts';

test('JSON is read as JSON.parse reads it', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 6 }), (text) => expect(jsonValue(text)).toEqual(JSON.parse(text))));
});

// dotnet/extensions#2381, duckduckgo/privacy-configuration#2739: parsers differ in which of the two they take.
test.each([
  '{"n":812,"n":0}',
  '{"a":[{"n" : 1,"m":{},"n":1}]}',
  '{"n":812,"\\u006e":0}',
  '{"\\"":1,"\\"":2}',
  '{"":1,"":2}',
])('a key twice in one object is a fault: %s', (text) => {
  expect(() => jsonValue(text)).toThrow(/twice in one object$/);
});

test.each([
  '[{"n":1},{"n":2}]',
  '{"n":{"n":1}}',
  '{"a":"n\\":","b":"n\\":"}',
  '{"a":["n","n"],"n":1}',
  '{"n":1,"N":2}',
])('one key in two objects is none, nor is a text that looks like one: %s', (text) => {
  expect(jsonValue(text)).toEqual(JSON.parse(text));
});

test('lists and objects are 200 deep at most', () => {
  const nested = (depth: number): string => '[{"a":'.repeat(depth / 2) + '1' + '}]'.repeat(depth / 2);
  expect(() => jsonValue(nested(200))).not.toThrow();
  expect(() => jsonValue(nested(202))).toThrow('it is nested more than 200 deep');
  expect(() => jsonValue('['.repeat(900_000) + ']'.repeat(900_000))).toThrow('it is nested more than 200 deep');
});
