/**
 * Estonia's collective addresses, rahvaalgatus.ee: the documented API (rahvaalgatus/rahvaalgatus, openapi.yaml), one
 * initiative and the list.
 *
 * Quirks, as of the platform's source of 2026-08. Without its own media type in `Accept`, it answers with HTML. What is not
 * published is answered with 401 to whoever is not signed in (2024-09). Some
 * fields are not in the description (`for`, `signingEndsAt`, `signatureThreshold`). The count is null for initiatives
 * that came to the Riigikogu in another way: then there is no reading. The threshold is null until the addressee of the
 * initiative is chosen, and each council has its own. Signatures on paper are not in the count: with them, an
 * initiative may be submitted below its number, and only `parliament` or `government` proves it. An initiative whose
 * time is over without enough signatures stays in `sign`: its date says that it is over.
 */
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../../validation.ts';
import type { Reading, Observation } from '../../domain/observation.ts';
import { checkIsAbout, count, eachReadable, itemsOf, stamp, title, validators } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import {
  unchangedReading,
  restoreState,
  type ListPage,
  type ListRequest,
  type Reader,
  type ReadRequest,
  type ReadResult,
} from '../source.ts';

const headers = { accept: 'application/vnd.rahvaalgatus.initiative+json; v=1' };

const phases = ['edit', 'sign', 'parliament', 'government', 'done'] as const;

const initiative = z.object(
  {
    id: z.pipe(
      z.union([z.string(), z.int()], { error: 'must be the id of an initiative, such as "92cc16ee-107e-…"' }),
      z.transform(String),
    ),
    title,
    phase: z.enum(phases, { error: `must be one of "${phases.join('", "')}"` }),
    signatureCount: z.nullable(count),
    signatureThreshold: z.optional(z.nullable(count.check(z.positive({ error: 'must be above 0, such as 1000' })))),
    signingEndsAt: z.optional(stamp),
  },
  { error: 'must be an initiative: an object with id, title, phase and signatureCount' },
);

type Initiative = z.output<typeof initiative>;

export const estonia: Reader = {
  async read(ask) {
    try {
      return await readInitiative(ask);
    } catch (error) {
      const isDraft = error instanceof SourceFailed && error.status === 401;
      // One that was read before is published: then it says nothing.
      if (!isDraft || ask.known.last !== undefined) throw error;
      return { observation: { kind: 'gone', final: false, reason: 'not published yet' } };
    }
  },
  list,
};

async function readInitiative({ id, baseUrl, known, state, http }: ReadRequest): Promise<ReadResult> {
  const url = addressOf(baseUrl, id);
  const answer = await http.getIfChanged(url, restoreState(validators, state), headers);
  if (answer.kind === 'gone') return { observation: answer };
  if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
  const found = parseJson(initiative, answer.text, url);
  // The answer to a number has the long id.
  if (id.length === found.id.length) checkIsAbout(id, found.id, url);
  const observation = toObservation(found, baseUrl);
  if (observation === undefined) {
    const message = 'is null: the platform does not know how many have signed what was not collected there';
    throw new BadInput(url, [{ path: 'signatureCount', message }]);
  }
  return { observation, state: answer.validators };
}

/** All that can be signed, in one answer: without a limit in the request, there is no limit. */
async function* list({ baseUrl, http }: ListRequest): AsyncGenerator<ListPage> {
  const url = `${baseUrl}/initiatives?phase=sign`;
  const answer = await http.get(url, headers);
  if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such list`);
  const found = parseJson(itemsOf(initiative, 'must be a list of initiatives'), answer.text, url);
  yield eachReadable(found, (one) => {
    const observation = toObservation(one, baseUrl);
    return observation === undefined ? [] : [{ id: one.id, observation }];
  });
}

const addressOf = (baseUrl: string, id: string): string => new URL(`${baseUrl}/initiatives/${id}`).href;

function toObservation(found: Initiative, baseUrl: string): Observation | undefined {
  const { id, phase, signatureCount, signatureThreshold, signingEndsAt } = found;
  if (signatureCount === null) return undefined;
  const signing = signingOf(phase);
  return {
    kind: 'reading',
    signatures: signatureCount,
    title: found.title,
    // The same address serves HTML to people.
    url: addressOf(baseUrl, id),
    ...(signingEndsAt && { deadline: signingEndsAt }),
    ...(signatureThreshold && { needed: { submission: signatureThreshold } }),
    ...((phase === 'parliament' || phase === 'government') && { met: ['submission'] }),
    ...(signing && { signing }),
  };
}

/** Before signing begins, an initiative is neither open nor closed. */
function signingOf(phase: Initiative['phase']): Reading['signing'] {
  if (phase === 'edit') return undefined;
  if (phase === 'sign') return { open: true };
  return { open: false, reason: phase === 'done' ? 'done' : `sent to ${phase}` };
}
