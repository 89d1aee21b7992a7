/**
 * Italy's initiatives and referendums, firmereferendum.giustizia.it: the API of its own pages, as a public archive has it
 * since 2025-07 (ondata/referendum_iniziative_popolari, data/, 2026-08), one initiative and the list.
 *
 * Quirks, all in that archive. The planned last day (`dataFineRaccolta`, or 9999-12-31 for none) closes nothing: of 67
 * initiatives, many stayed in state 2 and were signed for weeks or months after it. Only the state closes, and
 * `dataChiusura` has the day, which counts whole. Some initiatives close on reaching their number, or with far too few, and
 * both are handed over: state 9 proves no threshold. The paging numbers do not describe the list, which has all in one
 * answer. An initiative leaves the list some time after its end. Its answer to an unknown id is not known: anything but 404
 * and 410 is not a reading.
 */
import * as z from 'zod/mini';
import { parseJson, type Fault } from '../../validation.ts';
import type { Observation, Reading } from '../../domain/observation.ts';
import { deadlineAfter, isAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { checkIsAbout, civilDay, count, eachReadable, itemsOf, title, validators } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import { unchangedReading, restoreState, type ListPage, type ListRequest, type Reader } from '../source.ts';

const zone = 'Europe/Rome';
const api = '/referendum/api-portal/iniziativa/public';

const initiative = z.object(
  {
    id: z.int({ error: 'must be the number of an initiative, such as 990001' }),
    titolo: title,
    sostenitori: count,
    quorum: count.check(z.positive({ error: 'must be above 0, such as 50000' })),
    dataInizioRaccolta: z.optional(civilDay),
    dataChiusura: z.optional(civilDay),
    idDecStatoIniziativa: z.object(
      { id: z.int({ error: 'must be the number of a state, such as 2' }) },
      { error: 'must be a state, such as { "id": 2 }' },
    ),
  },
  { error: 'must be an initiative: an object with id, titolo, sostenitori, quorum and idDecStatoIniziativa' },
);

type Initiative = z.output<typeof initiative>;

const envelope = <Content extends z.ZodMiniType>(content: Content) =>
  z.object(
    { resultCode: z.literal(0, { error: 'must be 0, for an answer without a fault' }), content },
    { error: 'must be an object with resultCode and content' },
  );
const single = envelope(initiative);
const all = envelope(itemsOf(initiative, 'must be a list of initiatives'));

/** The states that are known; the words are ours. */
const states: Readonly<Record<number, 'open' | 'closed' | 'handed over'>> = {
  2: 'open',
  3: 'closed',
  9: 'handed over',
  15: 'handed over',
};

export const italy: Reader = {
  async read({ id, baseUrl, known, state, now, http }) {
    const url = `${baseUrl}${api}/${id}`;
    const answer = await http.getIfChanged(url, restoreState(validators, state));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const { content: found } = parseJson(single, answer.text, url);
    checkIsAbout(id, String(found.id), url);
    const observation = toObservation(found, baseUrl, now);
    return { observation, state: answer.validators, unreadable: faultsOf(found) };
  },
  list,
};

/** All in one answer. Those in a state that is not known are left out. */
async function* list({ baseUrl, http, now }: ListRequest): AsyncGenerator<ListPage> {
  const url = `${baseUrl}${api}`;
  const answer = await http.get(url);
  if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
  const { content } = parseJson(all, answer.text, url);
  yield eachReadable(content, (one) =>
    states[one.idDecStatoIniziativa.id] === 'open'
      ? [{ id: String(one.id), observation: toObservation(one, baseUrl, now) }]
      : [],
  );
}

/** What a state that is not known means for signing is not guessed. */
const faultsOf = ({ idDecStatoIniziativa: { id } }: Initiative): readonly Fault[] =>
  states[id] === undefined
    ? [{ path: 'idDecStatoIniziativa.id', message: `is a state that is not known, ${id}; a good value is 2` }]
    : [];

function toObservation(found: Initiative, baseUrl: string, now: Instant): Observation {
  const { id, sostenitori, quorum, dataInizioRaccolta } = found;
  const opened = dataInizioRaccolta ? startOfDay(dataInizioRaccolta, zone) : undefined;
  return {
    kind: 'reading',
    signatures: sostenitori,
    title: found.titolo,
    url: `${baseUrl}/referendum/open/dettaglio-open/${id}`,
    // A day in the future is not yet an opening.
    ...(opened && !isAfter(opened, now) && { opened }),
    needed: { submission: quorum },
    ...endOf(found, now),
  };
}

function endOf(
  { idDecStatoIniziativa, dataChiusura }: Initiative,
  now: Instant,
): Pick<Reading, 'signing' | 'deadline'> {
  const state = states[idDecStatoIniziativa.id];
  if (state === undefined) return {};
  if (state === 'open') return { signing: { open: true } };
  const reason = state === 'handed over' ? { reason: state } : {};
  if (!dataChiusura) return { signing: { open: false, ...reason } };
  // The day of closing is the last one. While it lasts, signing ended at some time before now.
  const end = deadlineAfter(startOfDay(dataChiusura, zone), 'P0D', zone, 'end-of-day');
  return isAfter(end, now)
    ? { signing: { open: false, ...reason }, deadline: now }
    : { signing: { open: false, at: end, ...reason }, deadline: end };
}
