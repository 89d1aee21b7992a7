/**
 * Petitions on sites that run Decidim (decidim/decidim, decidim-initiatives): the pages of the French Senate and the Belgian
 * Chamber, and the API of Barcelona. The French National Assembly has a variant with more on its pages, and a file of its own.
 *
 * Quirks, as of upstream's source of 2024-07. A page has a bar for the whole and one for each region with a number of its own
 * (_progress_bar.html.erb). Cards of other petitions have bars too, so only those with the petition's own number count. The bar
 * of a region is known by the number that it needs: how its region is written has not been seen. A bar is "N/M" (the core's
 * progress_bar/show.erb; so the Senate's in 2020 to 2021), grouped on some sites. Who may not see a petition is redirected
 * to the home page or to sign in (ApplicationController).
 * Pages do not say when signing ends, nor that it has ended. The API does (initiative_type.rb): the first and the last day, in
 * the zone of the site, and the state. It says nothing of how many are needed: that is read on the page, once.
 * The list is the cards of the Senate's (initiative_m, `card--initiative`, which a program of 2026 reads there): only open
 * petitions have a bar on their card. The cards of newer versions are others.
 */
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../../validation.ts';
import { rulebook } from '../../domain/rulebook.ts';
import type { Reading } from '../../domain/observation.ts';
import { deadlineAfter, isAfter, startOfDay, type Instant } from '../../domain/time.ts';
import { htmlReader } from '../custom/html.ts';
import type { ExtractionRecipe, ListRecipe, Selector } from '../custom/recipe.ts';
import { checkIsAbout, civilDay, count, title } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import { goneIfRedirectedTo } from '../redirects.ts';
import type { ReadRequest, ReadResult, Reader } from '../source.ts';
import { decidimHost, decidimSites } from './decidim-sites.ts';

/** The site of a petition, and its name there. */
function placeOf(id: string) {
  const [host = '', slug = ''] = id.split('/');
  const site = decidimSites[host];
  const rules = site && rulebook[site.rules].at(-1)?.rules;
  const [threshold] = rules?.thresholds ?? [];
  if (site === undefined || rules === undefined || threshold === undefined)
    throw new SourceFailed(`${host} is not a site that is known`);
  return { ...site, slug, number: slug.slice('i-'.length), timeZone: rules.timeZone, threshold };
}

const url = (id: string, baseUrl: string): string => `${baseUrl}/initiatives/${placeOf(id).slug}`;

function pageOf(id: string): Reader {
  const { number, locale, timeZone, threshold } = placeOf(id);
  const minimum = threshold.parts?.minimum ?? {};
  const needs = (bar: string): Selector => ({
    find: `${bar} .progress__bar__title`,
    pattern: '/\\s*([0-9]+(?:[^0-9/]?[0-9]{3})*)',
  });
  const whole = `[id="initiative-${number}-votes-count"]`;
  const recipe: ExtractionRecipe = {
    url,
    signatures: { find: `${whole} .progress__bar__number` },
    needed: { [threshold.name]: needs(whole) },
    parts: Object.fromEntries(
      Object.entries(typeof minimum === 'number' ? {} : minimum).map(([part, least]) => [
        part,
        regionBar(number, least),
      ]),
    ),
    title: { find: 'h2.heading2, h2.decorator' },
    locale,
    timeZone,
  };
  return goneIfRedirectedTo(/^\/(?:users\/sign_in)?$/, htmlReader(recipe));
}

/** The count of the bar that needs so many: "2.502 / 2.500". */
const regionBar = (number: string, least: number): Selector => ({
  find: `[id^="initiative-scope-"][id$="-${number}-votes-count"] .progress__bar__title`,
  pattern: `^([0-9]+(?:[^0-9/][0-9]{3})*)\\s*/\\s*${String(least).replace(/(?=[0-9]{3}$)/, '[^0-9/]?')}(?![0-9.,])`,
});

const cards: ListRecipe = {
  pageUrl: (page, baseUrl) => `${baseUrl}/initiatives?order=recent&page=${page}`,
  rows: '.card--initiative',
  link: 'a[href*="/initiatives/i-"]',
  idOf: ({ host, pathname }) => {
    const slug = /\/initiatives\/(i-[1-9]\d{0,7})$/.exec(pathname)?.[1];
    return slug && `${decidimHost(host)}/${slug}`;
  },
  signatures: { find: '.progress__bar__number' },
  title: { find: '.card__title' },
  locale: 'fr',
  timeZone: 'Europe/Paris',
};

const { list } = htmlReader({ url, signatures: cards.signatures, timeZone: cards.timeZone }, cards);

export const decidim: Reader = {
  read: (ask) => (placeOf(ask.id).hasApi === true ? readApi(ask) : pageOf(ask.id).read(ask)),
  ...(list && { list }),
};

const query = `query ($id: ID!) {
  initiative(id: $id) {
    id state signatureStartDate signatureEndDate onlineVotes offlineVotes title { translations { locale text } }
  }
}`;

const initiative = z.object({
  id: z.string({ error: 'must be the number of an initiative as text, such as "77"' }),
  state: z.string({ error: 'must be a state, such as "open"' }),
  signatureStartDate: z.optional(civilDay),
  signatureEndDate: z.optional(civilDay),
  onlineVotes: count,
  offlineVotes: z.optional(z.nullable(count)),
  title: z.optional(
    z.nullable(z.object({ translations: z.array(z.object({ locale: z.string(), text: z.nullable(title) })) })),
  ),
});

type Initiative = z.output<typeof initiative>;

/** An error in one field is beside the others; where nothing could be answered, there is no `data`. */
const answers = z.object(
  {
    data: z.object(
      { initiative: z.nullable(initiative) },
      { error: 'must be an object: the platform could not answer' },
    ),
  },
  { error: 'must be an object with data' },
);

/** `open` has been called so since 2024-07 (decidim#13042), and `published` before. */
const states: ReadonlyMap<string, Reading['signing']> = new Map<string, Reading['signing']>([
  ['open', { open: true }],
  ['published', { open: true }],
  ['accepted', { open: false, reason: 'enough signatures' }],
  ['rejected', { open: false, reason: 'not enough signatures' }],
]);
const unpublished = new Set(['created', 'validating', 'discarded']);

async function readApi(ask: ReadRequest): Promise<ReadResult> {
  const { id, baseUrl, known, now, http } = ask;
  const { number, locale, timeZone, threshold } = placeOf(id);
  const api = `${baseUrl}/api`;
  const answer = await http.post(api, { query, variables: { id: number } });
  if (answer.kind === 'gone') throw new SourceFailed(`${api}: there is no such interface`);
  const found = parseJson(answers, answer.text, api).data.initiative;
  if (found === null || unpublished.has(found.state)) return { observation: { kind: 'gone', final: false } };
  checkIsAbout(number, found.id, api);
  const needed = known.needed?.[threshold.name] ?? (await neededOnPage(ask, threshold.name));
  const name = nameIn(found, locale);
  const signing = states.get(found.state);
  const good = `must be one of "${[...states.keys()].join('", "')}"`;
  return {
    observation: {
      kind: 'reading',
      signatures: found.onlineVotes + (found.offlineVotes ?? 0),
      url: url(id, baseUrl),
      needed: { [threshold.name]: needed },
      ...(name && { title: name }),
      ...daysOf(found, timeZone, now),
      ...(signing && { signing }),
      ...(found.state === 'accepted' && { met: [threshold.name] }),
    },
    unreadable: states.has(found.state)
      ? []
      : [{ path: 'state', message: `${good} (it is ${JSON.stringify(found.state.slice(0, 80))})` }],
  };
}

/** @throws {BadInput} without it: the number of another kind of initiative would be a guess. */
async function neededOnPage(ask: ReadRequest, name: string): Promise<number> {
  const { observation } = await pageOf(ask.id).read({ ...ask, state: undefined });
  const needed = observation.kind === 'reading' ? observation.needed?.[name] : undefined;
  if (needed !== undefined && needed > 0) return needed;
  throw new BadInput(url(ask.id, ask.baseUrl), [
    { path: 'needed', message: 'is not there: its page does not say how many it takes' },
  ]);
}

const nameIn = ({ title: name }: Initiative, language: string): string | undefined => {
  const texts = (name?.translations ?? []).flatMap(({ locale, text }) => (text ? [{ locale, text }] : []));
  return (texts.find(({ locale }) => locale === language) ?? texts[0])?.text;
};

/** Both days count whole. A first day in the future is not yet an opening. */
function daysOf(found: Initiative, timeZone: string, now: Instant): Pick<Reading, 'opened' | 'deadline'> {
  const { signatureStartDate: first, signatureEndDate: last } = found;
  const opened = first ? startOfDay(first, timeZone) : undefined;
  return {
    ...(opened && !isAfter(opened, now) && { opened }),
    ...(last && { deadline: deadlineAfter(startOfDay(last, timeZone), 'P0D', timeZone, 'end-of-day') }),
  };
}
