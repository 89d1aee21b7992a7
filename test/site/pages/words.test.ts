/** The texts of the pages, for each kind of petition. */
import { describe, expect, it } from '@jest/globals';
import { parseDocument } from 'htmlparser2';
import { findAll, textContent } from 'domutils';
import type { SiteContext } from '../../../lambda/site/view-model.ts';
import { overviewPages, petitionPage, staticPages } from '../../../lambda/site/pages/index.ts';
import { alertNames } from '../../../src/domain/alerts.ts';
import { at } from '../../domain/story.ts';
import { many, sample, site } from '../sample.ts';

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
    expect(pageOf('due')).toContain(
      'Met on 2 April 2026 at 09:58 (London time), according to the platform’s timestamp.',
    );
    expect(pageOf('due')).toContain(
      'By convention, a response from the government is expected by 23 April 2026 at 23:59 (London time)',
    );
  });

  it('says beside its bar when a threshold was passed: on a day, or by one where the platform gives no time', () => {
    const barsOf = (kind: string): string => textOf(bodyOf(kind)).split('Signing')[0] ?? '';
    expect(barsOf('due')).toContain('10,000 passed on 2 April 2026 (London time)');
    expect(barsOf('due')).toContain('61,208 of 100,000');
    expect(barsOf('not certain')).toContain('100,000 passed by 19 January 2016 (New York time)');
    expect(barsOf('retracted')).toContain('9,990 of 10,000');
    const record = sample().of('due');
    const below = petitionPage({ ...record, status: { ...record.status, signatures: 9_990 } }, site)[0]?.body ?? '';
    expect(textOf(below)).toContain('9,990 of 10,000');
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

  it('says that a deadline may be later, and why, and counts no days to it', () => {
    const record = sample().of('due');
    const { response: threshold } = record.petition.thresholds;
    if (threshold === undefined) throw new Error('it has a threshold');
    const response = { ...threshold.response, laterIf: 'the House does not sit on that day' };
    const petition = { ...record.petition, thresholds: { response: { ...threshold, response } } };
    const body = petitionPage({ ...record, petition }, site)[0]?.body ?? '';
    expect(textOf(body, 'threshold-response')).toContain('or later if the House does not sit on that day.');
    const counted = /datetime="2026-04-23T22:59:59\.999Z" data-relative="left"/;
    expect(bodyOf('due')).toMatch(counted);
    expect(body).not.toMatch(counted);
  });

  it('says that the platform names the day of the answer, and counts it from nothing; or that it has not yet', () => {
    const record = sample().of('due');
    const { response: threshold } = record.petition.thresholds;
    if (threshold === undefined || record.rules === undefined) throw new Error('it has a threshold, and rules');
    const textWith = (changed: typeof record): string =>
      textOf(petitionPage(changed, site)[0]?.body ?? '', 'threshold-response');
    const due = textWith({ ...record, petition: { ...record.petition, answerDue: threshold.response.deadline } });
    expect(due).toContain('expected by 23 April 2026 at 23:59 (London time)');
    expect(due).toContain('The platform names this day.');
    expect(due).not.toContain('from reaching');
    const thresholds = { response: { ...threshold, response: { verdict: 'none' as const } } };
    const rules = { ...record.rules, thresholds: [{ name: 'response', signatures: 10_000, answerDue: true }] };
    const none = textWith({ ...record, rules, petition: { ...record.petition, thresholds } });
    expect(none).toContain('The platform has not named a day for the response.');
  });

  it('names who answers this petition, and what became of its debate', () => {
    const record = sample().of('due');
    const textWith = (changes: object): string =>
      textOf(petitionPage({ ...record, petition: { ...record.petition, ...changes } }, site)[0]?.body ?? '');
    expect(textWith({ authority: 'the Home Office' })).toContain('By convention, a response from the Home Office is');
    const on = '2026-05-11';
    expect(textWith({ debate: { state: 'scheduled', on } })).toContain('A debate is scheduled for 11 May 2026.');
    expect(textWith({ debate: { state: 'held', on, url: 'https://hansard.parliament.uk/x' } })).toContain(
      'It was debated on 11 May 2026. What was said',
    );
    expect(textWith({ debate: { state: 'declined' } })).toContain('It was not debated.');
  });

  it('says how late an answer was, and leads to it', () => {
    expect(pageOf('late')).toContain('24 days after the date expected by convention.');
    expect(bodyOf('late')).toContain(
      'href="https://petition.parliament.uk/petitions/690011?reveal_response=yes" rel="noopener"',
    );
  });

  it('says by how much a threshold was missed', () => {
    expect(pageOf('missed')).toContain('Signing ended, 5,688 signatures short.');
  });

  it('says when a threshold was retracted, and that it was evaluated again', () => {
    expect(pageOf('retracted')).toContain('Retracted at 9,981 signatures, between our checks of 11 April 2026');
    expect(pageOf('retracted')).toContain('The threshold was evaluated a second time');
  });

  it('says why a petition was closed early', () => {
    expect(pageOf('closed early')).toContain('Closed earlyon 29 March 2026 at 10:10 (London time)');
    expect(pageOf('closed early')).toContain('Parliament was dissolved');
  });

  it('says since when one is gone', () => {
    expect(pageOf('gone')).toContain('Gone since1 April 2026 at 08:00 (UTC)');
  });

  it('says that a petition without a reading has no count yet', () => {
    expect(pageOf('never read')).toContain('No count yet');
    expect(bodyOf('never read')).not.toContain('id="chart"');
  });

  it('says that a platform has no threshold', () => {
    expect(pageOf('no thresholds')).toContain('This platform has no threshold.');
  });

  it('counts the parts that a rule requires', () => {
    expect(pageOf('parts')).toContain('It also needs a minimum in 7 member states. 6 had reached it on');
    expect(pageOf('parts')).toContain(
      'There are enough signatures, but another requirement of the rule is not met yet.',
    );
  });

  it('says between which readings it happened, and why it is not certain', () => {
    expect(pageOf('not certain')).toContain(
      'Met between our checks of 19 January 2016 at 11:00 (New York time) and 19 January 2016 at 13:00 (New York time). The platform gives no exact time.',
    );
    expect(pageOf('not certain')).toContain('This is not certain: signing ended between the two readings');
  });

  it('links to web addresses only', () => {
    expect(bodyOf('no link')).not.toContain('View on ');
    expect(bodyOf('due')).toContain('View on ');
    expect(pageOf('not certain')).not.toContain('Read the answer');
  });

  it('shows a forecast with its range and its chance, and only until signing ends', () => {
    expect(textOf(bodyOf('due'), 'outlook')).toMatch(
      /expected to have about 160,000 signatures when .*\. Four in five .* between about 86,000 and 570,000\. The chance .* debate threshold of 100,000 is 81%\./,
    );
    expect(textOf(bodyOf('missed'), 'outlook')).toBe('');
    expect(textOf(bodyOf('not certain'), 'outlook')).toBe('');
  });

  it('has every alert at its own place, newest first', () => {
    const { alerts } = sample().of('overdue');
    const places = [...bodyOf('overdue').matchAll(/id="alert-(\d+)"/g)].map(([, number]) => Number(number));
    expect(places).toEqual(alerts.map((_, index) => alerts.length - index));
  });

  it('has the last count of each day, and the change since the day before', () => {
    const days = textOf(bodyOf('retracted')).split('Counts by day')[1] ?? '';
    expect(days).toMatch(/13 April 20269,981-26\s?11 April 202610,007\+57/);
  });

  it('has one row a day, however many readings that had', () => {
    const [, days = ''] = textOf(bodyOf('due')).split('SignaturesChange');
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

  it('counts what is due by law, promised and expected apart, and shows in red only what a law or a promise sets', () => {
    expect(textOf(overview())).toMatch(
      /Responses due by law ?1 overdue.*Responses promised ?0 overdue.*Responses expected by convention ?1 past that date ?1 pending, not late\./,
    );
    expect(overview().match(/class="alarming"/g)).toHaveLength(1);
    expect(overview().match(/class="late-by"/g)).toHaveLength(1);
    expect(overview().match(/class="late-by expected"/g)).toHaveLength(1);
  });

  it('names platforms as people do, in the table and in the form', () => {
    expect(textOf(overview(), 'all')).toContain('UK Parliament, 698820');
    expect(overview()).toContain('<option value="uk-parliament">UK Parliament</option>');
    expect(textOf(overview(), 'all')).toContain('test, 1');
  });

  it('names unreadable petitions', () => {
    expect(textOf(overview())).toContain(
      'The stored data of 1 petition cannot be read right now: uk-parliament/700000.',
    );
  });

  it('shows the longest wait, and the median of five answers or more', () => {
    expect(textOf(overview())).toMatch(/The longest wait is 61 days so far\. 2 answers, too few for a median\./);
    expect(textOf(overviewPages(many(100), site)[0]?.body ?? '')).toContain(
      'half of them within 14 days (the median).',
    );
  });

  it('shows the time left as of the moment for which it was generated', () => {
    expect(textOf(overview(), 'all')).toContain('83 days left');
    expect(textOf(overview('2026-04-21T09:00:00Z'), 'all')).toContain('82 days left');
  });
});

it('explains each alert', () => {
  const [subscribe] = staticPages(site);
  for (const name of alertNames) expect(textOf(subscribe?.body ?? '', 'alerts')).toContain(name);
  expect(subscribe?.body).toContain('href="webcal://petitions.example.org/deadlines.ics"');
});

test('the page of a petition leads to the public places of its alerts, and to no others', () => {
  const follow = /<section class="follow".*?<\/section>/s;
  const [uk = '', other = ''] = ['overdue', 'overdue by law'].map((kind) => follow.exec(bodyOf(kind))?.[0]);
  expect(uk).toContain('Mastodon: mastodon.example/@petitions</a>, where each alert is told.');
  expect(uk).toContain('href="https://ntfy.example/uk-petitions"');
  expect(uk).toContain('where some of its alerts are told.');
  expect(other).toContain('https://mastodon.example/@petitions');
  expect(`${other}${uk}`).not.toContain('t.me');
  expect(other).not.toContain('ntfy.example');
});
