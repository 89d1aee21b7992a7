/** The rules of the Senedd's petitions, petitions.senedd.wales, since 2017. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * "The Petitions Committee reviews all petitions that collect over 250 signatures"; at 10,000 it "will consider asking
 * for a debate in the Senedd chamber". Neither obliges anyone to respond by a date. A petition itself says which
 * numbers apply, and when it closes; the values here are for one that does not. The platform's own test is inclusive.
 * It removes its stamps when signatures are removed and the count falls below the threshold, as the UK's does: it runs
 * that software.
 */
const rules = (referral: number, debate: number, signingWindow?: string): Rules => ({
  timeZone: 'Europe/London',
  ...(signingWindow !== undefined && { signingWindow }),
  cutoff: 'end-of-day',
  thresholds: [
    { name: 'referral', signatures: referral, consequence: 'the Petitions Committee considers it' },
    { name: 'debate', signatures: debate, consequence: 'the Petitions Committee considers asking for a debate' },
  ],
  retractable: true,
  stopsAtDeadline: true,
  commitment: 'promise',
  authority: 'the Senedd',
});

export const seneddRules: DocumentedHistory = [
  {
    from: '2017-03-08',
    // The creator chose how long signing lasts: a recorded one of 2019 ran for eleven weeks. Each says when it closes.
    rules: rules(50, 5_000),
    says: {
      text: 'All petitions will be required to collect at least 50 signatures before they can be considered by the Petitions Committee. The Committee will consider requesting a debate on any petition which collects 5,000 or more signatures.',
      source: "senedd.wales, the Petitions Committee's news of 2017-03-08",
      asOf: '2017-03-08',
    },
  },
  {
    // The rule depends on the closing: "all petitions closing after 1 December 2020". This day is six months earlier.
    from: '2020-06-02',
    rules: rules(50, 10_000, 'P6M'),
    says: {
      text: 'The Petitions Committee has decided to increase the threshold at which it will consider referring petitions for a debate to 10,000 signatures, for all petitions closing after 1 December 2020.',
      source: 'senedd.wales/senedd-now/news/change-to-petition-debate-threshold',
      asOf: '2020-12-01',
    },
  },
  {
    from: '2022-01-01',
    rules: rules(250, 10_000, 'P6M'),
    says: {
      text: 'The Petitions Committee reviews all petitions that collect over 250 signatures. If your petition gets over 10,000 signatures, the Petitions Committee will consider asking for a debate in the Senedd chamber.',
      source:
        'senedd.wales/senedd-business/petitions/how-petitions-work; in force for petitions from 2022-01-01 on, as the Committee asked on 2021-11-16 (Standing Order 23.4)',
      asOf: '2024-12-16',
    },
  },
];
