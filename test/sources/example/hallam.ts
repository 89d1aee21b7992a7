/**
 * Hallam Town Council, petitions.hallam.example: its API (documented at /developers, as of 2026-11), one petition and the list.
 *
 * Warts. Its days are London's, and the last one counts whole. `supporters` is null while names are checked: then there is no
 * reading. A petition that is withdrawn is `closed` before its last day, and nothing says why.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../../src/validation.ts';
import type { Observation } from '../../../src/domain/observation.ts';
import { deadlineAfter, startOfDay } from '../../../src/domain/time.ts';
import { count, title, validators, webAddress } from '../../../src/sources/fields.ts';
import { SourceFailed } from '../../../src/sources/http.ts';
import {
  unchangedReading,
  restoreState,
  type ListedPetition,
  type ListRequest,
  type Reader,
} from '../../../src/sources/source.ts';

const zone = 'Europe/London';
const day = z.iso.date({ error: 'must be a day, such as "2026-05-31"' });

const petition = z.object(
  {
    number: z.int({ error: 'must be the number of a petition, such as 417' }),
    title,
    supporters: count,
    target: z.optional(z.nullable(count)),
    published: day,
    closes: day,
    status: z.enum(['open', 'closed'], { error: 'must be "open" or "closed"' }),
    reply: z.optional(z.nullable(z.object({ on: day, link: webAddress }))),
  },
  { error: 'must be a petition: an object with number, title and supporters' },
);

export const hallam: Reader = {
  async read({ id, baseUrl, known, state, http }) {
    const url = `${baseUrl}/api/petitions/${id}`;
    const answer = await http.getIfChanged(url, restoreState(validators, state));
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    return { observation: observationOf(parseJson(petition, answer.text, url), baseUrl), state: answer.validators };
  },
  list,
};

/** Page by page, until one is empty. */
async function* list({ baseUrl, http }: ListRequest): AsyncGenerator<readonly ListedPetition[]> {
  for (let page = 1; ; page += 1) {
    const url = `${baseUrl}/api/petitions?status=open&page=${page}`;
    const answer = await http.get(url);
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
    const petitions = parseJson(z.array(petition, { error: 'must be a list of petitions' }), answer.text, url);
    if (petitions.length === 0) return;
    yield petitions.map((one) => ({ id: String(one.number), observation: observationOf(one, baseUrl) }));
  }
}

function observationOf(found: z.output<typeof petition>, baseUrl: string): Observation {
  const { supporters: signatures, target, reply } = found;
  return {
    kind: 'reading',
    signatures,
    title: found.title,
    url: `${baseUrl}/petitions/${found.number}`,
    opened: startOfDay(found.published, zone),
    deadline: deadlineAfter(startOfDay(found.closes, zone), 'P0D', zone, 'end-of-day'),
    signing: { open: found.status === 'open' },
    ...(target && { needed: { response: target } }),
    // Null says that there is none; what is not there says nothing.
    ...(reply === null && { answer: null }),
    ...(reply && { answer: { at: startOfDay(reply.on, zone), ...(reply.link && { url: reply.link }) } }),
  };
}
