/** The rules of petitions to the New Zealand House of Representatives, petitions.parliament.nz: there is no threshold. */
import type { DocumentedHistory } from '../rules.ts';

/**
 * Every petition is considered, whatever its number of signatures. A response of the Government is owed only where a
 * committee recommends something to it, or refers the petition to a minister, and no day of either is in what is read. So
 * no response is followed here: there would be nothing to count the 60 working days from.
 */
export const newZealandRules: DocumentedHistory = [
  {
    // Electronic petitions began after a motion of February 2018; the day is not certain.
    from: '2018-03-01',
    rules: {
      timeZone: 'Pacific/Auckland',
      cutoff: 'end-of-day',
      thresholds: [],
      retractable: false,
      stopsAtDeadline: false,
      commitment: 'convention',
      authority: 'the New Zealand Government',
    },
    says: {
      text: 'People need to be heard regardless of how many signatures the petition has. If the report of a committee on a petition includes recommendations to the Government, a response is presented within 60 working days of it; the same holds from the day on which a committee refers a petition to a minister.',
      source:
        'The chair of the Petitions Committee, RNZ, 2022-05-04; dpmc.govt.nz/publications/official-government-response-process (undated)',
      asOf: '2022-05-04',
    },
  },
];
