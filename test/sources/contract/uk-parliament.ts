/** The UK Parliament: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import type { Bodies, Contract } from './contract.ts';
import { itemOf, served, singleOf } from './e-petitions.ts';

export const open = {
  action: 'Repeal the Online Safety Act',
  background: '…',
  state: 'open',
  signature_count: 392_979,
  created_at: '2025-03-20T19:05:13.386Z',
  updated_at: '2025-07-29T13:26:00.000Z',
  rejected_at: null,
  opened_at: '2025-04-22T14:53:36.080Z',
  closed_at: null,
  closing_date: '2025-10-22',
  response_threshold_reached_at: '2025-07-15T10:34:10.000Z',
  government_response_at: '2025-07-28T14:02:03.825Z',
  debate_threshold_reached_at: null,
  scheduled_debate_date: null,
  creator_name: null,
  government_response: { summary: '…' },
};

export const counted = {
  signature_count: 393_000,
  response_threshold_reached_at: '2025-07-15T11:34:10+01:00',
  government_response_at: null,
  debate_threshold_reached_at: '2025-07-25T20:21:00.000+01:00',
  debated: false,
};

const origin = 'https://petition.parliament.uk';
export const whole = (attributes: object): object => singleOf(origin, 700143, attributes);

/** Closed by the dissolution of 2024, two months after it was opened. */
export const dissolved = {
  action: 'Reopen the ticket offices',
  state: 'closed',
  signature_count: 14_211,
  rejected_at: null,
  opened_at: '2024-03-28T11:20:05.120Z',
  closed_at: '2024-05-29T23:01:00.000Z',
  response_threshold_reached_at: '2024-04-19T08:12:20.000Z',
  government_response_at: null,
  debate_threshold_reached_at: null,
};

export const parliament = {
  period: '2019-2024',
  government: 'Conservative',
  dissolution_at: '2024-05-30T00:01:00.000+01:00',
  response_threshold: 10_000,
  debate_threshold: 100_000,
};

export const archived = (attributes: object = dissolved, made: object | null = parliament): object => ({
  links: { self: `${origin}/archived/petitions/700143.json` },
  data: { type: 'archived-petition', id: 700143, parliament: made, attributes },
});

const bodies = (changes: object, count: object = {}): Bodies => ({
  '/petitions/700143.json': whole({ ...open, ...changes }),
  '/petitions/700143/count.json': { ...counted, ...count },
});

export const contract: Contract = {
  now: '2025-07-29T13:27:00Z',
  open: {
    bodies: (count) => bodies({ signature_count: count }),
    sees: {
      signatures: 392_979,
      title: 'Repeal the Online Safety Act',
      opened: at('2025-04-22T14:53:36.080Z'),
      deadline: at('2025-10-22T22:59:59.999Z'),
      signing: { open: true },
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: null },
      answer: { at: at('2025-07-28T14:02:03.825Z') },
    },
    required: [
      'data',
      'data.attributes',
      'data.attributes.action',
      'data.attributes.signature_count',
      'data.attributes.state',
    ],
  },
  later: {
    memory: { wholeAt: '2025-07-29T13:00:00Z' },
    bodies: (count) => ({ '/petitions/700143/count.json': { ...counted, signature_count: count } }),
    sees: {
      signatures: 393_000,
      stamps: { response: at('2025-07-15T10:34:10Z'), debate: at('2025-07-25T19:21:00Z') },
      answer: null,
    },
    required: ['signature_count'],
  },
  others: {
    closed: {
      bodies: bodies({ state: 'closed', closed_at: '2025-10-22T22:59:59.999Z', closing_date: undefined }),
      sees: { signing: { open: false, at: at('2025-10-22T22:59:59.999Z') } },
      now: '2025-10-23T00:00:00Z',
    },
    archived: {
      bodies: { '/petitions/700143.json': archived() },
      sees: {
        needed: { response: 10_000, debate: 100_000 },
        signing: { open: false, at: at('2024-05-29T23:01:00Z'), reason: 'dissolution' },
      },
    },
  },
  closedEarly: {
    bodies: bodies({ state: 'closed', closed_at: '2025-08-02T10:00:00.000Z', closing_date: undefined }),
    sees: { signing: { open: false, at: at('2025-08-02T10:00:00Z'), reason: 'dissolution' } },
    now: '2025-08-02T11:00:00Z',
  },
  list: { served: (sizes) => served(origin, sizes, (index) => itemOf(origin, 700143 + index, open)) },
};
