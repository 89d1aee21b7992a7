/**
 * The Canadian House of Commons, www.ourcommons.ca/petitions. The list needs a captcha. The page of each petition is
 * open to all, and has its history as a list of terms and times (as of 2026-09). A number that is not published yet has
 * an empty page. [unverified, 2026-11: whether the page of an open petition has "Open for signature until …" as lists
 * do, or the coming "Closed for signature …" in its history: both are read.]
 */
import { htmlReader } from '../custom/html.ts';
import { checkIsAbout } from '../fields.ts';
import type { Reader } from '../source.ts';

const time = "MMMM d, yyyy, 'at' h:mm a (z)";
const history = (term: string): string => `.history-section dt:contains("${term}") + dd`;

const page = htmlReader({
  url: (id, baseUrl) => `${baseUrl}/petitions/en/Petition/Details?Petition=${id}`,
  signatures: { find: 'h2.pet-table-col', pattern: '^([0-9,]+) signatures?$' },
  title: { find: 'h1' },
  opened: { find: history('Open for signature'), format: time },
  deadline: {
    find: 'body',
    pattern:
      '(?:Open for signature until|Closed for signature) ([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4}, at [0-9]{1,2}:[0-9]{2} [ap]\\.m\\. \\([A-Z]+\\))',
    format: time,
  },
  closed: { find: history('Closed for signature'), format: time },
  // "June 17, 2026 (Petition No. 451-01121)", after the name of the member who presented it.
  clockStarted: {
    find: history('Presented to the House of Commons'),
    pattern: '([A-Z][a-z]+ [0-9]{1,2}, [0-9]{4})',
    format: 'MMMM d, yyyy',
  },
  // Only what has enough valid signatures is certified, and only that is presented.
  met: { certification: { find: history('Presented to the House of Commons') } },
  answer: { find: history('Government response tabled'), format: 'MMMM d, yyyy' },
  locale: 'en-CA',
  timeZone: 'America/Toronto',
});

export const canadaCommons: Reader = {
  async read(ask) {
    const result = await page.read(ask);
    const { observation } = result;
    // "e-7416 (Justice)"
    const number = observation.kind === 'reading' ? /^e-\d+/.exec(observation.title ?? '')?.[0] : undefined;
    checkIsAbout(ask.id, number, 'the title of the page');
    return result;
  },
};
