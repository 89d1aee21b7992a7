/**
 * The New Zealand House of Representatives, petitions.parliament.nz: the interface of its own pages, one petition by its
 * GUID, as two public programs read it each minute (as of 2026-11). Its list and its titles have not been seen, and of its
 * states only "Open" [2026-11]: with another, while `isClosed` is false, nothing is said of signing, and operators are told.
 *
 * The closing date is midnight at the beginning of a day. Whether that day counts is not published: it counts whole here,
 * and `isClosed` ends it. The name of whoever began the petition is not read.
 */
import * as z from 'zod/mini';
import { parseJson, type Fault } from '../../validation.ts';
import type { Reading } from '../../domain/observation.ts';
import { deadlineAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { checkIsAbout, count, stamp, validators } from '../fields.ts';
import { restoreState, unchangedReading, type Reader } from '../source.ts';

const zone = 'Pacific/Auckland';

const petition = z.object(
  {
    id: z.string({ error: 'must be the GUID of a petition' }),
    signatureCount: count,
    isClosed: z.boolean({ error: 'must be true or false' }),
    signatureClosingDate: z.optional(stamp),
    status: z.optional(z.nullable(z.object({ statusName: z.optional(z.nullable(z.string())) }))),
  },
  { error: 'must be a petition: an object with id, signatureCount and isClosed' },
);
type Petition = z.output<typeof petition>;

export const newZealand: Reader = {
  async read({ id, baseUrl, known, state, http }) {
    const url = `${baseUrl}/api/petition/${id}`;
    const answer = await http.getIfChanged(url, restoreState(validators, state));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const found = parseJson(petition, answer.text, url);
    checkIsAbout(id, found.id.toLowerCase(), url);
    const { signatureCount: signatures, signatureClosingDate: closes } = found;
    const { signing, unreadable } = signingOf(found);
    return {
      observation: {
        kind: 'reading',
        signatures,
        url: `${baseUrl}/${id}?lang=en`,
        ...(closes && { deadline: endOf(closes) }),
        ...(signing && { signing }),
      },
      state: answer.validators,
      unreadable,
    };
  },
};

/** The end of the day that a midnight begins; any other time as it is. */
function endOf(closes: Instant): Instant {
  const day = closes.toZonedDateTimeISO(zone).toPlainDate().toString();
  return startOfDay(day, zone).equals(closes) ? deadlineAfter(closes, 'P0D', zone, 'end-of-day') : closes;
}

function signingOf({ isClosed, status }: Petition): { signing?: Reading['signing']; unreadable: readonly Fault[] } {
  if (isClosed) return { signing: { open: false }, unreadable: [] };
  const name = status?.statusName ?? null;
  if (name === 'Open') return { signing: { open: true }, unreadable: [] };
  const message = `must be "Open" where isClosed is false (it is ${JSON.stringify(name)})`;
  return { unreadable: [{ path: 'status.statusName', message }] };
}
