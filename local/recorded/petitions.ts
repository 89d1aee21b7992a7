/**
 * The recorded petitions: four real ones. Figures with a source are on record. The others are ours, and so are the
 * straight lines between all of them and the hour where only the day is on record.
 */
import type { SourceName } from '../../src/sources/registry.ts';

/** The count at an instant. */
type Figure = readonly [at: string, signatures: number];

interface Petition {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  /** In order, from the opening on. */
  readonly figures: readonly [Figure, ...Figure[]];
  readonly deadline: string;
  /** When the time for its response is over, by the rules and the figures here. */
  readonly promised?: string;
  readonly answered?: string;
}

export interface WeThePeoplePetition extends Petition {
  readonly source: Extract<SourceName, 'us-we-the-people'>;
  readonly needed: number;
}

export interface UkPetition extends Petition {
  readonly source: Extract<SourceName, 'uk-parliament'>;
  readonly stamps: { readonly response: string; readonly debate: string };
}

export type RecordedPetition = WeThePeoplePetition | UkPetition;

/** Met two days before its deadline, and answered two years later: the response was not given in time. */
const heymann: WeThePeoplePetition = {
  source: 'us-we-the-people',
  id: 'fire-steve-heymann', // ours
  title: 'Fire Assistant U.S. Attorney Steve Heymann.',
  url: 'https://petitions.whitehouse.gov/',
  needed: 25_000, // opened three days before the threshold was raised (theverge.com)
  figures: [
    ['2013-01-12T15:00:00Z', 0], // the day: dailydot.com, 2013-02-12
    ['2013-02-05T15:00:00Z', 10_000], // "had stalled at around 10,000": mainjustice.com, 2013-02-09
    ['2013-02-07T18:00:00Z', 11_000], // "over 11,000": commondreams.org, 2013-02-07
    ['2013-02-09T23:30:00Z', 25_000], // the day: mainjustice.com
    ['2013-02-10T01:53:00Z', 25_200], // mainjustice.com, 2013-02-09 20:53 in New York
    ['2013-02-11T15:00:00Z', 25_825], // when it closed: dailydot.com
    ['2015-01-07T22:00:00Z', 28_900], // "nearly 29,000": computerworld.com.au, January 2015
  ],
  deadline: '2013-02-11T15:00:00Z', // the day: mainjustice.com
  promised: '2013-03-11T22:30:00Z', // thirty days of New York after it was met, where the clocks went forward
  answered: '2015-01-07T22:00:00Z', // "nearly two years after": The Washington Post, 2015-01-08
};

/** Half of the threshold. Its signing window was one hour shorter than 30 days: the clocks went forward in it. */
const stopCas: WeThePeoplePetition = {
  source: 'us-we-the-people',
  id: '5128a4ce8cce3f815d000016', // with title, opening, deadline and last figure: the platform's own API, May 2013
  title: 'Stop CAS (Copyright Alert System)',
  url: 'https://petitions.whitehouse.gov/petition/stop-cas-copyright-alert-system/KjBZN4mV',
  needed: 100_000,
  figures: [
    ['2013-02-23T11:15:26Z', 0],
    ['2013-02-26T11:15:26Z', 24_000],
    ['2013-03-05T11:15:26Z', 43_000],
    ['2013-03-25T10:15:26Z', 50_814],
  ],
  deadline: '2013-03-25T10:15:26Z',
};

/** The case that led to this monitor: met in half of its signing window, and answered two days later. */
const avery: WeThePeoplePetition = {
  source: 'us-we-the-people',
  id: '22111', // its serial in the platform's bulk data
  title: 'Pardon Steven Avery and Brendan Dassey for their alleged involvement in the murder of Teresa Halbach.',
  url: 'https://petitions.whitehouse.gov/',
  needed: 100_000,
  figures: [
    ['2015-12-20T17:00:00Z', 0], // the day: hollywoodreporter.com, 2016-01-07
    ['2016-01-01T17:00:00Z', 19_000], // "nearly 19,000", about then: truemac.vn, January 2016
    ['2016-01-05T20:00:00Z', 100_000], // the day: bustle.com
    ['2016-01-06T17:00:00Z', 114_466], // romper.com
    ['2016-01-07T17:00:00Z', 129_895], // when it was answered: inquisitr.com
  ],
  deadline: '2016-01-19T17:00:00Z', // the day: truemac.vn
  answered: '2016-01-07T17:00:00Z', // the day, a Thursday: hollywoodreporter.com
};

/** Crossed both thresholds within ten days. All figures but the first two are the platform's own. */
const onlineSafety: UkPetition = {
  source: 'uk-parliament',
  id: '722903',
  title: 'Repeal the Online Safety Act',
  url: 'https://petition.parliament.uk/petitions/722903',
  figures: [
    ['2025-04-22T14:53:36.080Z', 6],
    ['2025-07-14T00:00:00Z', 9_150],
    ['2025-07-15T10:34:10Z', 10_000],
    ['2025-07-25T19:21:00Z', 100_000],
    ['2025-07-29T13:26:18Z', 392_979],
    ['2025-10-22T22:59:59.999Z', 550_135],
  ],
  deadline: '2025-10-22T22:59:59.999Z',
  stamps: { response: '2025-07-15T10:34:10Z', debate: '2025-07-25T19:21:00Z' },
  answered: '2025-07-28T14:02:03.825Z',
};

export const recordedPetitions: readonly RecordedPetition[] = [heymann, stopCas, avery, onlineSafety];

/** The time spans that are played. Between them nothing happens that would interest a reader. */
export const playedSpans: readonly (readonly [from: string, to: string])[] = [
  ['2013-02-05T15:00:00Z', '2013-03-26T00:00:00Z'],
  ['2015-01-07T12:00:00Z', '2015-01-08T12:00:00Z'],
  ['2015-12-20T12:00:00Z', '2016-01-21T00:00:00Z'],
  ['2025-07-14T00:00:00Z', '2025-07-30T00:00:00Z'],
];
