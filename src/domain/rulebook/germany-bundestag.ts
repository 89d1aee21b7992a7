/** The rules of public petitions to the German Bundestag: its committee's guideline, by when signing began. */
import type { DocumentedHistory, Rules } from '../rules.ts';

/**
 * The window here is the time in which the quorum has to be reached; until 2011, signing went on for three more weeks.
 * At the quorum, the petitioner is "as a rule" heard in public. Every petition gets a response, but no date is set.
 */
const bundestag = (signatures: number, signingWindow: string, stopsAtDeadline: boolean): Rules => ({
  timeZone: 'Europe/Berlin',
  signingWindow,
  cutoff: 'end-of-day',
  thresholds: [
    { name: 'hearing', signatures, consequence: 'the petitioner is as a rule heard by the committee in public' },
  ],
  retractable: false,
  stopsAtDeadline,
  commitment: 'convention',
  authority: 'the Petitions Committee',
});

export const germanyBundestagRules: DocumentedHistory = [
  {
    from: '2005-09-01',
    rules: bundestag(50_000, 'P21D', false),
    says: {
      text: '50,000 within the first three weeks of the six in which a petition can be signed.',
      source: 'Guideline for public petitions; the trial began in September 2005',
      asOf: '2011-12-31',
    },
  },
  {
    from: '2012-01-01',
    rules: bundestag(50_000, 'P28D', true),
    says: {
      text: '50,000 within the four weeks in which a petition can be signed.',
      source: 'Guideline for public petitions, as reported by netzpolitik.org',
      asOf: '2024-06-30',
    },
  },
  {
    from: '2024-07-01',
    rules: bundestag(30_000, 'P42D', true),
    says: {
      text: '30,000 within the six weeks in which a petition can be signed; the petitioner is as a rule given the opportunity to present the matter in a public hearing.',
      source:
        'epetitionen.bundestag.de, "Öffentliche Petitionen, Mitzeichnung und Quorum"; buergergesellschaft.de, 2024',
      asOf: '2026-08-08',
    },
  },
];
