/**
 * What the hostile answers are tried on: every source, by the good answers of its contract, and two more villages that
 * are read by an entry of the config. Each has as many petitions as are asked for, alike but for their ids.
 */
import { sources } from '../../src/sources/registry.ts';
import { textOf, type Bodies } from '../sources/contract/contract.ts';
import { entries, html, json } from '../sources/contract/custom.ts';
import { contracts } from '../sources/contract/index.ts';
import type { Good } from './spoil.ts';

export interface HostilePlatform {
  readonly source: string;
  /** Its petition at this address of a platform, as petitions.json has it. */
  readonly entry: (id: string, url: string) => object;
  /** Ids, from 0 to 8,999. */
  readonly idAt: (index: number) => string;
  /** A good answer about it; undefined where there is nothing at an address. */
  readonly good: (id: string, count: number, url: string | undefined) => string | undefined;
  /** Where its good answers are. */
  readonly paths: (id: string) => readonly string[];
  readonly count: number;
  /** When its good answers were given. */
  readonly now: string;
  readonly key?: string | undefined;
  /** All its good answers; those in JSON as what they are. */
  readonly bodies: readonly unknown[];
  /** Whether it answers with pages for people; otherwise in JSON, maybe in a script. */
  readonly isPage: boolean;
}

/** The parameter that holds the key of a platform that asks for one. */
export const keyParameter = '/petitions/key';

function ofContract([name, { id }]: [string, { id: { example: string } }]): HostilePlatform {
  const contract = contracts[name];
  if (contract === undefined) throw new Error(`there is no contract of ${name}`);
  const { now, open, later, key } = contract;
  const { example } = id;
  const as = (from: string, to: string, text: string): string =>
    text.replaceAll(from, to).replaceAll(from.slice(-6), to.slice(-6));
  const isPage = Object.values(open.bodies(1)).some((body) => typeof body === 'string' && !body.includes('<script>'));
  return {
    source: name,
    entry: (petition, baseUrl) => ({
      source: name,
      petition,
      baseUrl,
      ...(key !== undefined && { key: { parameter: keyParameter } }),
    }),
    idAt: (index) => `${example.slice(0, -4)}${1000 + index}`,
    good: (own, count, url = '') => {
      const text = textOf({ ...open.bodies(count), ...later?.bodies(count) }, as(own, example, url));
      return text === undefined ? undefined : as(example, own, text);
    },
    paths: (own) => Object.keys({ ...open.bodies(1), ...later?.bodies(1) }).map((path) => as(example, own, path)),
    count: open.sees.signatures,
    now,
    key,
    bodies: Object.values({ ...open.bodies(open.sees.signatures), ...later?.bodies(open.sees.signatures) }),
    isPage,
  };
}

/** Where an entry of the config says what is where. */
function village(
  name: string,
  entry: { readonly source: string },
  count: number,
  bodies: (count: number) => Bodies,
): HostilePlatform {
  return {
    source: entry.source,
    entry: (petition, url) => ({ ...entry, petition, url: `${url}/green` }),
    idAt: (index) => `${name}-${1000 + index}`,
    good: (_, shown, url) => textOf(bodies(shown), url),
    paths: () => ['/green'],
    count,
    now: '2026-10-10T12:00:00Z',
    bodies: Object.values(bodies(count)),
    isPage: entry.source === 'html',
  };
}

const rules = { ...entries.json.rules, thresholds: [{ name: 'council', signatures: 50_000, responseWindow: 'P30D' }] };

/** What is closed or answered as soon as anything says so. */
const data = { deadline: '2026-11-05T23:59:59+00:00', title: 'Keep the green', closed: false, answer: null };
const plainJson = {
  source: 'json',
  signatures: 'signatures',
  title: { expression: 'title' },
  deadline: { expression: 'deadline' },
  closed: { expression: 'closed' },
  answer: { expression: 'answer' },
  rules,
};

const plainHtml = {
  source: 'html',
  locale: 'fr',
  signatures: '.count',
  title: { selector: 'h1' },
  deadline: { selector: '.until', attribute: 'datetime' },
  closed: { selector: '.closed' },
  answer: { selector: '.answer' },
  rules,
};
const page = (shown: number): string => `<!DOCTYPE html><html lang="fr"><head><title>Keep the green</title></head><body>
  <h1>Keep the green</h1><p>Until <time class="until" datetime="2026-11-05T23:59:59+00:00">5 November</time></p>
  <div class="counter"><b class="count">${shown.toLocaleString('fr')}</b> signatures</div></body></html>`;

export const hostilePlatforms: Readonly<Record<string, HostilePlatform>> = {
  json: village('json', entries.json, 1_234, (count) => json.open.bodies(count)),
  html: village('html', entries.html, 1_234, (count) => html.open.bodies(count)),
  'json, plain': village('data', plainJson, 41_234, (signatures) => ({ '/green': { ...data, signatures } })),
  'html, plain': village('page', plainHtml, 41_234, (shown) => ({ '/green': page(shown) })),
  ...Object.fromEntries(Object.entries(sources).map((source) => [source[0], ofContract(source)])),
};

/** The good answer about one of its petitions, for one to spoil. */
export function goodOf({ idAt, good, count, paths }: HostilePlatform, index: number, path: string): Good {
  const own = idAt(index);
  const text = good(own, count, path) ?? '';
  const other = idAt(8_999);
  // Also where there is nothing: a page that is redirected to.
  const stranger = paths(other).map((one) => good(other, 2 * count + 1, one) ?? '');
  const [first = ''] = stranger;
  const like = paths(own).findIndex((one) => good(own, count, one) === text);
  return { text, count, path, stranger: stranger[like] ?? first, isNamed: text.includes(own) };
}
