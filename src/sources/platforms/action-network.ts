/**
 * Action Network, actionnetwork.org: API v2, which follows the OSDI standard (opensupporter/osdi-docs, petitions.md):
 * one petition, and those of the group to which the key belongs.
 *
 * Quirks. Every request needs the group's key in a header. The API has no goal, no end and no state: whether a petition
 * is still open is unknown. `created_date` is the date of the draft, and we use it as the opening. A public title may
 * be missing; then we use the internal name. Four requests a second are said to be allowed [not verified]; above that
 * it answers 429, and we respect its `Retry-After`.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Observation } from '../../domain/observation.ts';
import { checkIsAbout, count, eachReadable, itemsOf, stamp, title, validators, webAddress } from '../fields.ts';
import { SourceFailed, type HttpHeaders } from '../http.ts';
import { withApiKey } from '../api-keys.ts';
import { unchangedReading, restoreState, type ListPage, type ListRequest, type Reader } from '../source.ts';

const petition = z.object(
  {
    identifiers: z.optional(z.nullable(z.array(z.string()))),
    title: z.optional(z.nullable(z.string())),
    name: z.optional(z.nullable(z.string())),
    browser_url: z.optional(z.nullable(webAddress)),
    created_date: z.optional(stamp),
    total_signatures: count,
  },
  { error: 'must be a petition: an object with total_signatures' },
);

type Answered = z.output<typeof petition>;

const page = z.object({
  _embedded: z.object({ 'osdi:petitions': itemsOf(petition, 'must be a list of petitions') }),
  _links: z.optional(z.object({ next: z.optional(z.nullable(z.object({ href: z.string() }))) })),
});

const headersWith = (key: string): HttpHeaders => ({ 'osdi-api-token': key });

export const actionNetwork: Reader = {
  async read({ id, baseUrl, known, state, http, key }) {
    const url = `${baseUrl}/api/v2/petitions/${id}`;
    const answer = await withApiKey(key, (text) =>
      http.getIfChanged(url, restoreState(validators, state), headersWith(text)),
    );
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const found = parseJson(petition, answer.text, url);
    checkIsAbout(id, idOf(found), url);
    return { observation: toObservation(found), state: answer.validators };
  },
  list,
};

/** Follows the links to the next page, as long as they lead to this platform: the key goes nowhere else. */
async function* list({ baseUrl, http, key }: ListRequest): AsyncGenerator<ListPage> {
  for (let url: string | undefined = `${baseUrl}/api/v2/petitions`; url !== undefined;) {
    const address: string = url;
    const answer = await withApiKey(key, (text) => http.get(address, headersWith(text)));
    if (answer.kind === 'gone') throw new SourceFailed(`${address}: there is no such list`);
    const { _embedded, _links } = parseJson(page, answer.text, address);
    yield eachReadable(_embedded['osdi:petitions'], (one) => {
      const id = idOf(one);
      return id === undefined ? [] : [{ id, observation: toObservation(one) }];
    });
    url = _links?.next ? nextOf(_links.next.href, address) : undefined;
  }
}

function nextOf(href: string, from: string): string {
  const next = URL.canParse(href, from) ? new URL(href, from) : undefined;
  if (next?.origin === new URL(from).origin) return next.href;
  throw new SourceFailed(`${from}: the next page is at another host`);
}

/** `action_network:d32fcdd6-…` among the identifiers of all systems. */
const idOf = ({ identifiers }: Answered): string | undefined =>
  identifiers?.flatMap((one) => /^action_network:([0-9a-f-]{36})$/.exec(one)?.[1] ?? [])[0];

function toObservation({ name, total_signatures: signatures, browser_url: url, ...found }: Answered): Observation {
  const shown = title.safeParse(found.title ?? name).data;
  return {
    kind: 'reading',
    signatures,
    ...(shown !== undefined && { title: shown }),
    ...(url && { url }),
    ...(found.created_date && { opened: found.created_date }),
  };
}
