/**
 * Jersey, petitions.gov.je: the UK's platform of 2018, with ministers instead of the government. Quirk: where there is
 * no response, its key is misspelt `ministers_reponse`.
 */
import * as z from 'zod/mini';
import type { Reading } from '../../domain/observation.ts';
import { commonAttributes, commonFacts, createReader, stampFields, type PetitionFacts } from './e-petitions.ts';
import { beginningOf, stamp, words } from '../fields.ts';

const response = z.optional(z.nullable(z.object({ created_at: z.optional(stamp), summary: words, details: words })));

const attributes = z.object({
  ...commonAttributes,
  response_threshold_reached_at: z.optional(stamp),
  debate_threshold_reached_at: z.optional(stamp),
  ministers_response_at: z.optional(stamp),
  ministers_response: response,
  ministers_reponse: response,
});

type Attributes = z.output<typeof attributes>;

function factsOf(fields: Attributes): PetitionFacts {
  const answer = answerOf(fields);
  return {
    ...commonFacts(fields),
    ...stampFields({ response: fields.response_threshold_reached_at, debate: fields.debate_threshold_reached_at }),
    ...(answer !== undefined && { answer }),
  };
}

/** By its stamp; without one, by its words. A null key says that there is no response, and so does one with nothing in it. */
function answerOf(fields: Attributes): Reading['answer'] {
  const { ministers_response_at: at, ministers_response, ministers_reponse } = fields;
  const given = ministers_response ?? ministers_reponse;
  const answered = at ?? given?.created_at;
  const said = [given?.summary, given?.details].find(Boolean);
  if (answered) return { at: answered, ...beginningOf(said) };
  if (said) return beginningOf(said);
  return at === null || given !== undefined ? null : undefined;
}

export const jersey = createReader(z.pipe(attributes, z.transform(factsOf)));
