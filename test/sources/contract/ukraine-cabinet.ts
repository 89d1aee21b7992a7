/** Petitions to the Cabinet of Ukraine: its answers, and what is read from them. Made up, as public programs of 2026 read them. */
import { at } from '../../domain/story.ts';
import type { Bodies, Contract } from './contract.ts';

export const petition = {
  id: 990_001,
  code: '41/990001-26еп',
  title: 'Лавки  в парках',
  createdAt: '2026-09-02T00:00:00.000Z',
  status: 'Approved',
  signaturesNumber: 24_999,
  content: 'Більше лавок',
  answer: null,
  answeredAt: null,
  author: 'Х.',
};

const bodies = (changes: object): Bodies => ({ '/api/petitions/990001': { ...petition, ...changes } });
const closed = { signing: { open: false, reason: 'not supported' }, answer: null } as const;

export const contract: Contract = {
  now: '2026-11-01T12:00:00Z',
  open: {
    bodies: (count) => bodies({ signaturesNumber: count }),
    sees: { signatures: 24_999, title: 'Лавки в парках', answer: null },
    required: ['id', 'signaturesNumber', 'status', 'title'],
  },
  others: {
    'not supported': {
      bodies: bodies({ status: 'Unsupported' }),
      sees: { ...closed, opened: at('2026-09-02T00:00:00Z') },
      now: '2026-12-05T12:00:00Z',
    },
    answered: {
      bodies: bodies({ status: 'Answered', signaturesNumber: 25_100, answeredAt: '2026-11-20T09:30:00.000Z' }),
      sees: { signatures: 25_100, answer: { at: at('2026-11-20T09:30:00Z') } },
      now: '2026-11-21T12:00:00Z',
    },
  },
  closedEarly: { bodies: bodies({ status: 'Unsupported' }), sees: closed, now: '2026-11-01T12:05:00Z' },
  lacks: {
    deadline: 'the day of its publication is not in the answer',
    list: 'it has all petitions ever with their whole texts in one answer',
  },
};
