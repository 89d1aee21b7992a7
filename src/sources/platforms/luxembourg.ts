/**
 * Public petitions to the Chamber of Deputies of Luxembourg, petitiounen.lu: the words of the English pages, as stored copies
 * of 2025 and 2026 have them. Of a single petition, only the page of one that ended long ago has been seen, and the cards of
 * open ones at home. [unverified, 2026-11: that the page of an open one has "Registered signatures 51 / 5 500", as its card
 * has; and that its pages answer programs: the data behind them are behind a test whether one is a browser.] If either is
 * not so, there is no reading.
 *
 * Quirks. After the end, the page shows the verified signatures in place of those registered: the count falls, and decides.
 * The history comes last, the newest first: what it says first of signing holds, as it may be extended, or begin again.
 * What the petitioner writes comes before it. A count that is there twice must be the same. The petitioner is on the page, and
 * is not read. The home page has three open petitions, and is no list.
 */
import type { Reading } from '../../domain/observation.ts';
import { htmlReader } from '../custom/html.ts';
import type { Reader } from '../source.ts';

const figure = '[0-9]+(?: [0-9]{3})*';
/** What the history says first. */
const history = (words: string) => ({
  find: 'body',
  pattern: `Petition background(?!.*Petition background).*?${words}`,
});

const page = htmlReader({
  url: (id, baseUrl) => `${baseUrl}/en/petition/${id}`,
  about: { find: 'body', pattern: '^.*?[Pp]ublic petition n°\\.? ?([0-9]+)' },
  signatures: { find: 'body', pattern: `(?:Registered|Verified) signatures (${figure}) / ${figure}(?! ?[0-9])` },
  needed: {
    debate: { find: 'body', pattern: `(?:Registered|Verified) signatures ${figure} / (${figure})(?! ?[0-9])` },
  },
  title: { find: 'head title', pattern: '^(.+) - Petitions$' },
  registered: { find: 'body', pattern: '^.*Submission date ([0-9]{2}/[0-9]{2}/[0-9]{4})', format: 'dd/MM/yyyy' },
  opened: {
    find: 'body',
    pattern: '^.*Opening of the signature collection ([0-9]{2}/[0-9]{2}/[0-9]{4})',
    format: 'dd/MM/yyyy',
  },
  deadline: { ...history('is extended until ([0-9]{2}-[0-9]{2}-[0-9]{4})'), format: 'dd-MM-yyyy' },
  state: {
    ...history('(is open for signature|is extended until|is closed on)'),
    words: new Map<string, Reading['signing']>([
      ['is open for signature', { open: true }],
      ['is extended until', { open: true }],
      ['is closed on', { open: false }],
    ]),
  },
  // The petitioner may write these words. While signatures are only registered, the page says so itself.
  met: { verified: { find: 'body', pattern: `^(?!.*Registered signatures [0-9]).*(Verified signatures) [0-9]` } },
  locale: 'fr',
  timeZone: 'Europe/Luxembourg',
});

export const luxembourg: Reader = {
  async read(ask) {
    const result = await page.read(ask);
    if (result.observation.kind === 'gone') return result;
    const { met, ...seen } = result.observation;
    return { ...result, observation: { ...seen, ...(met && outcomeOf(seen)) } };
  },
};

/** What the verified signatures decide. */
function outcomeOf({ signatures, needed }: Reading): Pick<Reading, 'met' | 'refused'> {
  if (needed?.debate === undefined) return {};
  return signatures >= needed.debate ? { met: ['debate'] } : { refused: { debate: { verified: signatures } } };
}
