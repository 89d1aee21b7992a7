/** Rules that petitions.json brings itself, for platforms that have none in law. */
import { BadInput } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions } from '../../src/config/watched-petition.ts';
import type { Rules } from '../../src/domain/rules.ts';

const petition = { source: 'change-org', petition: 'save-the-village-green' };
const rules = {
  timeZone: 'Europe/London',
  signingWindow: 'P30D',
  thresholds: [
    { name: 'handover', signatures: 10_000, responseWindow: 'P14D' },
    { name: 'rally', signatures: 20_000 },
  ],
};

const rulesOf = (changes: object): Rules[] =>
  namedPetitions(checkConfig({ watch: [{ ...petition, ...changes }] }, 'petitions.json')).flatMap(({ settings }) =>
    settings.history.map((edition) => edition.rules),
  );

function faultsOf(config: object): Record<string, string> {
  try {
    checkConfig(config, 'petitions.json');
  } catch (error) {
    if (error instanceof BadInput) return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
}

test("without them, the platform's own goal is the threshold of Change.org, and round numbers those of Action Network", () => {
  expect(rulesOf({}).map(({ thresholds }) => thresholds.map(({ name }) => name))).toEqual([['goal']]);
  const watch = [
    {
      source: 'action-network',
      petition: 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b',
      key: { parameter: '/petitions/action-network' },
    },
  ];
  const [watched] = namedPetitions(checkConfig({ watch }, 'petitions.json'));
  expect(watched?.settings.history[0].rules.thresholds.map(({ signatures }) => signatures)).toEqual([
    1_000, 10_000, 100_000, 1_000_000,
  ]);
});

test('with them, they alone hold, whenever the petition was opened; a response window goes into them', () => {
  expect(rulesOf({ rules })).toMatchObject([{ ...rules, cutoff: 'same-time', retractable: false }]);
  const [changed, ...others] = rulesOf({ rules, responseWindow: 'P60D' });
  expect(others).toEqual([]);
  expect(changed?.thresholds.map(({ responseWindow }) => responseWindow)).toEqual(['P60D', undefined]);
});

test('their thresholds can be chosen by subscribers, and misspelt ones are still found', () => {
  const choosing = (threshold: string): object => ({
    watch: [{ ...petition, rules }],
    subscribers: [{ email: 'desk@example.org', thresholds: [threshold] }],
  });
  expect(faultsOf(choosing('handover'))).toEqual({});
  expect(faultsOf(choosing('hangover'))).toEqual({
    'subscribers.0.thresholds.0': expect.stringMatching(/did you mean "handover"\? \(it is "hangover"\)$/),
  });
});

test.each([
  ['what is no object', 'P30D', '', /^must be an object, such as \{ "timeZone": "Europe\/London", "thresholds": \[/],
  ['no thresholds', { timeZone: 'Europe/London' }, '.thresholds', /^must be a list, such as \[\{ "name": "response"/],
  ['a zone that is none', { ...rules, timeZone: 'London' }, '.timeZone', /"Europe\/London" \(it is "London"\)$/],
  [
    'a misspelt setting',
    { ...rules, window: 'P30D' },
    '.window',
    /^is not a setting here; there are timeZone, signing/,
  ],
  [
    "the name of the platform's own number",
    { ...rules, thresholds: [{ name: 'goal', signatures: 10 }] },
    '',
    /^must not name a threshold "goal", which is the platform's own number; a good name is "handover"/,
  ],
])('%s is refused, by its path, with a good value', (_, wrong, path, message) => {
  expect(faultsOf({ watch: [{ ...petition, rules: wrong }] })).toEqual({
    [`watch.0.rules${path}`]: expect.stringMatching(message),
  });
});

test('where a platform has rules in law, none are taken', () => {
  expect(faultsOf({ watch: [{ source: 'finland', petition: '1', rules }] })).toEqual({
    'watch.0.rules': expect.stringMatching(/^is not a setting here/),
  });
});
