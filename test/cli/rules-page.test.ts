/** The built-in rules in words, and the page of the docs that is made of them. */
import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { responseProvenance, rulebook } from '../../src/domain/rulebook.ts';
import { withResponseWindow, type ThresholdRule } from '../../src/domain/rules.ts';
import { rulesSchema } from '../../src/domain/rules-schema.ts';
import { editionsOf } from '../../cli/rules/editions.ts';
import { rulesPage } from '../../cli/rules/page.ts';
import { formattedPage } from '../formatted.ts';
import {
  calendarText,
  minimumText,
  obligationText,
  signingRuleText,
  requirementText,
} from '../../cli/rules/wording.ts';

const text = (file: string | URL): string => readFileSync(new URL(file, import.meta.url), 'utf8');

test('docs/rules.md has the rules of the rulebook', () => {
  const file = new URL('../../docs/rules.md', import.meta.url);
  const now = formattedPage(rulesPage());
  if (process.env.RULES === 'write') writeFileSync(file, now);
  // `npm run rules` writes it.
  else expect(text(file)).toBe(now);
});

test('each edition says what it rests on, and as of when', () => {
  for (const says of editionsOf().flatMap((one) => [one.says, ...(one.responseSays ? [one.responseSays] : [])])) {
    expect(says.text).toMatch(/[."]$/);
    expect(says.source).not.toBe('');
    expect(says.asOf).toMatch(/^20\d\d-\d\d-\d\d$/);
  }
});

test('each date of a response has a source that names it', () => {
  const numbers: Readonly<Record<string, RegExp>> = {
    P10D: /ten working days/,
    P21D: /21 days/,
    P30D: /30 days/,
    P45D: /45 calendar days/,
    P60D: /60 days/,
    P90D: /90 days/,
    P3M: /three months/,
    P4M: /four months/,
    P6M: /six months/,
  };
  const dated = editionsOf().filter(({ rules }) => rules.thresholds.some((rule) => rule.responseWindow !== undefined));
  expect(new Set(dated.map(({ name }) => name)).size).toBeGreaterThan(10);
  for (const { rules } of dated) {
    const rule = rules.thresholds.find(({ responseWindow }) => responseWindow !== undefined);
    const windows = [rule, ...(rule?.responseTerm?.before ?? [])].map((one) => one?.responseWindow ?? '');
    for (const window of windows) expect(responseProvenance(rules)?.text).toMatch(numbers[window] ?? 'no such length');
  }
});

test('where the platform names the day of a response itself, a source shows that', () => {
  const own = editionsOf().filter(({ rules }) => rules.thresholds.some(({ answerDue }) => answerDue === true));
  expect(own.map(({ name }) => name)).toContain('petities');
  for (const { rules, says } of own) expect((responseProvenance(rules) ?? says).source).toContain('page');
});

test('rules that are those of no source say where they apply', () => {
  const sectionOf = (name: string): string =>
    rulesPage()
      .split('\n## ')
      .find((one) => one.startsWith(`${name}\n`)) ?? '';
  expect(sectionOf('belgium-chamber')).toContain('Of a site of `decidim`, dekamer.mijnopinie.belgium.be.');
  expect(sectionOf('kr-blue-house')).toContain('No longer polled');
  expect(sectionOf('finland')).not.toMatch(/No longer polled|Of a site/);
});

test('another length of time has another source, which we do not know', () => {
  const [edition] = withResponseWindow(rulebook['uk-parliament'], 'P30D');
  expect(responseProvenance(rulebook['uk-parliament'][0].rules)?.source).toContain('Hansard');
  expect(responseProvenance(edition.rules)).toBeUndefined();
});

const ruleOf = (threshold: object): ThresholdRule => {
  const { thresholds } = z.parse(rulesSchema, {
    timeZone: 'Europe/Paris',
    thresholds: [{ name: 'debate', signatures: 500_000, ...threshold }],
  });
  const [rule] = thresholds;
  if (rule === undefined) throw new Error('there is a threshold');
  return rule;
};

test('rules in words', () => {
  const inThirty = ruleOf({ parts: { of: 'departments', atLeast: 30, minimum: 1 }, responseWindow: 'P45D' });
  expect(requirementText(inThirty)).toBe('500,000 signatures, and the minimum in 30 departments');
  expect(minimumText(inThirty)).toBe('1 in each');
  expect(obligationText(inThirty)).toBe('within 45 days of reaching it');
  expect(obligationText(ruleOf({ responseWindow: 'P1M', clock: 'presented' }))).toBe(
    'within 1 month of its presentation',
  );
  const workingDays = { never: [6, 7], published: [] };
  expect(obligationText(ruleOf({ responseWindow: 'P10D', responseTerm: { workingDays } }))).toBe(
    'within 10 working days of reaching it',
  );
  expect(obligationText(ruleOf({ answerDue: true }))).toBe('by the day that the platform names');
  expect(obligationText(ruleOf({}))).toBeUndefined();
  expect(minimumText(ruleOf({}))).toBeUndefined();
  expect(signingRuleText(z.parse(rulesSchema, { timeZone: 'Europe/Paris', thresholds: [inThirty] }))).toBe(
    'no time limit',
  );
});

test('how far the days that count are known is said, with the source', () => {
  const [canada] = rulebook['canada-commons'][0].rules.thresholds.flatMap(calendarText);
  expect(canada).toContain(
    'sitting days are entered from 2021-01-01 to 2021-06-16 (ourcommons.ca/en/sitting-calendar/2021).',
  );
  const workingDays = { never: [6, 7], published: [] };
  expect(calendarText(ruleOf({ responseWindow: 'P10D', responseTerm: { workingDays } }))).toEqual([
    'The working days are not entered. Where they are not, the response may be due later, and is never called late.',
  ]);
  expect(calendarText(ruleOf({ responseWindow: 'P10D' }))).toEqual([]);
});

test('the minimums of the member states are those of the treaties: seats times all seats', () => {
  const of = (from: string): Readonly<Record<string, number>> => {
    const edition = editionsOf('eu-eci').find((one) => one.from === from);
    const minimum = edition?.rules.thresholds[0]?.parts?.minimum;
    if (typeof minimum !== 'object') throw new Error('there are minimums by state');
    return minimum;
  };
  const sum = (minimums: Readonly<Record<string, number>>): number =>
    Object.values(minimums).reduce((a, b) => a + b, 0);
  // citizens-initiative.europa.eu/thresholds_en, as of 2026-09-25.
  expect(of('2024-07-16')).toMatchObject({ DE: 69_120, FR: 58_320, IT: 54_720, ES: 43_920, SI: 6_480, MT: 4_320 });
  expect(sum(of('2024-07-16'))).toBe(720 * 720);
  expect(of('2020-02-01')).toMatchObject({ DE: 67_680, FR: 55_695, PL: 36_660, LV: 5_640, EE: 4_935, CY: 4_230 });
  expect(sum(of('2020-02-01'))).toBe(705 * 705);
  expect(of('2020-01-01')).toMatchObject({ DE: 72_096, GB: 54_823, BE: 15_771, HR: 8_261, MT: 4_506 });
  expect(sum(of('2020-01-01'))).toBe(751 * 751);
  expect(of('2014-07-01')).toMatchObject({ DE: 72_000, GB: 54_750, RO: 24_000, HR: 8_250, LU: 4_500 });
  expect(of('2013-07-01')).toMatchObject({ DE: 74_250, HR: 9_000 });
  expect(of('2012-04-01')).toMatchObject({ DE: 74_250, PL: 38_250, LV: 6_750, EE: 4_500 });
  expect(of('2012-04-01')).not.toHaveProperty('HR');
});
