/**
 * The Australian House of Representatives. The browser fills its pages (www.aph.gov.au/e-petitions) from the API that
 * is read here: epetitions.aph.gov.au, public and undocumented, used by others since 2019. [unverified, 2026-11: that
 * it still exists and takes the number as a keyword, and how it writes times: one with an offset is left out.] If it
 * has changed, there is no reading.
 */
import { SourceFailed } from '../http.ts';
import { jsonReader } from '../custom/json.ts';
import type { Reader } from '../source.ts';

/** The day of `2020-03-18T00:00:00`: signing ends at its end, "11.59pm". */
const pattern = '^([0-9]{4}-[0-9]{2}-[0-9]{2})T[0-9:.]+$';

export const australiaHouse: Reader = {
  async read(ask) {
    const one = (field: string): string => `[?PetitionNumber=='${ask.id}'] | [0].${field}`;
    const query = `pagesize=100&pageindex=0&keywords=${ask.id}&sort=PetitionNumber&desc=true&type=All&from=&to=&status=1,2,3,4`;
    const result = await jsonReader({
      url: (_, baseUrl) => `${baseUrl}/api/petitions/open?${query}`,
      page: (id) => `https://www.aph.gov.au/e-petitions/petition/${id}`,
      signatures: { find: one('SignatureCount') },
      title: { find: one('PetitionTitle') },
      deadline: { find: one('SignDeadline'), pattern },
      clockStarted: { find: one('Referred_Date'), pattern },
      answer: { find: one('isResponded') },
      timeZone: 'Australia/Sydney',
    }).read(ask);
    // One address for all petitions: if it is gone, that says nothing about this petition.
    if (result.observation.kind === 'gone')
      throw new SourceFailed(`${ask.baseUrl}: there is no such interface any more`);
    return result;
  },
};
