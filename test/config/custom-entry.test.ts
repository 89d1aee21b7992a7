/** Entries of petitions.json that say themselves what is read, and by which rules. */
import { BadInput } from '../../src/validation.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions } from '../../src/config/watched-petition.ts';
import { recipeFromEntry } from '../../src/config/custom-source.ts';
import { rulesLookup, createWatchList } from '../../src/config/watch-list.ts';
import { at, Story } from '../domain/story.ts';

const rules = { timeZone: 'Europe/London', thresholds: [{ name: 'quorum', signatures: 500, responseWindow: 'P30D' }] };
const green = {
  source: 'json',
  petition: 'village-green',
  url: 'https://example.org/green.json',
  signatures: 'data.count',
  rules,
};
const mairie = {
  source: 'html',
  petition: 'mairie',
  url: 'https://example.org/p',
  signatures: '.count',
  locale: 'fr',
  rules,
};

const check = (...watch: unknown[]) => checkConfig({ watch }, 'test');

function faultsOf(config: unknown): Record<string, string> {
  try {
    checkConfig(config, 'test');
  } catch (error) {
    if (error instanceof BadInput) return Object.fromEntries(error.faults.map(({ path, message }) => [path, message]));
    throw error;
  }
  return {};
}

test('an entry is watched at its address, by its own rules, no oftener than it counts anew', () => {
  const config = check(green, { ...mairie, refresh: 'PT1H', opened: '2026-10-01T09:00:00Z' });
  const [json, html] = namedPetitions(config);
  expect(json).toMatchObject({
    petition: 'json/village-green',
    id: 'village-green',
    baseUrl: 'https://example.org/green.json',
    host: 'example.org',
    settings: {
      refreshMinutes: 5,
      lagMinutes: 5,
      history: [{ rules: { timeZone: 'Europe/London', cutoff: 'same-time' } }],
    },
  });
  expect(html).toMatchObject({ petition: 'html/mairie', settings: { refreshMinutes: 60, lagMinutes: 60 } });
  expect(rulesLookup(createWatchList(config))({ petition: 'html/mairie' })?.thresholds[0]?.name).toBe('quorum');
  expect(rulesLookup(createWatchList(config))({ petition: 'html/other' })).toBeUndefined();
  // What is handed on to the functions is what was written.
  expect(checkConfig(JSON.parse(JSON.stringify(config)), 'again')).toEqual(config);
});

test('a petition that has nothing to reach is only counted', () => {
  const [counted] = namedPetitions(check({ ...green, rules: { timeZone: 'Europe/London', thresholds: [] } }));
  const story = new Story(counted?.settings).sees('2026-10-01T09:00:00Z', 10).sees('2026-10-02T09:00:00Z', 90);
  expect(story.petition).toMatchObject({ last: { signatures: 90 }, thresholds: {} });
  expect(story.told()).toEqual(['watch-started']);
});

test('a full entry is good', () => {
  const place = { selector: 'time', attribute: 'datetime', pattern: '(.+)', format: 'dd/MM/yyyy' };
  const full = { ...mairie, page: 'https://example.org/', title: 'A', opened: place, deadline: place, closed: place };
  expect(faultsOf({ watch: [{ ...full, answer: place, signatures: place }] })).toEqual({});
  const where = { expression: 'a.b', pattern: '(.+)', format: 'milliseconds' };
  const other = { ...green, after: 'var idea =', locale: 'en', title: where, opened: where, signatures: where };
  expect(faultsOf({ watch: [other] })).toEqual({});
});

test('a question is asked as it is written', () => {
  const question = { body: { filter: 'active', page: 0 }, contentType: 'application/json; charset=utf-8' };
  const [entry] = check({ ...green, ...question }).watch;
  expect(entry?.source === 'json' && recipeFromEntry(entry)).toMatchObject(question);
});

test.each([
  [
    'an expression',
    { ...green, signatures: 'data..count' },
    'signatures',
    /^must be a JMESPath expression, such as "data\.count" .* \(it is "data\.\.count"\)$/,
  ],
  [
    'an expression in an object',
    { ...green, closed: { expression: 'closed(' } },
    'closed.expression',
    /^must be a JMESPath/,
  ],
  [
    'a function that there is not',
    { ...green, title: { expression: 'upper(a)' } },
    'title.expression',
    /Unknown function: upper/,
  ],
  [
    'a selector',
    { ...mairie, signatures: { selector: '.count[' } },
    'signatures.selector',
    /^must be a CSS selector, such as "\.signatures strong"/,
  ],
  ['a selector written short', { ...mairie, signatures: 'a:foo' }, 'signatures', /^must be a CSS selector.*:foo/],
  [
    'an empty selector',
    { ...mairie, signatures: '' },
    'signatures',
    /must be a text or an object|must be a text that is not empty/,
  ],
  [
    'a pattern without a group',
    { ...mairie, signatures: { selector: 'p', pattern: '[0-9]+' } },
    'signatures.pattern',
    /^must have one group in brackets, such as "\(\[0-9,\]\+\) signatures"/,
  ],
  [
    'a pattern that is none',
    { ...mairie, deadline: { selector: 'p', pattern: '(' } },
    'deadline.pattern',
    /^must be a regular expression/,
  ],
  [
    'a format',
    { ...mairie, deadline: { selector: 'p', format: 'DD/MM/YYYY' } },
    'deadline.format',
    /^must be "iso", .* such as "d MMMM yyyy"/,
  ],
  [
    'a time',
    { ...green, opened: 'May' },
    'opened',
    /^must be an ISO 8601 instant from 1900 to 2199, such as "2026-10-01T09:00:00Z"/,
  ],
  ['a locale', { ...mairie, locale: 'french' }, 'locale', /^must be a language, such as "fr" or "en-CA"/],
  ['a page without a locale', { ...mairie, locale: undefined }, 'locale', /^must be a language/],
  [
    'a name',
    { ...green, petition: 'the green' },
    'petition',
    /^must be your own name for the petition, such as "village-green"/,
  ],
  ['a length', { ...green, refresh: 'PT1S' }, 'refresh', /^must be an ISO 8601 duration from a minute to a day/],
  [
    'a calendar',
    {
      ...green,
      rules: {
        ...rules,
        thresholds: [{ ...rules.thresholds[0], responseWindow: 'P10D', responseTerm: { workingDays: 'ukraine' } }],
      },
    },
    'rules.thresholds.0.responseTerm.workingDays',
    /^must be an object, such as \{ "never": \[6, 7\], "published": \[\] \}/,
  ],
  ['a question', { ...green, body: 7 }, 'body', /^must be an object, such as \{ "filter": "active" \}/],
  ['a type', { ...green, body: 'a', contentType: 'json\r\nx: 1' }, 'contentType', /^must be a media type/],
  ['no rules', { ...green, rules: undefined }, 'rules', /missing/],
  ['no address', { ...green, url: undefined }, 'url', /^must be an address/],
  ['a private address', { ...green, url: 'https://10.0.0.1/x' }, 'url', /^must be an https address of a public host/],
  ['a selector for JSON', { ...green, closed: { selector: 'p' } }, 'closed.selector', /is not a setting here/],
  [
    'a place that is none',
    { ...green, answer: 'data.answer' },
    'answer',
    /^must be an object, such as \{ "expression": "data\.count" \}/,
  ],
])('%s that is wrong is named, with a good one', (_, entry, path, message) => {
  expect(faultsOf({ watch: [entry] })[`watch.0.${path}`]).toMatch(message);
});

test('a name is taken once, and may be chosen as any other', () => {
  expect(faultsOf({ watch: [green, { ...green, url: 'https://example.org/2' }] })).toEqual({
    'watch.1.petition': expect.stringMatching(/^is already watched, as watch\.0/),
  });
  const choosing = (choices: object) =>
    faultsOf({ watch: [green, mairie], subscribers: [{ email: 'a@example.org', ...choices }] });
  expect(choosing({ sources: ['json'], petitions: ['html/mairie'], thresholds: ['quorum'] })).toEqual({});
  expect(choosing({ thresholds: ['response'] })).toEqual({
    'subscribers.0.thresholds.0': expect.stringMatching(/^is not a threshold of a watched petition; there is "quorum"/),
  });
});

test('a platform that does not say when signing began can be told', async () => {
  const entry = { source: 'germany-bundestag', petition: '2024-10-20-173674', opened: '2024-11-07T10:00:00Z' };
  const [watched] = namedPetitions(check(entry));
  expect(watched?.settings.history.map(({ rules: { signingWindow } }) => signingWindow)).toEqual([
    'P21D',
    'P28D',
    'P42D',
  ]);
  const reader = await watched?.source.reader();
  const seen = await reader?.read({
    id: entry.petition,
    baseUrl: 'https://example.org',
    known: { petition: 'x', counts: [], thresholds: {}, alerts: 0 },
    state: undefined,
    now: at('2024-11-08T10:00:00Z'),
    http: {
      userAgent: 'test',
      // Its table does not have the petition.
      get: () => Promise.resolve({ kind: 'gone', final: false }),
      post: () => Promise.reject(new Error('not asked')),
      getIfChanged: () =>
        Promise.resolve({
          kind: 'body',
          text: '<body><p>Anzahl Online-Mitzeichnungen 7</p>',
          sha256: '',
          validators: undefined,
        }),
    },
  });
  expect(seen?.observation).toMatchObject({ signatures: 7, opened: at(entry.opened) });
});
