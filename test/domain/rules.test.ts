import * as z from 'zod/mini';
import { responseProvenance, rulebook } from '../../src/domain/rulebook.ts';
import { commitmentTo, rulesInForce, undatedHistory, withResponseWindow } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';
import { at } from './story.ts';

const minimal = { timeZone: 'Europe/Paris', thresholds: [{ name: 'debate', signatures: 500_000 }] };

const ten = {
  name: 'a',
  signatures: 1,
  responseWindow: 'P10D',
  responseTerm: { workingDays: { never: [6, 7], published: [] } },
};

test('rules without more are cut at the same time of day, are not retractable, and are worth a promise', () => {
  expect(z.parse(rulesSchema, minimal)).toEqual({
    ...minimal,
    cutoff: 'same-time',
    retractable: false,
    stopsAtDeadline: false,
    commitment: 'promise',
    authority: 'the authority',
  });
});

test.each([
  ['a zone that is none', { timeZone: 'Paris' }, 'timeZone', /Europe\/London/],
  ['a window that is none', { signingWindow: '30' }, 'signingWindow', /P30D/],
  [
    'a month of working days',
    { thresholds: [{ ...ten, responseWindow: 'P1M' }] },
    'thresholds.0.responseWindow',
    /"P10D"/,
  ],
  [
    'working days without a window',
    { thresholds: [{ ...ten, responseWindow: undefined }] },
    'thresholds.0.responseWindow',
    /"P10D"/,
  ],
  ['a lapse below one signature', { lapse: { within: 'P1M', atLeast: 0 } }, 'lapse.atLeast', /such as 50/],
  [
    'a week without a day that counts',
    { thresholds: [{ ...ten, responseTerm: { workingDays: { never: [1, 2, 3, 4, 5, 6, 7], published: [] } } }] },
    'thresholds.0.responseTerm.workingDays.never',
    /\[6, 7\]/,
  ],
  [
    'an eighth day of the week',
    { thresholds: [{ ...ten, responseTerm: { workingDays: { never: [8], published: [] } } }] },
    'thresholds.0.responseTerm.workingDays.never.0',
    /1 for Monday/,
  ],
  ['a threshold of nothing', { thresholds: [{ name: 'a', signatures: 0 }] }, 'thresholds.0.signatures', /100000/],
  ['half a signature', { thresholds: [{ name: 'a', signatures: 1.5 }] }, 'thresholds.0.signatures', /100000/],
  ['a name with blanks', { thresholds: [{ name: 'a b', signatures: 1 }] }, 'thresholds.0.name', /"response"/],
  [
    'a name twice',
    {
      thresholds: [
        { name: 'a', signatures: 1 },
        { name: 'a', signatures: 2 },
      ],
    },
    'thresholds',
    /each name once/,
  ],
  ['an unknown cutoff', { cutoff: 'midnight' }, 'cutoff', /"end-of-day"/],
  ['an unknown commitment', { commitment: 'hope' }, 'commitment', /"statute"/],
])('%s is refused, with the path and a good value', (_, changes, path, message) => {
  const [issue, ...others] = z.safeParse(rulesSchema, { ...minimal, ...changes }).error?.issues ?? [];
  expect(others).toEqual([]);
  expect(issue?.path.join('.')).toBe(path);
  expect(issue?.message).toMatch(message);
});

test('a misspelt key is refused', () => {
  const issues = z.safeParse(rulesSchema, { ...minimal, retractible: true }).error?.issues;
  expect(issues).toMatchObject([{ code: 'unrecognized_keys', keys: ['retractible'] }]);
});

test('a config can say whatever the built-in rules say', () => {
  for (const { rules } of Object.values(rulebook).flat()) expect(z.parse(rulesSchema, rules)).toEqual(rules);
});

test.each([
  ['before anything was raised', '2017-03-08T00:00:00Z', 50, 5_000],
  ['in time to close by 1 December 2020', '2020-06-01T23:59:59+01:00', 50, 5_000],
  ['a day later', '2020-06-02T00:00:00+01:00', 50, 10_000],
  ['in the last minute of 2021', '2021-12-31T23:59:59Z', 50, 10_000],
  ['from 2022 on', '2022-01-01T00:00:00Z', 250, 10_000],
])('a petition to the Senedd that was opened %s falls under the rules of its day', (_, opened, ...numbers) => {
  const { thresholds } = rulesInForce(rulebook.senedd, at(opened));
  expect(thresholds.map(({ signatures }) => signatures)).toEqual(numbers);
});

test('the editions of a platform are in order', () => {
  for (const history of Object.values(rulebook)) {
    const dates = history.map(({ from }) => from);
    expect([...dates].sort()).toEqual(dates);
  }
});

test.each([
  ['on the first day of the second edition', '2011-10-03T12:00:00-04:00', 25_000],
  ['in its last minute, where the platform is', '2013-01-14T23:59:59-05:00', 25_000],
  ['in the first minute of the next', '2013-01-15T00:00:00-05:00', 100_000],
  ['before the first edition', '2011-09-01T12:00:00-04:00', 5_000],
])('a petition opened %s falls under it', (_, opened, needed) => {
  expect(rulesInForce(rulebook['us-we-the-people'], at(opened)).thresholds[0]?.signatures).toBe(needed);
});

test('a petition whose opening is not known falls under the last edition', () => {
  expect(rulesInForce(rulebook['us-we-the-people'], undefined).thresholds[0]?.signatures).toBe(100_000);
});

test('undated rules hold for a petition of any time', () => {
  const rules = z.parse(rulesSchema, minimal);
  expect(rulesInForce(undatedHistory(rules), at('1970-01-01T00:00:00Z'))).toBe(rules);
});

test('who set the date of a response is known of built-in rules: who set the rules, unless that was somebody else', () => {
  const [[ofBundestag], [ofParliament]] = [rulebook['germany-bundestag'], rulebook['uk-parliament']];
  expect(responseProvenance(ofBundestag.rules)).toBe(ofBundestag.says);
  expect(responseProvenance(ofParliament.rules)).toBe(ofParliament.responseSays);
  expect(responseProvenance(z.parse(rulesSchema, minimal))).toBeUndefined();
});

test('a response is worth something at a threshold that owes one, and at no other', () => {
  const [{ rules }] = rulebook['uk-parliament'];
  expect(['response', 'debate', 'none'].map((threshold) => commitmentTo(rules, threshold))).toEqual([
    rules.commitment,
    undefined,
    undefined,
  ]);
  expect(commitmentTo(undefined, 'response')).toBeUndefined();
});

test('another response window holds in every edition, for the thresholds that owe a response', () => {
  const windows = (history: (typeof rulebook)['uk-parliament']): (string | undefined)[] =>
    withResponseWindow(history, 'P60D').flatMap(({ rules }) => rules.thresholds.map((one) => one.responseWindow));
  expect(windows(rulebook['uk-parliament'])).toEqual(['P60D', undefined]);
  expect(
    withResponseWindow(rulebook['us-we-the-people'], 'P60D').map(({ rules }) => rules.thresholds[0]?.responseWindow),
  ).toEqual(['P60D', 'P60D', 'P60D']);
});
