/** The Canadian House of Commons: its pages, and what is read from them. */
import { at } from '../../domain/story.ts';
import { written, type Bodies, type Contract } from './contract.ts';

export const entry = (term: string, time: string): string => `<dt>${term} </dt><dd>${time}</dd>`;
export const opened = entry('Open for signature', 'July 21, 2026, at 3:41 p.m. (EDT)');
export const presented = entry(
  'Presented to the House of Commons',
  '<a href="/members/x(1)"> May Example </a><br /><span>June 17, 2027 (Petition No. 451-01121)</span>',
);
export const answered = entry('Government response tabled', 'August 18, 2027');
export const until = '<p>Open for signature until November 18, 2026, at 3:41 p.m. (EDT)</p>';
export const shown = (count: string, history: string, more = ''): string =>
  `<html><body><h1>e-7416 (Justice)</h1>${more}<h2 class="pet-table-col">${count} </h2>
     <div class="panel-body history-section"><dl>${history}</dl></div></body></html>`;

const bodies = (page: string): Bodies => ({ '/petitions/en/Petition/Details': page });

export const contract: Contract = {
  now: '2026-10-01T00:00:00Z',
  open: {
    bodies: (count) => bodies(shown(count === undefined ? '' : `${written(count, 'en-CA')} signatures`, opened, until)),
    sees: {
      signatures: 78_350,
      title: 'e-7416 (Justice)',
      opened: at('2026-07-21T19:41:00Z'),
      // The later of what it may mean: there is no summer time in November.
      deadline: at('2026-11-18T20:41:00Z'),
      signing: { open: true },
      clockStarted: null,
      answer: null,
    },
    required: [],
  },
  others: {
    closed: {
      bodies: bodies(
        shown('78,400 signatures', opened + entry('Closed for signature', 'November 18, 2026, at 2:41 p.m. (EST)')),
      ),
      sees: { signatures: 78_400, signing: { open: false, at: at('2026-11-18T19:41:00Z') } },
      now: '2026-11-18T19:42:00Z',
    },
    answered: {
      bodies: bodies(shown('78,400 signatures', opened + presented + answered)),
      sees: {
        met: ['certification'],
        clockStarted: at('2027-06-17T04:00:00Z'),
        answer: { at: at('2027-08-18T04:00:00Z') },
      },
      now: '2027-09-01T00:00:00Z',
    },
  },
  lacks: { list: 'its list is behind a test whether one is a person' },
};
