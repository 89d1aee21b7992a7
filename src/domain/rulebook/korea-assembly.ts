/** The rules of the Korean National Assembly's petitions, petitions.assembly.go.kr, since 2020. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * Thirty days from publication, to the end of the last day in Seoul, as the platform's own `agreEndDe` has it
 * (`23:59:59`). A petition that reaches its number is established, and goes to a committee; nothing reverses that. No
 * response is owed by a date: committees may postpone a petition, and do.
 */
const assembly = (signatures: number): Rules => ({
  timeZone: 'Asia/Seoul',
  signingWindow: 'P30D',
  cutoff: 'end-of-day',
  thresholds: [
    { name: 'committee', signatures, consequence: 'it is referred to a committee of the National Assembly' },
  ],
  retractable: false,
  stopsAtDeadline: true,
  commitment: 'statute',
  authority: 'the National Assembly',
});

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
  },
];
