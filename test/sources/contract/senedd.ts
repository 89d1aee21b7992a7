/** The Senedd: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import type { Contract } from './contract.ts';
import { itemOf, served, singleOf } from './e-petitions.ts';

export const open = {
  action: 'Ban fireworks from public sale',
  background: '…',
  state: 'open',
  signature_count: 115,
  threshold_for_referral: 250,
  threshold_for_debate: 10_000,
  created_at: '2026-01-06T20:21:24.909Z',
  updated_at: '2026-04-17T08:37:08.665Z',
  rejected_at: null,
  opened_at: '2026-01-09T12:35:49.902Z',
  closed_at: '2026-07-09T22:59:59.999Z',
  completed_at: null,
  referral_threshold_reached_at: null,
  referred_at: null,
  debate_threshold_reached_at: null,
  archived_at: null,
  submitted_on_paper: false,
  rejection: null,
  topics: [{ code: 'animal-welfare', name: 'Animal Welfare' }],
};

/** 244400, as it is in the archive: open for seven months. */
export const completed = {
  ...open,
  state: 'completed',
  threshold_for_referral: 50,
  opened_at: '2020-11-09T12:35:49.902Z',
  closed_at: '2021-06-20T22:59:59.999Z',
  completed_at: '2021-09-12T23:00:00.000Z',
  referral_threshold_reached_at: '2020-12-03T10:13:57.000Z',
  referred_at: '2021-06-21T23:00:00.000Z',
  archived_at: '2026-04-17T08:37:08.659Z',
};

const origin = 'https://petitions.senedd.wales';
export const single = (attributes: object): object => singleOf(origin, 244400, attributes);

const bodies = (changes: object): Record<string, object> => ({
  '/petitions/244400.json': single({ ...open, ...changes }),
});

export const contract: Contract = {
  now: '2026-04-17T08:40:00Z',
  open: {
    bodies: (count) => bodies({ signature_count: count }),
    sees: {
      signatures: 115,
      title: 'Ban fireworks from public sale',
      opened: at('2026-01-09T12:35:49.902Z'),
      deadline: at('2026-07-09T22:59:59.999Z'),
      signing: { open: true },
      needed: { referral: 250, debate: 10_000 },
      stamps: { referral: null, debate: null },
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
    completed: {
      bodies: bodies(completed),
      sees: {
        signing: { open: false, at: at('2021-06-20T22:59:59.999Z') },
        needed: { referral: 50, debate: 10_000 },
        stamps: { referral: at('2020-12-03T10:13:57Z'), debate: null },
      },
    },
  },
  closedEarly: {
    bodies: bodies({ state: 'closed', closed_at: '2026-04-18T22:59:59.999Z' }),
    sees: { signing: { open: false, at: at('2026-04-18T22:59:59.999Z') } },
    now: '2026-04-19T08:00:00Z',
  },
  list: { served: (sizes) => served(origin, sizes, (index) => itemOf(origin, 244400 + index, open)) },
  lacks: { answer: 'the rules owe none by a time' },
};
