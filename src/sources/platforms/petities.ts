/**
 * petities.nl: its pages, as its own software makes them (petities/petitions.eu, 7958d2e of 2024-12-08: views/petitions
 * and config/locales/nl.yml; Rails, whose Dutch writes days as 20-11-2026). In Dutch, as the words are.
 *
 * Peculiarities. A page without a count is that of a petition that nobody has signed, and says so. A draft, and what
 * waits for its desk, has a page too: it is not published yet. The last day is a plan: no task closes a petition, so it
 * may be signed for longer. The count of an open petition and that of a closed one come from two stores, and may differ.
 * A state that the software has no word for gets none of the words below: then nothing is said of signing, and operators
 * are told. Whoever began or signed a petition is on its page, and is not read.
 */
import { htmlReader } from '../custom/html.ts';

/** The cell behind a label of the box with the details. */
const detail = (label: string): string =>
  `#detailbox .petition_field_label:contains("${label}") + .petition_field_data`;

const shared = { locale: 'nl', timeZone: 'Europe/Amsterdam' };
const day = 'dd-MM-yyyy';

export const petities = htmlReader(
  {
    ...shared,
    url: (id, baseUrl) => `${baseUrl}/petitions/${id}?locale=nl`,
    page: (id, baseUrl) => `${baseUrl}/petitions/${id}`,
    absent: {
      find: detail('Status:'),
      pattern: '^(Nog niet af|Wacht op petitieloket)$',
      reason: 'not published yet',
    },
    signatures: { find: '.petition-intro-info-counter', pattern: '^([0-9.]+) ondertekening(?:en)?$' },
    unsigned: { find: '.navigation-bar .whitespace', pattern: '^(Nog geen ondertekeningen)$' },
    title: { find: 'h1.petition-intro-info-title' },
    deadline: { find: detail('Einddatum:'), format: day },
    state: {
      // The form stands where a petition can be signed, and a state where it can not.
      find: `.petition-form-float-wrapper h2, ${detail('Status:')}`,
      words: new Map([
        ['Ondertekenen', { open: true }],
        ['Gesloten', { open: false }],
        ['In behandeling', { open: false, reason: 'handed over' }],
        ['Beantwoord', { open: false, reason: 'answered' }],
        ['Verweesd', { open: false, reason: 'left by whoever began it' }],
        ['Ingetrokken', { open: false, reason: 'withdrawn' }],
        ['Elders te tekenen', { open: false, reason: 'signed elsewhere' }],
      ]),
    },
    answerDue: { find: detail('Antwoord verwacht:'), format: day },
    answer: { find: '.petition-answer' },
  },
  {
    ...shared,
    pageUrl: (page, baseUrl) => `${baseUrl}/petitions/all?sorting=open&page=${page}&locale=nl`,
    rows: '.petition-overview',
    link: 'a[href*="/petitions/"]',
    idOf: ({ pathname }) => /^\/petitions\/([^/]+)$/.exec(pathname)?.[1],
    signatures: { find: '.petitions-counter' },
    // It is empty where nobody has signed.
    unsigned: { find: '.petitions-counter' },
    title: { find: '.petition-overview-info-title' },
  },
);
