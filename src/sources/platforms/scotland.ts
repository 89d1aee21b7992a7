/**
 * The Scottish Parliament, petitions.parliament.scot: the UK's software with other names. Petitions have a number
 * (`PE1876`), `status` replaces the state, and `closed_at` is the end of the committee's work: until then, signing is
 * open. The keys of thresholds exist only where the platform has thresholds, and it has no threshold. The list has other
 * states than the UK's: `open` leads to a page for people (ScottishParliament/e-petitions, 2026-08: petitions.en-GB.yml,
 * petitions_controller.rb). A petition that does not collect signatures has a count of 0 (petition.rb): that is no fall.
 */
import * as z from 'zod/mini';
import { createReader, stampFields, type PetitionFacts, type ListItem } from './e-petitions.ts';
import { count, stamp, title, webAddress } from '../fields.ts';
import type { Reading } from '../../domain/observation.ts';
import { unchangedReading, type Reader } from '../source.ts';

const attributes = z.object({
  title,
  status: z.string({ error: 'must be a status, such as "under_consideration"' }),
  signature_count: count,
  opened_at: z.optional(stamp),
  closed_at: z.optional(stamp),
  rejected_at: z.optional(stamp),
  referral_threshold_reached_at: z.optional(stamp),
  debate_threshold_reached_at: z.optional(stamp),
});

type Attributes = z.output<typeof attributes>;

function factsOf(fields: Attributes): PetitionFacts {
  const { opened_at: opened } = fields;
  const signing = signingOf(fields);
  return {
    signatures: fields.signature_count,
    title: fields.title,
    ...(opened && { opened }),
    ...(signing && { signing }),
    ...stampFields({ referral: fields.referral_threshold_reached_at, debate: fields.debate_threshold_reached_at }),
  };
}

/** A petition without signing is closed, although the committee has not finished with it: it has no stamp yet. */
function signingOf({ status, closed_at, rejected_at }: Attributes): Reading['signing'] {
  if (status === 'under_consideration' || status === 'open') return { open: true };
  if (status === 'closed') return { open: false, ...(closed_at && { at: closed_at, reason: 'by the committee' }) };
  if (status === 'rejected') return { open: false, reason: 'rejected', ...(rejected_at && { at: rejected_at }) };
  return undefined;
}

const facts = z.pipe(attributes, z.transform(factsOf));

const peNumber = { error: 'must be the number of a petition, such as "PE1876"' };

const item = z.pipe(
  z.object({
    pe_number: z.string(peNumber).check(z.regex(/^P[EP]\d{4,11}$/, peNumber)),
    links: z.optional(z.object({ self: webAddress })),
    attributes: facts,
  }),
  z.transform(({ pe_number: id, ...rest }): ListItem => ({ id, ...rest })),
);

const reader = createReader(facts, item, 'under_consideration');

export const scotland: Reader = {
  ...reader,
  read: async (ask) => {
    const { observation, ...rest } = await reader.read(ask);
    const notCounted = observation.kind === 'reading' && observation.signatures === 0 && ask.known.last !== undefined;
    return { ...rest, observation: notCounted ? { ...observation, ...unchangedReading(ask.known) } : observation };
  },
};
