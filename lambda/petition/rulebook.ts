/**
 * The rules of the platforms we know, each edition with the text of the rule it encodes, where that text stands and
 * what it is worth. A number that the platform gives for a petition itself wins over the number here.
 */
import type { Rules, RulesHistory } from './rules.ts';

/**
 * We the People, petitions.whitehouse.gov, 2011 to 2021.
 *
 * Signing: "a petition must reach [n] signatures within 30 days"; the platform adds 30 calendar days in its own zone
 * to the moment of publishing (its source, PetitionItem.inc). A petition over the threshold stays signable until it is
 * answered; one that is not is closed at its deadline. The rules never take a threshold back.
 *
 * Answer: 30 days from meeting the threshold, as the founding case of January 2016 reports it. The site's own terms
 * said otherwise: nothing but "timely" until 2015-07-28, and from then on a goal of 60 days "wherever possible".
 * `"responseWindow": "P60D"` in petitions.json chooses that reading.
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

/**
 * UK Parliament, petition.parliament.uk, since 2015.
 *
 * "All petitions run for 6 months"; "At 10,000 signatures you get a response from the government"; "At 100,000
 * signatures your petition will be considered for debate" (petition.parliament.uk/help). The deadline is the end of
 * the opening day plus six months in London, after which nobody can sign. The platform takes its own stamp back when
 * signatures are removed and the count falls below the line.
 *
 * Answer: the site states no deadline. 21 days is a convention of ours: recorded answers came 8 to 14 days after the
 * platform's stamp.
 */
const ukParliament: Rules = {
  timeZone: 'Europe/London',
  signingWindow: 'P6M',
  cutoff: 'end-of-day',
  thresholds: [
    { name: 'response', signatures: 10_000, responseWindow: 'P21D', consequence: 'the government responds' },
    { name: 'debate', signatures: 100_000, consequence: 'Parliament considers it for a debate' },
  ],
  retractable: true,
  stopsAtDeadline: true,
  commitment: 'convention',
  authority: 'the government',
};

export const rulebook = {
  'us-we-the-people': [
    // Announced 2011-09-02 (White House blog), in force from the launch.
    { from: '2011-09-22', rules: weThePeople(5_000) },
    // "Early October 2011" (nextgov.com, 2013-01-16): the day is not certain, the petition's own number decides.
    { from: '2011-10-03', rules: weThePeople(25_000) },
    // "Starting today … only to petitions created from this point forward" (White House blog, 2013-01-15).
    { from: '2013-01-15', rules: weThePeople(100_000) },
  ],
  'uk-parliament': [{ from: '2015-07-20', rules: ukParliament }],
} as const satisfies Record<string, RulesHistory>;

export type BuiltInRules = keyof typeof rulebook;
