/** What the pages say of each kind of petition. */
import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'htmlparser2';
import { findAll, textContent } from 'domutils';
import type { SiteContext } from '../../../lambda/site/view-model.ts';
import { overviewPages, petitionPage, staticPages } from '../../../lambda/site/pages/index.ts';
import { alertNames } from '../../../src/domain/alerts.ts';
import { at } from '../../domain/story.ts';
import { sample, site } from '../sample.ts';

const textOf = (body: string, id?: string): string => {
  const all = findAll(
    (one) => (id === undefined ? one.name === 'main' : one.attribs['aria-labelledby'] === id),
    parseDocument(body).children,
  );
  return all.map(textContent).join(' ').replace(/\s+/g, ' ').trim();
};
const bodyOf = (kind: string, its: SiteContext = site): string => petitionPage(sample().of(kind), its)[0]?.body ?? '';
const pageOf = (kind: string): string => textOf(bodyOf(kind));
const overview = (when?: string): string =>
  overviewPages(sample(when === undefined ? undefined : at(when)).overview, site)[0]?.body ?? '';

describe('the page of a petition', () => {
  it('gives the stamp, the readings around it, and by when an answer is expected', () => {
    expect(pageOf('due')).toContain('Met on 2 April 2026 at 09:58 (London time), by the platform’s own stamp.');
    expect(pageOf('due')).toContain(
      'By convention, a response from the government is expected by 23 April 2026 at 23:59 (London time)',
    );
  });

  it('says what the date of a response rests on, and where that stands', () => {
    const practice =
      /The date is a convention; no statute sets it\. The Petitions Committee and the government agreed .* Source: House of Commons Hansard, 2024-01-23, .*; as of 2024-01-23\./;
    expect(pageOf('due')).toMatch(practice);
    expect(pageOf('overdue')).toMatch(practice);
    expect(pageOf('overdue by law')).toMatch(/The date is set by law\. .* Source: Regulation \(EU\) 2019\/788/);
  });

  it('says that a response is overdue, and what the clock counts from', () => {
    expect(pageOf('overdue by law')).toContain(
      'A response from the European Commission was due by 1 April 2026 at 23:59 (Brussels time): 6 months from its submission on 1 October 2025 at 00:00 (Brussels time). None has arrived.',
    );
  });

  it('does not show a convention that has passed as a broken duty', () => {
    expect(bodyOf('overdue by law')).toContain('class="v overdue"');
    expect(bodyOf('overdue')).not.toContain('class="v overdue"');
    expect(pageOf('overdue')).toContain('Response not given by the expected date');
    expect(pageOf('overdue')).not.toMatch(/\b(due|overdue|missed|days late)\b/);
  });

  it('says how late an answer was, and leads to it', () => {
    expect(pageOf('late')).toContain('24 days after the date expected by convention.');
    expect(bodyOf('late')).toContain(
      'href="https://petition.parliament.uk/petitions/690011?reveal_response=yes" rel="noopener"',
    );
  });

  it('says by how much a line was missed', () => {
    expect(pageOf('missed')).toContain('Signing ended, 5,688 signatures short.');
  });

  it('says when a threshold was taken back, and that it is another time now', () => {
    expect(pageOf('retracted')).toContain('Retracted: at 9,981 signatures, between our readings of 11 April 2026');
    expect(pageOf('retracted')).toContain('This is said of its second time');
  });

  it('says why a petition was closed early', () => {
    expect(pageOf('closed early')).toContain('Closed earlyon 29 March 2026 at 10:10 (London time)');
    expect(pageOf('closed early')).toContain('Parliament was dissolved');
  });

  it('says since when one is gone', () => {
    expect(pageOf('gone')).toContain('Gone since1 April 2026 at 08:00 (UTC)');
  });

  it('says of one that was never read just that', () => {
    expect(pageOf('never read')).toContain('Not read yet');
    expect(bodyOf('never read')).not.toContain('id="chart"');
  });

  it('says where there is nothing to reach', () => {
    expect(pageOf('no thresholds')).toContain('there is no number to reach');
  });

  it('counts the parts that a rule asks for', () => {
    expect(pageOf('parts')).toContain('It takes a minimum in 7 member states as well: reached in 6, as last shown on');
    expect(pageOf('parts')).toContain('The count is enough, but not all that the rule asks for beside it.');
  });

  it('says between which readings it happened, and why it is not certain', () => {
    expect(pageOf('not certain')).toContain(
      'Met between our readings of 19 January 2016 at 11:00 (New York time) and 19 January 2016 at 13:00 (New York time); the platform does not say when.',
    );
    expect(pageOf('not certain')).toContain('It is not certain, as signing ended between the two readings');
  });

  it('does not lead to an address that is none of the web', () => {
    expect(bodyOf('no link')).not.toContain('On ');
    expect(pageOf('not certain')).not.toContain('Read the answer');
  });

  it('tells a forecast with its interval and its chance, and only while signing goes on', () => {
    expect(textOf(bodyOf('due'), 'outlook')).toMatch(
      /expected to have about 98,000 signatures; four of five .* between 68,000 and 475,000\. The chance .* debate threshold of 100,000 is 49%\./,
    );
    expect(textOf(bodyOf('missed'), 'outlook')).toBe('');
    expect(textOf(bodyOf('not certain'), 'outlook')).toBe('');
  });

  it('has every alert at its own place, newest first', () => {
    const { alerts } = sample().of('overdue');
    const places = [...bodyOf('overdue').matchAll(/id="alert-(\d+)"/g)].map(([, number]) => Number(number));
    expect(places).toEqual(alerts.map((_, index) => alerts.length - index));
  });

  it('has the last count of each day, and what was gained since', () => {
    const days = textOf(bodyOf('retracted')).split('Counts by day')[1] ?? '';
    expect(days).toMatch(/13 April 20269,981-26\s?11 April 202610,007\+57/);
  });

  it('has one row a day, however many readings that had', () => {
    const [, days = ''] = textOf(bodyOf('due')).split('Gained');
    expect(days.match(/ April 2026/g)).toHaveLength(20);
    expect(days).toMatch(/^\s*20 April 202661,208/);
  });

  it('does not change with the day alone', () => {
    const page = (when: string) => petitionPage(sample(at(when)).of('gone'), site);
    expect(page('2026-05-20T09:00:00Z')).toEqual(page('2026-04-20T09:00:00Z'));
  });

  it('writes numbers and times as the locale has them, and marks them as of another language', () => {
    const german = bodyOf('due', { ...site, locale: 'de-DE' });
    expect(textOf(german)).toContain('61.208');
    expect(german).toMatch(/lang="de-DE">20\. April 2026 um 09:48 \(London time\)/);
  });
});

describe('the overview', () => {
  it('names responses past their date, oldest first, with who owes them and for how long', () => {
    const text = textOf(overview(), 'overdue');
    expect(text).toMatch(
      /40 days after the date expected by convention ?Make first-aid.*By convention, a response from the government to 10,000 signatures was expected by 11 March 2026 at 23:59 \(London time\)\..*19 days overdue ?Ban destructive/,
    );
  });

  it('counts as overdue, and shows in red, only what a law or a promise sets', () => {
    expect(textOf(overview())).toMatch(/Responses overdue ?1 ?1 past a date expected by convention; /);
    expect(overview().match(/class="late-by"/g)).toHaveLength(1);
    expect(overview().match(/class="late-by expected"/g)).toHaveLength(1);
  });

  it('names what can not be read', () => {
    expect(textOf(overview())).toContain(
      'What is stored of 1 petition can not be read at the moment: uk-parliament/700000.',
    );
  });

  it('tells the mean wait, of those that were answered and of those that wait', () => {
    expect(textOf(overview())).toMatch(/Mean wait for an answer ?27 days ?3 answers so far/);
    expect(textOf(overview())).toMatch(/Waiting now ?93\.7 days ?on average, for 3 that wait; 202 days the longest/);
  });

  it('tells the time that is left as of the moment it was made for', () => {
    expect(textOf(overview(), 'all')).toContain('83 days left');
    expect(textOf(overview('2026-04-21T09:00:00Z'), 'all')).toContain('82 days left');
  });
});

it('says of each alert what it means', () => {
  const [subscribe] = staticPages(site);
  for (const name of alertNames) expect(textOf(subscribe?.body ?? '', 'alerts')).toContain(name);
  expect(subscribe?.body).toContain('href="webcal://petitions.example.org/deadlines.ics"');
});
