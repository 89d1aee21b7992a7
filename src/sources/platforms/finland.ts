/**
 * Finland's citizens' initiatives, kansalaisaloite.fi: the documented API v1 (solita/kansalaisaloite, api.ftl), one
 * initiative and the list.
 *
 * Warts, as of the platform's source of 2026-08. `totalSupportCount` holds what organisers report of their own paper
 * and web collections, when they care to: it may rise after the last day, by statements that were given before it. It
 * falls when they correct themselves, but never below what was verified. `DONE` comes when an initiative has been sent
 * to Parliament, for which 50,000 must have been verified: it proves the threshold, also where our last count did not.
 * The flag for collecting being in progress is spelt `votingInProggress` by the source and `votingInProgress` by those
 * who read it. `startDate` may lie in the future. How fresh the count is, is not documented.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Reading, Observation } from '../../domain/observation.ts';
import { deadlineAfter, instant, isAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { count, title, validators, webAddress } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import { unchangedReading, restoreState, type ListedPetition, type ListRequest, type Reader } from '../source.ts';

const zone = 'Europe/Helsinki';
const states = ['ACCEPTED', 'DONE', 'CANCELED'] as const;

const day = z.iso.date({ error: 'must be a day, such as "2025-10-22"' });
const inTwoLanguages = z.object({ fi: z.optional(z.nullable(z.string())), sv: z.optional(z.nullable(z.string())) });

const initiative = z.object(
  {
    /** Its own address in the API; the number is the end of it. */
    id: z
      .string({ error: 'must be the address of an initiative, such as "https://…/api/v1/initiatives/1234"' })
      .check(z.regex(/\/\d+$/, { error: 'must end with the number of an initiative, such as "…/initiatives/1234"' })),
    state: z.enum(states, { error: `must be one of "${states.join('", "')}"` }),
    stateDate: z.optional(z.nullable(instant)),
    totalSupportCount: count,
    name: inTwoLanguages,
    url: z.optional(z.nullable(inTwoLanguages)),
    startDate: day,
    endDate: z.optional(z.nullable(day)),
    votingInProgress: z.optional(z.nullable(z.boolean())),
    votingInProggress: z.optional(z.nullable(z.boolean())),
  },
  { error: 'must be an initiative: an object with id, state, totalSupportCount, name and startDate' },
);

type Initiative = z.output<typeof initiative>;

export const finland: Reader = {
  async read({ id, baseUrl, known, state, now, http }) {
    const url = `${baseUrl}/api/v1/initiatives/${id}`;
    const answer = await http.getIfChanged(url, restoreState(validators, state));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const found = parseJson(initiative, answer.text, url);
    // A day on which collecting will begin is none on which it began.
    const begun = !isAfter(startOfDay(found.startDate, zone), now);
    return { observation: toObservation(found, begun), state: answer.validators };
  },
  list,
};

/** The most that the platform gives in one page (its source, 2026-08). */
const maxPerPage = 50;

/**
 * Those with fewer than 50 supports are left out unless asked for. There is no choosing by state: those that end last
 * come first, and behind a page with none in progress there are only older ones.
 */
async function* list({ baseUrl, http }: ListRequest): AsyncGenerator<readonly ListedPetition[]> {
  for (let offset = 0, seenOpen = false; ;) {
    const query = `offset=${offset}&limit=${maxPerPage}&minSupportCount=0&orderBy=mostTimeLeft`;
    const url = `${baseUrl}/api/v1/initiatives?${query}`;
    const answer = await http.get(url);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const page = parseJson(z.array(initiative, { error: 'must be a list of initiatives' }), answer.text, url);
    const open = page.filter(isInProgress);
    yield open.map((one) => ({ id: one.id.replace(/^.*\//, ''), observation: toObservation(one, true) }));
    if (page.length === 0 || (seenOpen && open.length === 0)) return;
    seenOpen ||= open.length > 0;
    offset += page.length;
  }
}

const isInProgress = ({ state, votingInProgress, votingInProggress }: Initiative): boolean =>
  state === 'ACCEPTED' && (votingInProgress ?? votingInProggress ?? true);

function toObservation(found: Initiative, begun: boolean): Observation {
  const { state, startDate, endDate, totalSupportCount: signatures } = found;
  const signing = signingOf(found);
  const name = title.safeParse(found.name.fi ?? found.name.sv).data;
  const url = webAddress.safeParse(found.url?.fi ?? found.url?.sv).data;
  return {
    kind: 'reading',
    signatures,
    ...(name !== undefined && { title: name }),
    ...(url !== undefined && { url }),
    ...(begun && { opened: startOfDay(startDate, zone) }),
    ...(endDate && { deadline: endOf(endDate) }),
    ...(state === 'DONE' && { met: ['parliament'] }),
    ...(signing && { signing }),
  };
}

/** The last day counts whole. */
const endOf = (last: string): Instant => deadlineAfter(startOfDay(last, zone), 'P0D', zone, 'end-of-day');

/** An accepted initiative stays accepted after its last day: that it is over, its dates say. */
function signingOf(found: Initiative): Reading['signing'] {
  const { state, stateDate } = found;
  const at = stateDate ?? undefined;
  if (state === 'DONE') return { open: false, reason: 'sent to Parliament', ...(at && { at }) };
  if (state === 'CANCELED') return { open: false, reason: 'cancelled', ...(at && { at }) };
  return isInProgress(found) ? { open: true } : undefined;
}
