/**
 * The time according to the server of the pages. A reader's clock may be wrong and would make a fresh page look stale.
 * A site that replays recorded petitions is in another time altogether.
 */

let clockOffset = 0;

/** Milliseconds. */
export const serverNow = (): number => Date.now() + clockOffset;

/** Smaller differences come from the way of the response, and from a header that counts in seconds. */
const negligible = 60_000;

/** Sets the clock from a response: from its date, and its age in a cache since. */
export function setServerClock({ headers }: Pick<Response, 'headers'>): void {
  const date = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(date)) return;
  const offset = date + 1000 * Number(headers.get('age') ?? 0) - Date.now();
  clockOffset = Math.abs(offset) < negligible ? 0 : offset;
}
