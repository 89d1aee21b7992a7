/**
 * The German Bundestag, epetitionen.bundestag.de. The name of a petition is that of its page, which has the day of
 * submission, not the later day on which signing began: `2024-10-20-173674` of 2024-10-20 could be signed for six weeks
 * until 2024-12-19. The page has the count in words, "Anzahl Online-Mitzeichnungen 12.345" (seen by others, 2026-08).
 * [unverified, 2026-11: which element has it, and where the page has the end of signing.] So we find the count by its
 * words, and the config gives the opening: `"opened"`.
 */
import { htmlReader } from '../custom/html.ts';

export const germanyBundestag = htmlReader({
  url: (id, baseUrl) => {
    const [year = '', month = '', day = '', number = ''] = id.split('-');
    return `${baseUrl}/petitionen/_${year}/_${month}/_${day}/Petition_${number}.nc.html`;
  },
  // The petitioner writes the title, and could put a count into it. Behind the count is another word, or nothing: neither
  // a sign that makes another number of it, nor a second number.
  signatures: {
    find: 'body',
    without: 'h1',
    pattern: "Anzahl Online-Mitzeichnungen:?\\s*([0-9.]+)(?=\\s*$|\\s+[^\\s0-9.,'’])",
  },
  title: { find: 'h1' },
  locale: 'de',
  timeZone: 'Europe/Berlin',
});
