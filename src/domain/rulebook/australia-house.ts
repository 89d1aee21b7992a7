/** The rules of e-petitions to the Australian House of Representatives. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * Four weeks from certification, to 11.59 pm of the last day. A minister to whom a petition is referred is "expected"
 * to respond within 90 days.
 */
const house = (signatures: number): Rules => ({
  timeZone: 'Australia/Sydney',
  signingWindow: 'P28D',
  cutoff: 'end-of-day',
  thresholds: [
    {
      name: 'referral',
      signatures,
      responseWindow: 'P90D',
      clock: 'referred',
      consequence: 'the committee can refer it to the minister',
    },
  ],
  retractable: false,
  stopsAtDeadline: true,
  commitment: 'convention',
  authority: 'the minister',
});

const fourWeeks = 'A petition is published for four weeks for people to sign.';
const answer = 'A minister is expected to respond in writing within 90 days of referral.';
const responseSays = {
  text: 'A standing order of the House: a minister is expected to respond in writing within 90 days to a petition that is referred.',
  source: 'House debates, 2024-08-19; standing order 209(b), as moved on 2010-10-20',
  asOf: '2024-08-19',
};

export const australiaHouseRules: DocumentedHistory = [
  {
    from: '2016-09-01',
    rules: house(1),
    says: {
      text: `${fourWeeks} One signature is enough for it to be presented and, with rare exception, referred. ${answer}`,
      source: 'House debates, 2019-12-02; aph.gov.au; e-petitions began in 2016, the day is not certain',
      asOf: '2023-09-11',
    },
    responseSays,
  },
  {
    from: '2024-01-01',
    rules: house(50),
    says: {
      text: `${fourWeeks} It takes 50 signatures or more to be referred. ${answer}`,
      source: 'House debates, 2023-11-27 and 2024-08-19; "early 2024", the day is not certain',
      asOf: '2024-08-19',
    },
    responseSays,
  },
];
