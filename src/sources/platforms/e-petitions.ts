/**
 * The common part of the platforms that run the UK Parliament's software (alphagov/e-petitions), or a fork of it: the
 * envelope of a petition, the pages of a list, and the state that says whether signing is open. Each fork has its own
 * names of thresholds, and its own meaning of `closed_at`.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Petition } from '../../domain/petition.ts';
import type { Reading } from '../../domain/observation.ts';
import { earliest } from '../../domain/time.ts';
import { checkIsAbout, count, eachReadable, itemsOf, stamp, title, validators, webAddress } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import { goneIfRedirectedTo } from '../redirects.ts';
import {
  unchangedReading,
  restoreState,
  type ListedPetition,
  type ListPage,
  type ListRequest,
  type Reader,
} from '../source.ts';

/** The facts in the attributes of a petition. Its address is not among them. */
export type PetitionFacts = Omit<Reading, 'url'>;

/** A petition on a page of a list. */
export interface ListItem {
  readonly id: string;
  readonly links?: { readonly self?: string | undefined } | undefined;
  readonly attributes: PetitionFacts;
}

/** Absent where the platform has no such number, or does not give it. */
export const thresholdNumber = z.optional(z.nullable(count));

/** The names of these fields in most forks. */
export const commonAttributes = {
  action: title,
  signature_count: count,
  state: z.string({ error: 'must be a state, such as "open"' }),
  opened_at: z.optional(stamp),
  closed_at: z.optional(stamp),
  rejected_at: z.optional(stamp),
  // What becomes of it in parliament. Whatever is wrong with these, the count is read.
  scheduled_debate_date: z.catch(z.optional(z.nullable(z.iso.date())), undefined),
  debate_outcome_at: z.catch(z.optional(stamp), undefined),
  debate: z.catch(
    z.optional(z.nullable(z.object({ debated_on: z.iso.date(), transcript_url: webAddress }))),
    undefined,
  ),
  departments: z.catch(z.optional(z.array(z.object({ name: title }))), undefined),
};
export type CommonAttributes = z.output<z.ZodMiniObject<typeof commonAttributes>>;

const links = z.optional(z.object({ self: webAddress }));

/** `/petitions/{id}.json` */
export const petitionDocument = <Data extends z.ZodMiniType>(data: Data) => z.object({ links, data });

const idFault = { error: 'must be the id of a petition, such as 700143' };

/** A petition on a page, where its id is called `id`. Discovery leaves out each id that does not fit. */
export const numericIdItem = (attributes: z.ZodMiniType<PetitionFacts>) =>
  z.object({
    id: z.pipe(z.union([z.string(), z.number()], idFault), z.transform(String)),
    links,
    attributes,
  });

/** The address for people: its own, also when we read a replay. Otherwise it is the requested address. */
export const publicUrl = (answer: Pick<ListItem, 'links'>, requested: string): string =>
  (answer.links?.self ?? requested).replace(/\.json$/, '');

/**
 * Whether signing is open. A petition may be rejected long after it was closed, as the Senedd does with those that had
 * too few signatures: signing ended when it was closed.
 */
export function signingState({ state, closed_at, rejected_at }: CommonAttributes): Reading['signing'] {
  if (state === 'open') return { open: true };
  if (state === 'closed' || state === 'completed') return { open: false, ...(closed_at && { at: closed_at }) };
  if (state !== 'rejected') return undefined;
  const at = rejected_at && closed_at ? earliest(rejected_at, closed_at) : rejected_at;
  return { open: false, reason: 'rejected', ...(at && { at }) };
}

/** The facts of every petition: its title, its count, when it opened, and whether signing is open. */
export function commonFacts(attributes: CommonAttributes): PetitionFacts {
  const { action, signature_count: signatures, opened_at: opened } = attributes;
  const signing = signingState(attributes);
  return {
    signatures,
    title: action,
    ...(opened && { opened }),
    ...(signing && { signing }),
    ...debateFact(attributes),
    ...authorityFact(attributes),
  };
}

/** An outcome without a debate is that there will be none. */
function debateFact(attributes: CommonAttributes): Pick<Reading, 'debate'> {
  const { debate, debate_outcome_at, scheduled_debate_date: on } = attributes;
  if (debate) {
    const { debated_on, transcript_url: url } = debate;
    return { debate: { state: 'held', on: debated_on, ...(url !== undefined && { url }) } };
  }
  if (debate_outcome_at && debate === null) return { debate: { state: 'declined' } };
  if (on === undefined) return {};
  return { debate: on === null ? null : { state: 'scheduled', on } };
}

/** The departments that answer: "the Home Office", "HM Treasury". */
function authorityFact({ departments = [] }: CommonAttributes): Pick<Reading, 'authority'> {
  const names = departments.map(({ name }) => (/^(?:HM|the) /i.test(name) ? name : `the ${name}`));
  return names.length === 0 ? {} : { authority: names.join(' and ') };
}

/** The platform's own numbers, where it gives them. 0 means no number. */
export function neededNumbers(numbers: Readonly<Record<string, number | null | undefined>>): Pick<Reading, 'needed'> {
  const given = Object.entries(numbers).flatMap(([name, number]): [string, number][] =>
    number ? [[name, number]] : [],
  );
  return given.length === 0 ? {} : { needed: Object.fromEntries(given) };
}

/** A null stamp says that the event has not happened; a missing stamp says nothing. */
export function stampFields(
  stamps: Readonly<Record<string, z.output<typeof stamp> | undefined>>,
): Pick<Reading, 'stamps'> {
  return {
    stamps: Object.fromEntries(
      Object.entries(stamps).flatMap(([name, at]): [string, z.output<typeof stamp>][] =>
        at === undefined ? [] : [[name, at]],
      ),
    ),
  };
}

/**
 * Without a deadline, the closing is used as the deadline. If the platform gave a deadline while the petition was open,
 * that deadline stays, and a closing before it is early.
 */
export function keepKnownDeadline(
  { deadline, ...facts }: PetitionFacts,
  { deadline: previous }: Petition,
): PetitionFacts {
  const isGiven = deadline !== undefined && !(facts.signing?.open === false && previous?.by === 'platform');
  return { ...facts, ...(isGiven && { deadline }) };
}

/** Where the platform sends whoever asks for a petition that collects its first names, or waits for moderation. */
const waitingPages = /\/(?:gathering-support|moderation-info)(?:\?|$)/;
const notYet = 'not published yet';

/** That a petition is not published yet: it is not there, and that is no failure. One that was read before is published. */
export const unpublished = ({ movedTo = '' }: { readonly movedTo?: string }, { last }: Petition) =>
  last === undefined && waitingPages.test(movedTo)
    ? ({ kind: 'gone', final: false, reason: notYet } as const)
    : undefined;

/**
 * Home is where it sends whoever asks for a petition that was stopped (alphagov/e-petitions, petitions_controller.rb, and
 * forks). The pages for one that waits are not there where no names are collected first (the Scottish Parliament's fork).
 */
export const goneUntilPublished = (reader: Reader): Reader =>
  goneIfRedirectedTo(/\/$/, goneIfRedirectedTo(waitingPages, reader, notYet));

/** The reader of a fork whose petitions are small: one answer has everything. */
export function createReader(
  attributes: z.ZodMiniType<PetitionFacts>,
  item: z.ZodMiniType<ListItem> = numericIdItem(attributes),
  state = 'open',
): Reader {
  const schema = petitionDocument(z.object({ attributes }));
  return goneUntilPublished({
    async read({ id, baseUrl, known, state: memory, http }) {
      const url = `${baseUrl}/petitions/${id}.json`;
      const answer = await http.getIfChanged(url, restoreState(validators, memory));
      if (answer.kind === 'gone') return { observation: answer };
      if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
      const waiting = unpublished(answer, known);
      if (waiting !== undefined) return { observation: waiting };
      const read = parseJson(schema, answer.text, url);
      checkIsAbout(id, read.links?.self, url);
      const facts = keepKnownDeadline(read.data.attributes, known);
      return { observation: { kind: 'reading', ...facts, url: publicUrl(read, url) }, state: answer.validators };
    },
    list: (listing) => listPages(item, listing, `/petitions.json?state=${state}`),
  });
}

/**
 * A list of the platform, page by page, by its own links. The platform decides the page size (the UK's was 50, and is 25
 * since 2025-12-01). Each petition is as on its own page, without the signatures by place. A list that is not there fails,
 * unless it may be: then it has no page.
 */
export async function* listPages(
  item: z.ZodMiniType<ListItem>,
  { baseUrl, http }: ListRequest,
  path = '/petitions.json?state=open',
  mayBeAbsent = false,
): AsyncGenerator<ListPage> {
  const schema = z.object({
    links: z.object({
      next: z.nullable(z.string({ error: 'must be the address of the next page, or null on the last one' })),
    }),
    data: itemsOf(item, 'must be a list of petitions'),
  });
  const requested = new Set<string>();
  for (let url: string | undefined = `${baseUrl}${path}`; url !== undefined;) {
    if (requested.has(url)) throw new SourceFailed(`${url}: the pages of this list lead back to it`);
    requested.add(url);
    const answer = await http.get(url);
    if (answer.kind === 'gone' && mayBeAbsent) return;
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const page: z.output<typeof schema> = parseJson(schema, answer.text, url);
    if (page.data.length > 0) yield eachReadable(page.data, (one) => [toListedPetition(one, baseUrl)]);
    // If petitions closed during the read, this page may not exist any longer: it is empty, and links to a next one for
    // ever.
    url = page.data.length === 0 || page.links.next === null ? undefined : nextPageUrl(page.links.next, url, baseUrl);
  }
}

function toListedPetition({ id, links, attributes }: ListItem, baseUrl: string): ListedPetition {
  const url = publicUrl({ links }, `${baseUrl}/petitions/${id}`);
  return { id, observation: { kind: 'reading', ...attributes, url } };
}

/** The links of a replay lead to the original platform: they are followed on the replay instead. */
function nextPageUrl(next: string, page: string, baseUrl: string): string {
  if (!URL.canParse(next, page)) throw new SourceFailed(`${page}: leads on to what is no address`);
  const { href, pathname, search } = new URL(next, page);
  return href.startsWith(`${baseUrl}/`) ? href : `${baseUrl}${pathname}${search}`;
}
