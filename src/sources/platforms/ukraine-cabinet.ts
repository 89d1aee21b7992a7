/**
 * Petitions to the Cabinet of Ministers of Ukraine, petition.kmu.gov.ua: the API of its own pages, as public programs read it
 * in 2025 and 2026. It answers 400 to some who do not name the petition's page as the one they come from.
 *
 * Quirks. Of its four states, programs differ on which of `Approved` and `Supported` is that of a petition that can be signed:
 * nothing is said of signing for either, and the count decides. `createdAt` is when it was written, and the three months are
 * of its publication, which is later: so there is an opening only of those without support, and no deadline of others.
 * When consideration began is nowhere: so no deadline of a response is known. Its answer to an unknown id is not known.
 * The list has all petitions ever, with their whole texts, in one answer, and no filter: it is not read. Authors are not read.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import type { Observation, Reading } from '../../domain/observation.ts';
import { checkIsAbout, count, stamp, title, validators } from '../fields.ts';
import { unchangedReading, restoreState, type Reader } from '../source.ts';

const petition = z.object(
  {
    id: z.pipe(
      z.union([z.string(), z.int()], { error: 'must be the number of a petition, such as 10515' }),
      z.transform(String),
    ),
    title,
    status: z.string({ error: 'must be the state of a petition, such as "Unsupported"' }),
    signaturesNumber: count,
    createdAt: z.optional(stamp),
    answeredAt: z.optional(stamp),
  },
  { error: 'must be a petition: an object with id, title, status and signaturesNumber' },
);

type Petition = z.output<typeof petition>;

export const ukraineCabinet: Reader = {
  async read({ id, baseUrl, known, state, http }) {
    const [url, page] = [`${baseUrl}/api/petitions/${id}`, `${baseUrl}/kmu/petition/${id}`];
    const answer = await http.getIfChanged(url, restoreState(validators, state), { referer: page });
    if (answer.kind === 'gone') return { observation: answer };
    if (answer.kind === 'unchanged') return { observation: unchangedReading(known) };
    const found = parseJson(petition, answer.text, url);
    checkIsAbout(id, found.id, url);
    const { title: name, signaturesNumber: signatures, status } = found;
    const observation: Observation = {
      kind: 'reading',
      signatures,
      title: name,
      url: page,
      ...says(found),
    };
    const good = `must be one of "${[...states].join('", "')}"`;
    const unreadable = states.has(status)
      ? []
      : [{ path: 'status', message: `${good} (it is ${JSON.stringify(status.slice(0, 80))})` }];
    return { observation, state: answer.validators, unreadable };
  },
};

const states = new Set(['Approved', 'Supported', 'Unsupported', 'Answered']);

function says({ status, createdAt, answeredAt }: Petition): Pick<Reading, 'opened' | 'signing' | 'answer'> {
  if (status === 'Answered') return { answer: answeredAt ? { at: answeredAt } : {} };
  if (status !== 'Unsupported') return states.has(status) ? { answer: null } : {};
  const ended = { signing: { open: false, reason: 'not supported' }, answer: null } as const;
  return createdAt ? { opened: createdAt, ...ended } : ended;
}
