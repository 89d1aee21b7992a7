/** Change.org: its answers, and what is read from them. */
import type { Bodies, Contract } from './contract.ts';

export const state = { signatureCount: { displayed: 4_321 }, signatureGoal: { displayed: 5_000 } };
export const answered = (petitionStats: unknown): object => [{ data: { petitionStats } }];

const bodies = (count: unknown): Bodies => ({
  '/api-proxy/graphql': answered({ signatureState: { ...state, signatureCount: { displayed: count } } }),
});

export const contract: Contract = {
  now: '2026-05-05T17:00:00Z',
  open: {
    bodies,
    sees: { signatures: 4_321, needed: { goal: 5_000 } },
    required: [
      '0.data',
      '0.data.petitionStats',
      '0.data.petitionStats.signatureState',
      '0.data.petitionStats.signatureState.signatureCount',
      '0.data.petitionStats.signatureState.signatureCount.displayed',
      '0.data.petitionStats.signatureState.signatureGoal',
      '0.data.petitionStats.signatureState.signatureGoal.displayed',
    ],
  },
  others: {},
  oneAddress: true,
  lacks: {
    closed: 'no state is known to be there to ask for',
    deadline: 'a petition has none',
    answer: 'nobody owes one',
    list: 'none is known',
    'conditional GET': 'it is asked by POST',
  },
};
