/** The rules of Estonia's collective addresses, rahvaalgatus.ee. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * A thousand signatures for the Riigikogu; for a local council, one in a hundred of its residents. The platform gives
 * the number of each initiative, which wins over the number here. The author chooses how long signing lasts, from three
 * days to eighteen months, so only the platform knows the deadline. Signers may withdraw until the initiative is
 * submitted.
 *
 * Response: a committee decides "within six months after the proposal has been accepted" (riigikogu.ee, 2020-09-24).
 * The API does not say when that was. Without a start that can be seen, nobody can be called late: no window is set
 * here.
 */
export const estoniaRules: DocumentedHistory = [
  {
    from: '2014-04-11',
    rules: {
      timeZone: 'Europe/Tallinn',
      cutoff: 'same-time',
      thresholds: [
        {
          name: 'submission',
          signatures: 1_000,
          consequence: 'it can be submitted to the Riigikogu, or to the council that it is addressed to',
        },
      ],
      retractable: true,
      stopsAtDeadline: true,
      commitment: 'statute',
      authority: 'the Riigikogu',
    },
    says: {
      text: 'At least 1000 signatures in support have to be collected for submission of a collective address.',
      source:
        'Response to Memoranda and Requests for Explanations and Submission of Collective Addresses Act, in force from 2014-04-11; riigikogu.ee, Submit collective proposal',
      asOf: '2020-09-24',
    },
  },
];
