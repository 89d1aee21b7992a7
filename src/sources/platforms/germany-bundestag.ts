/**
 * The German Bundestag, epetitionen.bundestag.de. A petition is named by its page, which has the day on which it was
 * handed in, and not the later one on which signing began: `2024-10-20-173674` of 2024-10-20 could be signed for six
 * weeks until 2024-12-19. The page shows the count in words, "Anzahl Online-Mitzeichnungen 12.345" (seen by others,
 * 2026-08). [unverified, 2026-11: which element has it, and where the page has the end of signing.] So the count is
 * looked for by its words, and when signing began is told by the config: `"opened"`.
 */
import { htmlReader } from '../custom/html.ts';

export const germanyBundestag = htmlReader({
  url: (id, baseUrl) => {
    const [year = '', month = '', day = '', number = ''] = id.split('-');
    return `${baseUrl}/petitionen/_${year}/_${month}/_${day}/Petition_${number}.nc.html`;
  },
  signatures: { find: 'body', pattern: "Anzahl Online-Mitzeichnungen:?\\s*([0-9.]+)(?![0-9.,'’])" },
  title: { find: 'h1' },
  locale: 'de',
  timeZone: 'Europe/Berlin',
});
