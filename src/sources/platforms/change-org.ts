/**
 * Change.org: the query of its own pages for the numbers of a petition, through an undocumented GraphQL proxy (as
 * programs read it in 2022 to 2024). The API with keys from before 2017 is retired.
 *
 * Quirks. The platform sets the goal, and raises it as signatures come near it. We report it as the number of a
 * threshold `goal`, which has no meaning in law. Only the count and the goal are known fields, and GraphQL rejects a
 * query with an unknown field. So there is no title, state or time, and a petition that is closed or won is one whose
 * count no longer moves. The numbers are those that the pages show; whether they are rounded or late is not known.
 * Without a goal there is no reading: otherwise any number would pass for one.
 */
import * as z from 'zod/mini';
import { parseJson } from '../../validation.ts';
import { count } from '../fields.ts';
import { SourceFailed } from '../http.ts';
import type { Reader } from '../source.ts';

const operation = 'PetitionDetailsPageStats';

const query = `query ${operation}($petitionSlugOrId: String!) {
  petitionStats: petitionBySlugOrId(slugOrId: $petitionSlugOrId) {
    signatureState { signatureCount { displayed } signatureGoal { displayed } }
  }
}`;

const goal = count.check(z.positive({ error: 'must be a goal above 0, such as 1000' }));

const answers = z
  .array(
    z.object({
      data: z.object(
        {
          petitionStats: z.nullable(
            z.object({
              signatureState: z.object({
                signatureCount: z.object({ displayed: count }),
                signatureGoal: z.object({ displayed: goal }),
              }),
            }),
          ),
        },
        { error: 'must be an object: the platform could not answer' },
      ),
    }),
    { error: 'must be a list of one answer' },
  )
  .check(z.length(1, { error: 'must be a list of one answer' }));

export const changeOrg: Reader = {
  async read({ id, baseUrl, http }) {
    const url = `${baseUrl}/api-proxy/graphql?op=${operation}`;
    const question = [{ operationName: operation, variables: { petitionSlugOrId: id }, query }];
    const answer = await http.post(url, question, { 'x-requested-with': 'http-link' });
    // The proxy is gone: that says nothing about the petition.
    if (answer.kind === 'gone') throw new SourceFailed(`${url}: there is no such address`);
    const [first] = parseJson(answers, answer.text, url);
    const state = first?.data.petitionStats?.signatureState;
    if (state === undefined) return { observation: { kind: 'gone', final: false } };
    return {
      observation: {
        kind: 'reading',
        signatures: state.signatureCount.displayed,
        url: `${baseUrl}/p/${encodeURIComponent(id)}`,
        needed: { goal: state.signatureGoal.displayed },
      },
    };
  },
};
