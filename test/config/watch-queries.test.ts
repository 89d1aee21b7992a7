/** Watch queries in petitions.json: what is good, what is not, and what they make of a config. */
import type { BadInput } from '../../src/validation.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import { createTitleMatcher, reachesMinSignatures } from '../../src/config/watch-queries.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { rulesLookup, createWatchList } from '../../src/config/watch-list.ts';
import { rulebook } from '../../src/domain/rulebook.ts';
import { rulesInForce } from '../../src/domain/rules.ts';
import { at } from '../domain/story.ts';

function faultsOf(config: unknown): Record<string, string> {
  try {
    checkConfig(config, 'petitions.json');
  } catch (error) {
    const isBadInput = (one: unknown): one is BadInput => one instanceof Error && 'faults' in one;
    if (!isBadInput(error)) throw error;
    return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
  }
  return {};
}
const uk = { source: 'uk-parliament' } as const;
const watching = (...watch: ConfigInput['watch']) => createWatchList(checkConfig({ watch }, 'petitions.json'));

test('an entry names one petition, or all; only of all can some be chosen', () => {
  expect(
    faultsOf({
      watch: [
        uk,
        { ...uk, petition: '1', all: 'open' },
        { ...uk, petition: '2', minSignatures: 5, titleMatches: 'trees' },
        { ...uk, all: 'closed' },
        { ...uk, all: 'open', minSignatures: 2.5, titleMatches: '(' },
      ],
    }),
  ).toEqual({
    'watch.0.petition': 'must be the id of a petition as text, such as "700143"; or use "all": "open" (it is missing)',
    'watch.1.petition': 'cannot be used with "all" (it is "1")',
    'watch.2.minSignatures': 'needs "all": "open" (it is 5)',
    'watch.2.titleMatches': 'needs "all": "open" (it is "trees")',
    'watch.3.all': 'must be "open" or "answered" (it is "closed")',
    'watch.4.minSignatures': 'must be a whole number of signatures, such as 5000 (it is 2.5)',
    'watch.4.titleMatches': 'must be a regular expression, such as "climate|energy" (it is "(")',
  });
});

test('what is answered is read where the platform has a list of it', () => {
  const watch = [
    { ...uk, all: 'answered' },
    { source: 'senedd', all: 'answered' },
  ];
  expect(faultsOf({ watch })).toEqual({
    'watch.1.all': 'must be "open" (it is "answered")',
  });
});

test('the queries of one source are of one place, and on the same terms', () => {
  const ofGroup = (parameter: string) => ({
    source: 'action-network',
    all: 'open',
    key: { parameter: `/${parameter}` },
  });
  const rules = { timeZone: 'UTC', thresholds: [{ name: 'handover', signatures: 500 }] };
  const watch = [
    { ...uk, all: 'open' },
    { ...uk, all: 'open', titleMatches: 'trees', baseUrl: 'https://replay.example.org' },
    { ...uk, all: 'open', responseWindow: 'P60D' },
    { source: 'senedd', all: 'open', baseUrl: 'https://other.example.org' },
    { ...ofGroup('one'), rules },
    ofGroup('other'),
    { ...ofGroup('one'), rules, titleMatches: 'trees' },
  ];
  const same = (fields: string, first: number): string =>
    `must have the same ${fields} as watch.${first}: all queries of a source share them`;
  expect(faultsOf({ watch })).toEqual({
    'watch.1': same('"baseUrl"', 0),
    'watch.2': same('"responseWindow"', 0),
    'watch.5': same('"rules" and "key"', 4),
  });
});

test('who subscribes may choose a petition that a query may find, and none of another source', () => {
  const config = {
    watch: [{ ...uk, all: 'open' }],
    subscribers: [{ email: 'a@example.org', petitions: ['uk-parliament/700143', 'senedd/1'] }],
  };
  expect(faultsOf(config)).toEqual({
    'subscribers.0.petitions.1': expect.stringMatching(/^is not a watched petition; there is "uk-parliament\/…"/),
  });
});

test('what is named is found by its name; of a source with a query, any petition, which is not told of at first', () => {
  const { named, find } = watching({ ...uk, petition: '1', responseWindow: 'P7D' }, { ...uk, all: 'open' });
  expect(named.map(({ petition }) => petition)).toEqual(['uk-parliament/1']);
  expect(find('uk-parliament/1')).toMatchObject({
    isFromQuery: false,
    settings: { announceStart: true, forecasts: true },
  });
  expect(find('uk-parliament/2')).toMatchObject({
    id: '2',
    isFromQuery: true,
    settings: { announceStart: false, forecasts: false },
  });
  expect(find('senedd/2')).toBeUndefined();
});

test('another query is another config', () => {
  const fingerprints = [
    watching({ ...uk, all: 'open' }),
    watching({ ...uk, all: 'open', minSignatures: 1 }),
    watching({ ...uk, petition: '1' }),
  ].map(({ fingerprint }) => fingerprint);
  expect(new Set(fingerprints).size).toBe(3);
});

test('the count finds, and the title keeps', () => {
  expect([4_999, 5_000].map((signatures) => reachesMinSignatures({ minSignatures: 5_000 }, { signatures }))).toEqual([
    false,
    true,
  ]);
  expect(reachesMinSignatures({}, { signatures: 0 })).toBe(true);
  const titles = ['Save the BEES', 'Build roads', undefined];
  const ofBees = createTitleMatcher({ titleMatches: 'bees?' });
  expect(titles.map((title) => ofBees(title === undefined ? {} : { title }))).toEqual([true, false, false]);
  expect(createTitleMatcher({})({})).toBe(true);
});

// Anybody may write a title. This one held the processor for seconds, and each two characters more for four times as long.
test('a title that a pattern takes too long on is given up in time', () => {
  const titleMatches = '^(rail|bus|\\w+[ -]?)+ (fare|line)s?$';
  const matches = createTitleMatcher({ titleMatches });
  const begun = performance.now();
  expect(() => matches({ title: 'a'.repeat(60) })).toThrow(/^the title takes too long/);
  expect(performance.now() - begun).toBeLessThan(1_500);
  expect(matches({ title: 'Lower bus fares' })).toBe(true);
});

test('the rules of a petition that is watched are those of its registration, where its platform goes by that', () => {
  const [registered, opened] = [at('2024-06-19T00:00:00+02:00'), at('2024-07-31T00:00:00+02:00')];
  const rulesOf = rulesLookup(watching({ source: 'eu-eci', petition: '2024/000007' }));
  const [byRegistration, byOpening] = [registered, opened].map((when) => rulesInForce(rulebook['eu-eci'], when));
  expect(byRegistration).not.toEqual(byOpening);
  expect(rulesOf({ petition: 'eu-eci/2024/000007', opened, registered })).toEqual(byRegistration);
  expect(rulesOf({ petition: 'eu-eci/2024/000007', opened })).toEqual(byOpening);
});

test('a query watches no id that does not fit the pattern of its platform, wherever it comes from', () => {
  const { find } = watching({ ...uk, all: 'open' });
  expect(find('uk-parliament/7')?.id).toBe('7');
  // Ids of lists that were taken before lists were checked may be in the table (2026-11).
  for (const id of ['7\n\nx', 'é-7', '9'.repeat(2_500), '../7', '7?x', '', ' 7', '-7'])
    expect(find(`uk-parliament/${id}`)).toBeUndefined();
});
