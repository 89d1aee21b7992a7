/** Jersey: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import type { Contract } from './contract.ts';
import { itemOf, served, singleOf } from './e-petitions.ts';

export const open = {
  action: 'Review alternative hospital sites',
  background: '…',
  state: 'open',
  signature_count: 754,
  created_at: '2019-01-15T21:06:17.792Z',
  updated_at: '2019-05-17T00:00:14.259Z',
  rejected_at: null,
  opened_at: '2019-01-16T12:30:12.547Z',
  closed_at: null,
  response_threshold_reached_at: null,
  ministers_response_at: null,
  debate_threshold_reached_at: null,
  creator_name: '…',
  rejection: null,
  ministers_reponse: null,
  debate: null,
  signatures_by_parish: [{ name: 'St. Helier', signature_count: 300 }],
};

/** As 200295 was: both lines crossed, and answered. */
export const answered = {
  ...open,
  signature_count: 6_048,
  response_threshold_reached_at: '2019-03-11T21:37:12.545Z',
  debate_threshold_reached_at: '2019-03-22T08:49:00.910Z',
  ministers_response_at: '2019-04-24T07:25:11.466Z',
  ministers_reponse: undefined,
  ministers_response: { responded_on: '2019-04-08', summary: '…', created_at: '2019-04-08T10:00:00.000Z' },
};

const origin = 'https://petitions.gov.je';
export const single = (attributes: object): object => singleOf(origin, 200174, attributes);

const bodies = (changes: object): Record<string, object> => ({
  '/petitions/200174.json': single({ ...open, ...changes }),
});

export const contract: Contract = {
  now: '2019-05-17T00:01:00Z',
  open: {
    bodies: (count) => bodies({ signature_count: count }),
    sees: {
      signatures: 754,
      title: 'Review alternative hospital sites',
      opened: at('2019-01-16T12:30:12.547Z'),
      signing: { open: true },
      stamps: { response: null, debate: null },
      answer: null,
    },
    required: [
      'data',
      'data.attributes',
      'data.attributes.action',
      'data.attributes.signature_count',
      'data.attributes.state',
    ],
  },
  others: {
    closed: {
      bodies: bodies({ state: 'closed', closed_at: '2019-07-16T22:59:59.999Z' }),
      sees: { signing: { open: false, at: at('2019-07-16T22:59:59.999Z') } },
      now: '2019-07-17T00:00:00Z',
    },
    answered: {
      bodies: bodies(answered),
      sees: {
        stamps: { response: at('2019-03-11T21:37:12.545Z'), debate: at('2019-03-22T08:49:00.910Z') },
        answer: { at: at('2019-04-24T07:25:11.466Z') },
      },
    },
  },
  closedEarly: {
    bodies: bodies({ state: 'closed', closed_at: '2019-05-18T09:00:00.000Z' }),
    sees: { signing: { open: false, at: at('2019-05-18T09:00:00Z') } },
    now: '2019-05-18T10:00:00Z',
  },
  list: { served: (sizes) => served(origin, sizes, (index) => itemOf(origin, 200174 + index, open)) },
};
