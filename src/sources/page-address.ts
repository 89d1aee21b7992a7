/** The id of a petition in the addresses that people copy: of any of its pages, in any language, with or without `www.`. */

/**
 * Reads the id from a page at one of these hosts (without `www.`), by the first of these patterns that matches its path
 * and query. A pattern ends with its one group, the id; what may follow is a slash, a query, a title or a page below.
 */
export const idFromPage =
  (hosts: readonly string[], ...patterns: readonly RegExp[]) =>
  (page: URL): string | undefined => {
    if (!hosts.includes(page.host.replace(/^www\./, ''))) return undefined;
    const address = decoded(page.pathname + page.search);
    const found = patterns.map(({ source }) => new RegExp(`^(?:${source})(?:[/.?&]|$)`, 'u').exec(address));
    return found.find((match) => match !== null)?.[1];
  };

/** As a browser shows it; as it is, where its escapes are not valid. */
function decoded(address: string): string {
  try {
    return decodeURIComponent(address).normalize('NFC');
  } catch {
    return address;
  }
}
