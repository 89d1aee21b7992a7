/** The rules of the Korean National Assembly's petitions, petitions.assembly.go.kr, since 2020. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * Thirty days from publication, to the end of the last day in Seoul, as the platform's own `agreEndDe` has it
 * (`23:59:59`). A petition that reaches its number is established, and goes to a committee; nothing reverses that.
 *
 * Response: the committee reports to the Speaker within 90 days of the referral. It may take 60 days more once, and
 * longer by a resolution. Many petitions are put off so, and no page shows until when: so nobody is called late.
 */
const assembly = (signatures: number): Rules => ({
  timeZone: 'Asia/Seoul',
  signingWindow: 'P30D',
  cutoff: 'end-of-day',
  thresholds: [
    {
      name: 'committee',
      signatures,
      responseWindow: 'P90D',
      responseTerm: { laterIf: 'the committee takes more time: up to 60 days once, and longer by a resolution' },
      clock: 'referred',
      consequence: 'it is referred to a committee of the National Assembly',
    },
  ],
  retractable: false,
  stopsAtDeadline: true,
  commitment: 'statute',
  authority: 'the committee of the National Assembly',
});

const responseSays = {
  text: 'The committee reports the result of its examination to the Speaker within 90 days of the referral. For a special reason it may ask once for at most 60 days more, and longer by its own resolution.',
  source: 'National Assembly Act, Article 125(5) and (6), as of Act No. 20372; lawnb.com',
  asOf: '2024-03-12',
};

export const koreaAssemblyRules: DocumentedHistory = [
  {
    from: '2020-01-10',
    rules: assembly(100_000),
    says: {
      text: '100,000 people who agree within 30 days of its being made public, which takes 100 who support it.',
      source:
        "National Assembly Rules on Examining Petitions, as hankyung.com reports them with the Speaker's proposal",
      asOf: '2021-05-24',
    },
    responseSays,
  },
  {
    from: '2021-12-09',
    rules: assembly(50_000),
    says: {
      text: '50,000 people who agree within 30 days of its being made public.',
      source:
        "The Speaker's proposal of 2021-05-24; the day from which it held is not certain, the petition's own number decides where it is given",
      asOf: '2026-07-22',
    },
    responseSays,
  },
];
