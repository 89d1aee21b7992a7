/**
 * The Scottish Parliament, petitions.parliament.scot. The UK's software under other names: petitions go by their number
 * (`PE1876`), `status` takes the place of the state, and `closed_at` is the end of the committee's work, until which
 * signatures are taken. The keys of thresholds are there only where the platform has thresholds, and it has none.
 */
import * as z from 'zod/mini';
import { createReader, stampFields, type PetitionFacts, type ListItem } from './e-petitions.ts';
import { count, stamp, title, webAddress } from '../fields.ts';
import type { Reading } from '../../domain/observation.ts';

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

function factsOf(told: Attributes): PetitionFacts {
  const { opened_at: opened } = told;
  const signing = signingOf(told);
  return {
    signatures: told.signature_count,
    title: told.title,
    ...(opened && { opened }),
    ...(signing && { signing }),
    ...stampFields({ referral: told.referral_threshold_reached_at, debate: told.debate_threshold_reached_at }),
  };
}

/** A petition that never took signatures is closed, though the committee has not done with it: it has no stamp yet. */
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
    pe_number: z.string(peNumber).check(z.regex(/^P[EP]\d{4,7}$/, peNumber)),
    links: z.optional(z.object({ self: webAddress })),
    attributes: facts,
  }),
  z.transform(({ pe_number: id, ...rest }): ListItem => ({ id, ...rest })),
);

export const scotland = createReader(facts, item);
