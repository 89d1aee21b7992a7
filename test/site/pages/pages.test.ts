/** Every page of the site: valid HTML, nothing that the content security policy forbids, no broken link. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import { HtmlValidate } from 'html-validate';
import { parseDocument } from 'htmlparser2';
import { findAll, textContent } from 'domutils';
import type { Element } from 'domhandler';
import type { SiteFile } from '../../../lambda/site/site-file.ts';
import {
  answersPage,
  forecastsPage,
  overviewPages,
  petitionPage,
  staticPages,
} from '../../../lambda/site/pages/index.ts';
import { petitionFileKinds, paths, petitionPath } from '../../../lambda/site/paths.ts';
import { someForecasts } from '../forecast-cases.ts';
import { many, sample, site } from '../sample.ts';
import { markup } from '../sample-stories.ts';

const pages = (): SiteFile[] => {
  const { overview, records } = sample();
  return [
    ...overviewPages(overview, site),
    answersPage(overview, site),
    forecastsPage({ ...overview, forecasts: someForecasts(60) }, site),
    ...records.flatMap((record) => petitionPage(record, site)),
    ...staticPages(site),
  ];
};
const generated = pages();
const elements = ({ body }: SiteFile): Element[] => findAll(() => true, parseDocument(body).children);

describe.each(generated.map((page) => [page.path, page] as const))('%s', (path, page) => {
  let all: Element[];
  beforeAll(() => void (all = elements(page)));

  it('is valid and accessible HTML', async () => {
    const validator = new HtmlValidate({
      root: true,
      extends: ['html-validate:recommended', 'html-validate:a11y'],
      rules: {
        // The style of the renderer.
        'doctype-style': ['error', { style: 'lowercase' }],
        'void-style': ['error', { style: 'selfclosing' }],
        // The form filters while it is filled in, and submits nothing.
        'wcag/h32': 'off',
        // Petitions may have long titles.
        'long-title': 'off',
      },
    });
    const { results } = await validator.validateString(page.body, path);
    expect(
      results.flatMap(({ messages }) =>
        messages.map(({ ruleId, message, line, column }) => `${ruleId} ${message} ${line}:${column}`),
      ),
    ).toEqual([]);
  });

  it('has no inline scripts or styles', () => {
    const inline = all.filter(
      ({ name, attribs }) =>
        name === 'style' ||
        (name === 'script' && attribs.src === undefined && attribs.type !== 'application/ld+json') ||
        'style' in attribs ||
        Object.keys(attribs).some((one) => /^on/i.test(one)),
    );
    expect(inline.map(({ name }) => name)).toEqual([]);
    expect(
      all
        .filter(({ name, attribs }) => name === 'script' && attribs.type !== 'application/ld+json')
        .map(textContent)
        .join(''),
    ).toBe('');
  });

  it('has each id once, and every id that is referred to', () => {
    const ids = all.flatMap(({ attribs }) => attribs.id ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const named = all.flatMap(({ attribs }) => [attribs['aria-labelledby'], attribs.for].flatMap((id) => id ?? []));
    expect(ids).toEqual(expect.arrayContaining(named));
  });

  it('links only to existing files and anchors, and to the web', () => {
    const { records } = sample();
    const feeds = records.flatMap(({ petition }) =>
      petitionFileKinds.map((kind) => petitionPath(petition.petition, kind)),
    );
    const there = new Set([...Object.values(paths), ...Object.values(site.assets), ...feeds]);
    const ways = all.flatMap(({ attribs }) =>
      [attribs.href, attribs.src, attribs['data-src'], attribs['data-status']].flatMap((way) => way ?? []),
    );
    const broken = ways.filter((way) => {
      const at = new URL(way.replace(/^webcal:/, 'https:'), `${site.url}${path}`);
      if (!['http:', 'https:'].includes(at.protocol)) return true;
      if (!at.href.startsWith(site.url)) return false;
      const file = at.pathname.slice(1) || paths.overview;
      if (!there.has(file)) return true;
      const target = generated.find((one) => one.path === file);
      return at.hash !== '' && target?.body.includes(`id="${at.hash.slice(1)}"`) !== true;
    });
    expect(broken).toEqual([]);
  });

  it('names the zone of every time', () => {
    const times = all.filter(({ name, attribs }) => name === 'time' && 'data-time' in attribs);
    expect(times.map(textContent).filter((text) => !/\((UTC|[A-Z][A-Za-z ]+ time)\)$/.test(text))).toEqual([]);
    expect(times.filter(({ attribs }) => Number.isNaN(Date.parse(attribs.datetime ?? '')))).toEqual([]);
  });
});

it('is the same every time it is generated', () => {
  expect(pages()).toEqual(generated);
});

it('has only absolute links on the page for addresses that do not exist', () => {
  const lost = generated.find(({ path }) => path === paths.notFound);
  const ways = (lost ? elements(lost) : []).flatMap(({ attribs }) =>
    [attribs.href, attribs.src].flatMap((way) => way ?? []),
  );
  expect(ways.filter((way) => !way.startsWith('https://') && !way.startsWith('#'))).toEqual([]);
});

it('shows a title that is markup as text, and omits addresses that are not on the web', () => {
  const all = generated.map(({ body }) => body).join('\n');
  expect(all).not.toContain('<img');
  expect(all).not.toContain('javascript:');
  const page = generated.find(({ path }) => path === 'petitions/uk-parliament/704001.html');
  const [heading] = page ? elements(page).filter(({ name }) => name === 'h1') : [];
  expect(heading && textContent(heading)).toBe(markup);
});

it('has one page per 2,500 petitions, with links between them', () => {
  const files = overviewPages(many(2_501), site);
  expect(files.map(({ path }) => path)).toEqual(['index.html', 'page-2.html']);
  const [first, second] = files.map((file) => elements(file));
  const rows = (all: Element[] = []): number => all.filter(({ attribs }) => attribs.scope === 'row').length;
  expect([rows(first), rows(second)]).toEqual([2_500, 1]);
  const way = (all: Element[] = [], rel: string): string | undefined =>
    all.find(({ attribs }) => attribs.rel === rel)?.attribs.href;
  expect([way(first, 'next'), way(first, 'prev'), way(second, 'next'), way(second, 'prev')]).toEqual([
    'page-2.html',
    undefined,
    undefined,
    'index.html',
  ]);
});
