/** The rules of the European Citizens' Initiative, since 2012. */
import type { DocumentedEdition, DocumentedHistory, PartsRule, Rules } from '../rules.ts';

/** How many members of the European Parliament each state elects, by the country codes of the register. */
type Seats = Readonly<Record<string, number>>;

// oxfmt-ignore
const seatsOf2012: Seats = {
  AT: 19, BE: 22, BG: 18, CY: 6, CZ: 22, DE: 99, DK: 13, EE: 6, ES: 54, FI: 13, FR: 74, GB: 73, GR: 22, HU: 22, IE: 12,
  IT: 73, LT: 12, LU: 6, LV: 9, MT: 6, NL: 26, PL: 51, PT: 22, RO: 33, SE: 20, SI: 8, SK: 13,
};
const seatsOf2013: Seats = { ...seatsOf2012, HR: 12 };
// oxfmt-ignore
const seatsOf2014: Seats = {
  AT: 18, BE: 21, BG: 17, CY: 6, CZ: 21, DE: 96, DK: 13, EE: 6, ES: 54, FI: 13, FR: 74, GB: 73, GR: 21, HR: 11, HU: 21,
  IE: 11, IT: 73, LT: 11, LU: 6, LV: 8, MT: 6, NL: 26, PL: 51, PT: 21, RO: 32, SE: 20, SI: 8, SK: 13,
};
// oxfmt-ignore
const seatsOf2020: Seats = {
  AT: 19, BE: 21, BG: 17, CY: 6, CZ: 21, DE: 96, DK: 14, EE: 7, ES: 59, FI: 14, FR: 79, GR: 21, HR: 12, HU: 21, IE: 13,
  IT: 76, LT: 11, LU: 6, LV: 8, MT: 6, NL: 29, PL: 52, PT: 21, RO: 33, SE: 21, SI: 8, SK: 14,
};
// oxfmt-ignore
const seatsOf2024: Seats = {
  AT: 20, BE: 22, BG: 17, CY: 6, CZ: 21, DE: 96, DK: 15, EE: 7, ES: 61, FI: 15, FR: 81, GR: 21, HR: 12, HU: 21, IE: 14,
  IT: 76, LT: 11, LU: 6, LV: 9, MT: 6, NL: 31, PL: 53, PT: 21, RO: 33, SE: 21, SI: 9, SK: 15,
};

/**
 * "At least one million signatories" from "at least one quarter of the Member States". In each of these states, at
 * least its number of members of the European Parliament times the total number of members, "at the time of
 * registration" (Article 3 and Annex I): so the rules depend on the registration. A quarter of 27 and of 28 states is
 * seven.
 */
const inSeven = (seats: Seats, times: number): PartsRule => ({
  of: 'member states',
  atLeast: 7,
  minimum: Object.fromEntries(Object.entries(seats).map(([state, members]) => [state, members * times])),
});

/**
 * Signing: twelve months from a day that the organisers choose, to the end of a day in Brussels. The register gives the
 * deadline, and extensions. The states then verify the signatures, and the verified number may be lower. Until then,
 * met is provisional and can be retracted.
 *
 * Response: the time runs from the submission to the Commission, some months after the end of signing. The day of the
 * submission decides how long it is, and the day of the registration only the minimums: 2019/000007, registered in May
 * 2019 and submitted on 2025-03-04, was answered on 2025-09-03, a day before its six months were over. During the
 * pandemic, examinations could take longer. Nobody published how long each took: 2017/000004 and 2018/000004,
 * submitted in 2020, were answered after twelve and nine months.
 */
const rules = (parts: PartsRule): Rules => ({
  timeZone: 'Europe/Brussels',
  signingWindow: 'P12M',
  cutoff: 'end-of-day',
  thresholds: [
    {
      name: 'response',
      signatures: 1_000_000,
      verifiedBy: 'the member states',
      responseWindow: 'P6M',
      responseTerm: {
        before: [
          { day: '2020-01-01', responseWindow: 'P3M' },
          {
            day: '2023-01-01',
            responseWindow: 'P6M',
            laterIf: 'its examination was postponed because of the pandemic',
          },
        ],
      },
      clock: 'submitted',
      consequence: 'the Commission replies, once the states have verified them and the initiative is submitted',
      parts,
    },
  ],
  retractable: true,
  stopsAtDeadline: true,
  commitment: 'statute',
  authority: 'the European Commission',
});

const million = 'A million signatories, and the minimum in seven member states, in twelve months.';
const responseSays = {
  text: 'The Commission sets out its conclusions within six months of the submission; of a submission before 2020, within three months. Until the end of 2022, meetings and hearings could be postponed because of the pandemic.',
  source:
    'Regulation (EU) 2019/788, Articles 15(2), 26 and 27; Regulation (EU) No 211/2011, Article 10; Regulation (EU) 2020/1042',
  asOf: '2026-09-25',
};
const pageOfMinimums = 'citizens-initiative.europa.eu/thresholds_en';

const since2020 = (from: string, seats: Seats, times: number, source: string): DocumentedEdition => ({
  from,
  rules: rules(inSeven(seats, times)),
  says: {
    text: million,
    source: `Regulation (EU) 2019/788, Articles 3 and 8; ${source}; ${pageOfMinimums}`,
    asOf: '2026-09-25',
  },
  responseSays,
});

const since2012 = (from: string, seats: Seats, source: string): DocumentedEdition => ({
  from,
  rules: rules(inSeven(seats, 750)),
  says: {
    text: million,
    source: `Regulation (EU) No 211/2011, Articles 2, 5 and 7; ${source}; ${pageOfMinimums}`,
    asOf: '2026-09-25',
  },
  responseSays,
});

export const euEciRules: DocumentedHistory = [
  since2012('2012-04-01', seatsOf2012, 'Delegated Regulation (EU) No 268/2012'),
  since2012('2013-07-01', seatsOf2013, 'Regulation (EU) No 517/2013'),
  since2012('2014-07-01', seatsOf2014, 'Delegated Regulation (EU) No 531/2014'),
  since2020('2020-01-01', seatsOf2014, 751, 'its Annex I'),
  since2020('2020-02-01', seatsOf2020, 705, 'Delegated Regulation (EU) 2019/1673'),
  since2020('2024-07-16', seatsOf2024, 720, 'Delegated Regulation (EU) 2024/1082'),
];
