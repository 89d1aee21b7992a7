/**
 * Action Network, actionnetwork.org: API v2, which follows the OSDI standard (opensupporter/osdi-docs, petitions.md):
 * one petition, and those of the group whose key it is.
 *
 * Warts. Every request wants the group's key in a header. The API gives neither an aim nor an end, and no state:
 * whether a petition is still open is not to be had. `created_date` is when it was drafted, and stands for its opening.
 * A public title may be missing; the name that its makers know it by stands in. Four requests a second are said to be
 * allowed [not verified]; above that it answers 429, after which it is left alone for as long as it says.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Observation } from '../../domain/observation.ts';
import { instant } from '../../domain/time.ts';
import { count, title, validators, webAddress } from '../fields.ts';
import { SourceFailed, type HttpHeaders } from '../http.ts';
import { withApiKey } from '../api-keys.ts';
import { unchangedReading, restoreState, type ListedPetition, type ListRequest, type Reader } from '../source.ts';

const petition = z.object(
  {
    identifiers: z.optional(z.nullable(z.array(z.string()))),
    title: z.optional(z.nullable(z.string())),
    name: z.optional(z.nullable(z.string())),
    browser_url: z.optional(z.nullable(webAddress)),
    created_date: z.optional(z.nullable(instant)),
    total_signatures: count,
  },
  { error: 'must be a petition: an object with total_signatures' },
);

type Answered = z.output<typeof petition>;

const page = z.object({
  _embedded: z.object({ 'osdi:petitions': z.array(petition, { error: 'must be a list of petitions' }) }),
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
    return { observation: toObservation(parseJson(petition, answer.text, url)), state: answer.validators };
  },
  list,
};

/** By the links to the next page, as long as they lead to this platform: the key goes nowhere else. */
async function* list({ baseUrl, http, key }: ListRequest): AsyncGenerator<readonly ListedPetition[]> {
  for (let url: string | undefined = `${baseUrl}/api/v2/petitions`; url !== undefined;) {
    const asked: string = url;
    const answer = await withApiKey(key, (text) => http.get(asked, headersWith(text)));
    if (answer.kind === 'gone') throw new SourceFailed(`${asked}: there is no such list`);
    const { _embedded, _links } = parseJson(page, answer.text, asked);
    yield _embedded['osdi:petitions'].flatMap((one) => {
      const id = idOf(one);
      return id === undefined ? [] : [{ id, observation: toObservation(one) }];
    });
    url = _links?.next ? nextOf(_links.next.href, asked) : undefined;
  }
}

function nextOf(href: string, from: string): string {
  const next = URL.canParse(href, from) ? new URL(href, from) : undefined;
  if (next?.origin === new URL(from).origin) return next.href;
  throw new SourceFailed(`${from}: the next page is at another host`);
}

/** `action_network:d32fcdd6-…` among the names that all systems have given it. */
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
