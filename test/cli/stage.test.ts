/** What `-c` says of a deploy. */
import { parseFlag, parseNames, parseStage, parseTags } from '../../cli/stage.ts';
import { BadInput } from '../../src/validation.ts';

test('the stage is prod, unless it is dev', () => {
  expect([parseStage(undefined), parseStage('dev')]).toEqual(['prod', 'dev']);
  expect(() => parseStage('test')).toThrow(BadInput);
});

test.each([
  ['dashboard', false],
  ['terminationProtection', false],
  ['site', true],
] as const)('without -c, %s is %s; it is turned on and off on the command line and in cdk.json', (flag, without) => {
  expect(parseFlag(flag, undefined)).toBe(without);
  expect(['false', false, 'true', true].map((named) => parseFlag(flag, named))).toEqual([false, false, true, true]);
});

test('what neither turns on nor off is a fault that names a good value', () => {
  expect(() => parseFlag('dashboard', 'yes')).toThrow(/-c dashboard.*"true" or "false", such as -c dashboard=true/s);
});

test('tags are names and values on the command line, or an object in cdk.json', () => {
  expect(parseTags(undefined)).toEqual({});
  expect(parseTags('team=press,purpose=petitions')).toEqual({ team: 'press', purpose: 'petitions' });
  expect(parseTags({ team: 'press' })).toEqual({ team: 'press' });
});

test.each(['team', '=press', 'team=press,', 7, { team: 7 }])('tags that are none are a fault: %j', (named) => {
  expect(() => parseTags(named)).toThrow(/^-c tags: /);
});

test('whom a deploy leaves out is a list of addresses, or nobody', () => {
  expect([parseNames(undefined), parseNames('a@example.org, +447700900000')]).toEqual([
    [],
    ['a@example.org', '+447700900000'],
  ]);
  expect(() => parseNames(true)).toThrow(/^-c without: must be addresses/);
});
