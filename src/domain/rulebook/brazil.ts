/** The rules of legislative ideas on e-Cidadania, the portal of Brazil's Federal Senate. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * The portal closes an idea without enough support at its deadline. Whether one with enough can be supported for longer is
 * not known: one had 253,804 while the committee considered it. No time for the committee's decision was found.
 */
export const brazilRules: DocumentedHistory = [
  {
    // Resolution 19 of 2015. The portal is older (2012); what held until then was not found.
    from: '2015-11-27',
    rules: {
      timeZone: 'America/Sao_Paulo',
      signingWindow: 'P4M',
      cutoff: 'end-of-day',
      thresholds: [
        {
          name: 'suggestion',
          signatures: 20_000,
          consequence: 'it becomes a legislative suggestion, which the Human Rights Committee of the Senate considers',
        },
      ],
      retractable: false,
      stopsAtDeadline: false,
      commitment: 'promise',
      authority: 'the Federal Senate',
    },
    says: {
      text: 'An idea with the support of at least 20,000 people within four months is turned into a legislative suggestion, and sent to the Committee on Human Rights and Participatory Legislation.',
      source:
        'Rádio Senado, 2026-01-15, "e-Cidadania bate recorde de participações em 2025" (www12.senado.leg.br), the coordinator of the portal; Resolution of the Senate 19/2015, art. 6',
      asOf: '2026-01-15',
    },
  },
];
