/** The rules of We the People, petitions.whitehouse.gov, 2011 to 2021. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * Signing: "a petition must reach [n] signatures within 30 days". The platform adds 30 calendar days in its own zone to
 * the moment of publishing (its source, PetitionItem.inc). A petition over the threshold can be signed until it is
 * answered; others close at their deadline. The rules never retract a threshold.
 *
 * Response: 30 days from meeting the threshold, as the founding case of January 2016 reports it. The site's own terms
 * said something else: only "timely" until 2015-07-28, and then a goal of 60 days "wherever possible". With
 * `"responseWindow": "P60D"` in petitions.json, these terms apply.
 */
const weThePeople = (signatures: number): Rules => ({
  timeZone: 'America/New_York',
  signingWindow: 'P30D',
  cutoff: 'same-time',
  thresholds: [
    { name: 'response', signatures, responseWindow: 'P30D', consequence: 'the White House owes an official response' },
  ],
  retractable: false,
  stopsAtDeadline: false,
  commitment: 'promise',
  authority: 'the White House',
});

const terms = 'petitions.whitehouse.gov, Terms of Participation';
const responseSays = {
  text: 'Reports of January 2016 give 30 days. The terms of the site named no date until 2015-07-28, and then a goal of 60 days "wherever possible".',
  source: `Reports on the petition to pardon Steven Avery; ${terms}`,
  asOf: '2016-01-06',
};

export const weThePeopleRules: DocumentedHistory = [
  {
    from: '2011-09-22',
    rules: weThePeople(5_000),
    says: {
      text: 'A petition must reach 5,000 signatures within 30 days.',
      source: 'White House blog, 2011-09-02; in force from the launch',
      asOf: '2011-09-22',
    },
    responseSays,
  },
  {
    from: '2011-10-03',
    rules: weThePeople(25_000),
    says: {
      text: 'A petition must reach 25,000 signatures within 30 days.',
      source:
        '"Early October 2011", nextgov.com, 2013-01-16: the day is not certain, the petition\'s own number decides',
      asOf: '2013-01-16',
    },
    responseSays,
  },
  {
    from: '2013-01-15',
    rules: weThePeople(100_000),
    says: {
      text: 'A petition must reach 100,000 signatures within 30 days; only for petitions created from this point forward.',
      source: `White House blog, 2013-01-15; ${terms}`,
      asOf: '2016-01-05',
    },
    responseSays,
  },
];
