/**
 * The Senedd, petitions.senedd.wales (in Welsh: deisebau.senedd.cymru). Each petition has its own numbers, and its own
 * deadline: `closed_at`, which is in the future while it is open. When the Petitions Committee has finished, it is
 * `completed`, and its address stays the same when it is archived. Petitions from before April 2020 were migrated with
 * days for stamps: the midnight at which they begin.
 */
import * as z from 'zod/mini';
import {
  commonAttributes,
  commonFacts,
  neededNumbers,
  thresholdNumber,
  createReader,
  stampFields,
  type PetitionFacts,
} from './e-petitions.ts';
import { stamp } from '../fields.ts';

const attributes = z.object({
  ...commonAttributes,
  threshold_for_referral: thresholdNumber,
  threshold_for_debate: thresholdNumber,
  referral_threshold_reached_at: z.optional(stamp),
  debate_threshold_reached_at: z.optional(stamp),
});

function factsOf(fields: z.output<typeof attributes>): PetitionFacts {
  const { closed_at, threshold_for_referral, threshold_for_debate } = fields;
  return {
    ...commonFacts(fields),
    ...(closed_at && { deadline: closed_at }),
    ...neededNumbers({ referral: threshold_for_referral, debate: threshold_for_debate }),
    ...stampFields({ referral: fields.referral_threshold_reached_at, debate: fields.debate_threshold_reached_at }),
  };
}

export const senedd = createReader(z.pipe(attributes, z.transform(factsOf)));
