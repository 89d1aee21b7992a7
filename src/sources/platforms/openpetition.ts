/**
 * openPetition, www.openpetition.de: the page of a petition, as a public program reads it (2026-08). Only its
 * count and, while it is new, the day on which it began: later the page names a month, and then a year.
 *
 * The page has a goal, which is no threshold, or the platform's own quorum, for which only signatures from a region count.
 * Where that count is has not been seen, so no quorum is read. Nor have the words of a closed petition [2026-11]. Its list
 * names petitions, and no count has been seen in it: 1,658 petitions in 2026-08 are too many to be asked for one by one.
 * The language of a page goes by that of the request; a translation is a page of its own.
 */
import { htmlReader } from '../custom/html.ts';
import { goneIfRedirectedTo } from '../redirects.ts';

export const openPetition = goneIfRedirectedTo(
  /^\/(?:petitionen)?$/,
  htmlReader({
    url: (id, baseUrl) => `${baseUrl}/petition/online/${id}`,
    language: 'de',
    signatures: { find: '.progress-box', pattern: '(?<=^|\\s)(?<![0-9.]\\s*)([0-9.]+) Unterschrift(?:en)?' },
    title: { find: 'h1' },
    opened: {
      find: '.module-petition-status-bar',
      pattern: 'Gestartet ([0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{4})',
      format: 'd.M.yyyy',
    },
    locale: 'de',
    timeZone: 'Europe/Berlin',
  }),
);
