/**
 * Change.org: the question that its own pages ask for the numbers of a petition, by a GraphQL proxy that nobody
 * documents (programs that read it in 2022 to 2024). The API with keys of before 2017 is retired.
 *
 * Warts. The goal is the platform's own and moves up as signatures come near it: it is given as the number of a
 * threshold `goal`, which is nothing in law. Nothing but the count and the goal is known to be there to ask for, and
 * GraphQL answers no question that names an unknown field: so there is no title, no state and no time, and a petition
 * that is closed or won is one whose count no longer moves. The numbers are those that the pages display; whether they
 * are rounded or late has not been seen. A goal that is missing is no reading, as without it any number would pass for
 * one.
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
    // The proxy is not there: that says nothing of the petition.
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
