/** The rules of petitions to Hallam Town Council. */
import type { DocumentedHistory } from '../../../src/domain/rules.ts';

/** A petition says itself how many it takes: what stands here is for one that does not. Names are struck out: retractable. */
export const hallamRules: DocumentedHistory = [
  {
    from: '2024-05-01',
    rules: {
      timeZone: 'Europe/London',
      signingWindow: 'P3M',
      cutoff: 'end-of-day',
      thresholds: [
        { name: 'response', signatures: 1_500, responseWindow: 'P20D', consequence: 'the council replies in writing' },
      ],
      retractable: true,
      stopsAtDeadline: true,
      commitment: 'promise',
      authority: 'Hallam Town Council',
    },
    says: {
      text: 'Petitions with 1,500 names within three months receive a written reply within 20 days.',
      source: 'petitions.hallam.example/scheme; in force since May 2024',
      asOf: '2026-11-25',
    },
  },
];
