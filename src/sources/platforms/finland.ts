/**
 * Finland's citizens' initiatives, kansalaisaloite.fi: the documented API v1 (solita/kansalaisaloite, api.ftl), one
 * initiative and the list.
 *
 * Quirks, as of the platform's source of 2026-08. `totalSupportCount` includes what organisers report of their own
 * paper and web collections, at any time. It may rise after the last day, by earlier statements. It falls when they
 * correct themselves, but never below the verified number. `DONE` comes when an initiative has been sent to Parliament,
 * for which 50,000 must be verified: it proves the threshold, even if our last count did not. The flag for running
 * collection is `votingInProggress` in the source, and `votingInProgress` for those who read it. `startDate` may be in
 * the future. The delay of the count is not documented.
 *
 * An initiative ends early if fewer than 50 have supported it a month after it began (InitiativeInfo,
 * `isVotingSuspended`). Nothing says so: it stays `ACCEPTED` and in progress, and its rules decide by the count. After the last day an agency verifies the statements; `verified` is when it had.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Reading, Observation } from '../../domain/observation.ts';
import { lapsedAt } from '../../domain/reading-by-rules.ts';
import { finlandRules } from '../../domain/rulebook/finland.ts';
import { deadlineAfter, isAfter, startOfDay, type Instant } from '../../domain/time.ts';
import {
  checkIsAbout,
  civilDay,
  count,
  eachReadable,
  itemsOf,
  readableOf,
  stamp,
  title,
  unreadableDay,
  validators,
  webAddress,
} from '../fields.ts';
import { SourceFailed } from '../http.ts';
import { unchangedReading, restoreState, type ListPage, type ListRequest, type Reader } from '../source.ts';

const zone = 'Europe/Helsinki';
const [{ rules }] = finlandRules;
const states = ['ACCEPTED', 'DONE', 'CANCELED'] as const;

const inTwoLanguages = z.object({ fi: z.optional(z.nullable(z.string())), sv: z.optional(z.nullable(z.string())) });

const initiative = z.object(
  {
    /** Its address in the API, which ends with the number. */
    id: z
      .string({ error: 'must be the address of an initiative, such as "https://…/api/v1/initiatives/1234"' })
      .check(z.regex(/\/\d+$/, { error: 'must end with the number of an initiative, such as "…/initiatives/1234"' })),
    state: z.enum(states, { error: `must be one of "${states.join('", "')}"` }),
    stateDate: z.optional(stamp),
    totalSupportCount: count,
    name: inTwoLanguages,
    url: z.optional(z.nullable(inTwoLanguages)),
    startDate: z.catch(z.iso.date(), unreadableDay),
    endDate: z.optional(civilDay),
    verifiedSupportCount: z.optional(z.nullable(count)),
    verified: z.optional(z.nullable(z.string({ error: 'must be a day or a time, such as "2026-04-10"' }))),
    votingInProgress: z.optional(z.nullable(z.boolean())),
    votingInProggress: z.optional(z.nullable(z.boolean())),
  },
  { error: 'must be an initiative: an object with id, state, totalSupportCount, name and startDate' },
);

/** As it is in a list: discovery leaves out each id that does not fit. */
const listed = z.extend(initiative, { id: z.string({ error: 'must be the address of an initiative' }) });

type Initiative = z.output<typeof initiative>;

export const finland: Reader = {
  async read({ id, baseUrl, known, state, now, http }) {
    const url = `${baseUrl}/api/v1/initiatives/${id}`;
    const answer = await http.getIfChanged(url, restoreState(validators, state));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const found = parseJson(initiative, answer.text, url);
    checkIsAbout(id, found.id, url);
    return { observation: toObservation(found, now), state: answer.validators };
  },
  list,
};

/** The maximum page size of the platform (its source, 2026-08). */
const maxPerPage = 50;

/**
 * Initiatives with fewer than 50 supports are included only on request. There is no filter by state: those that end
 * last come first, and after a page without a running one there are only older ones.
 */
async function* list({ baseUrl, http, now }: ListRequest): AsyncGenerator<ListPage> {
  for (let offset = 0, seenRunning = false; ;) {
    const query = `offset=${offset}&limit=${maxPerPage}&minSupportCount=0&orderBy=mostTimeLeft`;
    const url = `${baseUrl}/api/v1/initiatives?${query}`;
    const answer = await http.get(url);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const page = parseJson(itemsOf(listed, 'must be a list of initiatives'), answer.text, url);
    yield eachReadable(page, (one) => {
      const observation = toObservation(one, now);
      const isOver = !isInProgress(one) || lapsedAt(observation, rules, now) !== undefined;
      return isOver ? [] : [{ id: one.id.replace(/^.*\//, ''), observation }];
    });
    const running = readableOf(page).some(isInProgress);
    if (page.length === 0 || (seenRunning && !running)) return;
    seenRunning ||= running;
    offset += page.length;
  }
}

const isInProgress = ({ state, votingInProgress, votingInProggress }: Initiative): boolean =>
  state === 'ACCEPTED' && (votingInProgress ?? votingInProggress ?? true);

function toObservation(found: Initiative, now: Instant): Observation & { readonly kind: 'reading' } {
  const { startDate, endDate, totalSupportCount: signatures } = found;
  const signing = signingOf(found);
  const name = title.safeParse(found.name.fi ?? found.name.sv).data;
  const url = webAddress.safeParse(found.url?.fi ?? found.url?.sv).data;
  return {
    kind: 'reading',
    signatures,
    ...(name !== undefined && { title: name }),
    ...(url !== undefined && { url }),
    // A day in the future is not yet an opening.
    ...(!isAfter(startOfDay(startDate, zone), now) && { opened: startOfDay(startDate, zone) }),
    ...(endDate && { deadline: endOf(endDate) }),
    ...verificationOf(found, now),
    ...(signing && { signing }),
  };
}

/** The last day counts in full. */
const endOf = (last: string): Instant => deadlineAfter(startOfDay(last, zone), 'P0D', zone, 'end-of-day');

/** An accepted initiative stays accepted after its last day: its dates say that it is over. */
function signingOf(found: Initiative): Reading['signing'] {
  const { state, stateDate } = found;
  const at = stateDate ?? undefined;
  if (state === 'DONE') return { open: false, reason: 'sent to Parliament', ...(at && { at }) };
  if (state === 'CANCELED') return { open: false, reason: 'cancelled', ...(at && { at }) };
  return isInProgress(found) ? { open: true } : undefined;
}

/** The verified statements that an initiative needs to be sent to Parliament (Citizens' Initiative Act, 12/2012). */
const enough = 50_000;

/**
 * What was verified decides, and `DONE` proves it. While statements are still collected, those that were verified so far
 * prove nothing against it.
 */
function verificationOf(found: Initiative, now: Instant): Pick<Reading, 'met' | 'refused'> {
  const { state, endDate, verified, verifiedSupportCount } = found;
  if (state === 'DONE') return { met: ['parliament'] };
  if (!verified || typeof verifiedSupportCount !== 'number') return {};
  if (verifiedSupportCount >= enough) return { met: ['parliament'] };
  const over = !isInProgress(found) || (endDate && endDate !== unreadableDay ? isAfter(now, endOf(endDate)) : false);
  if (!over) return {};
  const day = z.safeParse(z.iso.date(), verified.slice(0, 10)).data;
  return {
    refused: {
      parliament: { verified: verifiedSupportCount, ...(day !== undefined && { at: startOfDay(day, zone) }) },
    },
  };
}
