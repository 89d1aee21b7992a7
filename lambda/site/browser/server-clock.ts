/**
 * What time it is: by the server that serves the pages. A reader's own clock may be wrong, and would then call what is fresh old; and
 * a site whose petitions are played back is in another time altogether.
 */

let clockOffset = 0;

/** Milliseconds. */
export const serverNow = (): number => Date.now() + clockOffset;

/** Less is what an answer takes on its way, and a header that counts in seconds. */
const negligible = 60_000;

/** By an answer: when it was made, and for how long it has been kept on the way since. */
export function setServerClock({ headers }: Pick<Response, 'headers'>): void {
  const made = Date.parse(headers.get('date') ?? '');
  if (Number.isNaN(made)) return;
  const off = made + 1000 * Number(headers.get('age') ?? 0) - Date.now();
  clockOffset = Math.abs(off) < negligible ? 0 : off;
}
