/** What is read by an entry of petitions.json alone: a village that counts in JSON, and one that counts on a page. */
import { recipeFromEntry, sourceFromEntry } from '../../../src/config/custom-source.ts';
import type { CustomEntry } from '../../../src/config/custom-entry.ts';
import { checkConfig } from '../../../src/config/read-config.ts';
import { customSources } from '../../../src/sources/registry.ts';
import type { Source } from '../../../src/sources/source.ts';
import { at } from '../../domain/story.ts';
import { written, type Contract } from './contract.ts';

const rules = {
  timeZone: 'Europe/London',
  signingWindow: 'P30D',
  thresholds: [{ name: 'council', signatures: 500, responseWindow: 'P30D' }],
};
const named = { petition: 'village-green', url: 'https://village.example/green' };

/** The source of an entry, wherever the village is. */
function sourceFrom(entry: object): Source {
  const [checked] = checkConfig({ watch: [{ ...named, ...entry }] }, 'the contract').watch;
  const isGeneral = (one: typeof checked): one is CustomEntry => one !== undefined && 'rules' in one;
  if (!isGeneral(checked)) throw new Error('it is no entry with rules');
  const { readerFor } = customSources[checked.source];
  const recipe = { ...recipeFromEntry(checked), url: (_: string, baseUrl: string) => `${baseUrl}/green` };
  return { ...sourceFromEntry(checked), reader: () => readerFor(recipe) };
}

const sees = {
  signatures: 1_234,
  title: 'Keep the green',
  opened: at('2026-10-01T08:00:00Z'),
  deadline: at('2026-10-30T23:59:59.999Z'),
  signing: { open: true },
  answer: null,
} as const;
const now = '2026-10-10T12:00:00Z';
const answered = {
  signing: { open: false, at: at('2026-10-30T23:59:59.999Z') },
  answer: { at: at('2026-11-11T00:00:00Z') },
} as const;
const later = '2026-11-12T12:00:00Z';
const lacks = { list: 'an entry of the config is one petition' };

const data = {
  name: 'Keep the green',
  from: '2026-10-01T09:00:00+01:00',
  until: '2026-10-30',
  over: null,
  reply: null,
};

/** The entries, without the name of the petition and its address. */
export const entries = {
  json: {
    source: 'json',
    signatures: 'data.count',
    title: { expression: 'data.name' },
    opened: { expression: 'data.from' },
    deadline: { expression: 'data.until' },
    closed: { expression: 'data.over', format: 'iso' },
    answer: { expression: 'data.reply', format: 'iso' },
    rules,
  },
  html: {
    source: 'html',
    locale: 'en',
    signatures: { selector: '.count', pattern: '^(\\S+) neighbours' },
    title: { selector: 'h1' },
    opened: { selector: '.from', attribute: 'datetime' },
    deadline: { selector: '.until', format: 'd MMMM yyyy' },
    closed: { selector: '.over', format: 'd MMMM yyyy' },
    answer: { selector: '.reply', format: 'd MMMM yyyy' },
    rules,
  },
} as const;

export const json: Contract = {
  source: sourceFrom(entries.json),
  now,
  open: { bodies: (count) => ({ '/green': { data: { ...data, count } } }), sees, required: ['data', 'data.count'] },
  others: {
    answered: {
      bodies: { '/green': { data: { ...data, count: 1_240, over: '2026-10-30', reply: '2026-11-11' } } },
      sees: answered,
      now: later,
    },
  },
  lacks,
};

const page = (count: string, more = ''): string => `<h1>Keep the green</h1>
  <p>From <time class="from" datetime="2026-10-01T09:00:00+01:00">1 October</time> to <b class="until">30 October 2026</b></p>
  <p class="count">${count}</p>${more}`;

export const html: Contract = {
  source: sourceFrom(entries.html),
  now,
  open: {
    bodies: (count) => ({
      '/green': page(count === undefined ? '' : `${written(count, 'en')} neighbours`),
    }),
    sees,
    required: [],
  },
  others: {
    answered: {
      bodies: {
        '/green': page('1,240 neighbours', '<p class="over">30 October 2026</p><p class="reply">11 November 2026</p>'),
      },
      sees: answered,
      now: later,
    },
  },
  lacks,
};
