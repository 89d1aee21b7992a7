/** Who answers, and how late: the page, and its CSV and JSON. */
import { parse as parseCsv } from 'csv-parse/sync';
import { parseDocument } from 'htmlparser2';
import { findAll, nextElementSibling, textContent } from 'domutils';
import type { Element } from 'domhandler';
import * as z from 'zod/mini';
import { parseJson } from '../../../src/validation.ts';
import { answersPage } from '../../../lambda/site/pages/index.ts';
import { answersFeeds } from '../../../lambda/site/feeds/answers-feeds.ts';
import { answersFileSchema } from '../../../lambda/site/feeds/schema.ts';
import { petitionPath } from '../../../lambda/site/paths.ts';
import type { Overview } from '../../../lambda/site/view-model.ts';
import { at } from '../../domain/story.ts';
import { many, sample, site } from '../sample.ts';

/** Two hundred petitions, of which every second one names a department. */
const large = (): Overview => {
  const overview = many(200);
  const department = (index: number) => (index % 2 === 0 ? null : 'the Home Office');
  return { ...overview, answers: overview.answers.map((one, index) => ({ ...one, department: department(index) })) };
};
const elementsOf = (overview: Overview): Element[] =>
  findAll(() => true, parseDocument(answersPage(overview, site).body).children);
const textOf = (overview: Overview): string =>
  textContent(elementsOf(overview).filter(({ name }) => name === 'main')).replace(/\s+/g, ' ');
const feeds = (overview: Overview) => {
  const [json, csv] = answersFeeds(overview, site).map(({ body }) => body);
  return { json: json ?? '', csv: csv ?? '' };
};

test('each figure leads to exactly as many petitions as it counts, and the days to the petition that took them', () => {
  const overview = large();
  const all = elementsOf(overview);
  const linksIn = (one: Element | null): string[] =>
    one === null ? [] : findAll(({ name }) => name === 'a', [one]).map(({ attribs }) => attribs.href ?? '');
  const cells = all.filter(({ name, attribs }) => name === 'td' && 'data-label' in attribs);
  const figures = cells.flatMap((cell) => {
    const [href] = linksIn(cell);
    return href === undefined ? [] : [{ href, label: cell.attribs['data-label'], figure: Number(textContent(cell)) }];
  });
  expect(figures.length).toBeGreaterThan(20);
  for (const { href, label, figure } of figures) {
    const target = all.find(({ attribs }) => href === `#${attribs.id}`);
    if (label === 'Owed') {
      // Its lists follow, up to the next heading of its kind.
      let count = 0;
      for (let next = target && nextElementSibling(target); next && next.name !== 'h3'; next = nextElementSibling(next))
        if (next.name === 'ul') count += new Set(linksIn(next)).size;
      expect([href, count]).toEqual([href, figure]);
    } else if (href.startsWith('#')) {
      expect([href, new Set(linksIn((target && nextElementSibling(target)) ?? null)).size]).toEqual([href, figure]);
    } else {
      const days = overview.answers
        .filter(({ petition }) => href.startsWith(`${petitionPath(petition, 'html')}#`))
        .map((one) => one.days);
      expect([href, days]).toEqual([href, [figure]]);
    }
  }
});

test('the figures of each authority stand under what its date is worth', () => {
  const text = textOf(sample().overview);
  expect(text).toMatch(
    /Due by law.*The European Commission \(European Citizens’ Initiative\).*Overdue.*Promised.*The White House.*Expected by convention.*The government \(UK Parliament\)/,
  );
  // Owed, in time, after the date, pending, past the date; no median of two answers; the longest.
  expect(text).toContain('All41111––45');
  expect(text).toContain('answered after 45 days, 24 days after the date expected by convention');
  expect(text).toContain('expected by 23 April 2026 (London time), by convention');
  expect(text).toContain('Only petitions that are watched now are counted.');
});

test('a convention that has passed is never called overdue or late', () => {
  const { overview } = sample();
  const conventions = overview.answers.filter(({ commitment }) => commitment === 'convention');
  expect(conventions.map(({ outcome }) => outcome)).toEqual(expect.arrayContaining(['missed', 'late']));
  const [, figures = '', lists = ''] =
    /Expected by convention(.*)How this is counted.*The petitions behind the figures(.*)/.exec(
      textOf({ ...overview, answers: conventions }),
    ) ?? [];
  expect(figures).toContain('Not given by the expected date');
  expect(`${figures} ${lists}`).not.toMatch(/\b(overdue|late|missed|due)\b/i);
});

test('before any response is owed it says so', () => {
  expect(textOf({ ...sample().overview, answers: [] })).toContain('No response has been owed yet.');
});

test('the JSON has the figures and their petitions, and matches its schema without unknown keys', () => {
  const { json } = feeds(large());
  const file = parseJson(answersFileSchema, json, 'feed');
  expect(JSON.parse(JSON.stringify(z.encode(answersFileSchema, file)))).toEqual(JSON.parse(json));
  for (const { commitment, source, authority, ...group } of file.groups) {
    const its = file.cases.filter(
      (one) => one.commitment === commitment && one.source === source && one.authority === authority,
    );
    expect([group.owed, group.missed]).toEqual([its.length, its.filter(({ outcome }) => outcome === 'missed').length]);
    expect(group.years.map(({ name, owed }) => [name, owed])).toEqual(
      group.years.map(({ name }) => [name, its.filter(({ year }) => String(year) === name).length]),
    );
  }
});

test('the CSV has one line for each petition, and no title in it is a formula', () => {
  const { overview } = sample();
  const [first] = overview.answers;
  if (first === undefined) throw new Error('it has answers');
  const answers = [{ ...first, title: '=HYPERLINK("https://example.org")' }, ...overview.answers.slice(1)];
  const lines = z
    .array(z.record(z.string(), z.string()))
    .parse(parseCsv(feeds({ ...overview, answers }).csv, { columns: true }));
  expect(lines).toHaveLength(answers.length);
  expect(lines[0]?.title).toMatch(/^'=/);
  expect(lines.find(({ petition }) => petition === 'uk-parliament/690011')).toMatchObject({
    commitment: 'convention',
    authority: 'the government',
    outcome: 'late',
    days: '45',
    days_late: '24',
    page: 'https://petitions.example.org/petitions/uk-parliament/690011.html',
  });
});

test('the feeds do not change with the day alone', () => {
  expect(feeds(sample(at('2026-04-21T09:00:00Z')).overview)).toEqual(feeds(sample().overview));
});
