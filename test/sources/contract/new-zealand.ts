/**
 * The New Zealand House of Representatives: its answers, and what is read from them. Made up, in the shape that two public
 * programs read (as of 2026-11).
 */
import { at } from '../../domain/story.ts';
import type { Bodies, Contract } from './contract.ts';

export const id = '0f0e0d0c-1111-4222-8333-444455556666';

export const open = {
  id,
  signatureCount: 1_204,
  isClosed: false,
  signatureClosingDate: '2027-01-15T00:00:00+13:00',
  status: { statusName: 'Open' },
};

const bodies = (changes: object): Bodies => ({ [`/api/petition/${id}`]: { ...open, ...changes } });
const closed = { bodies: bodies({ isClosed: true }), sees: { signing: { open: false } } } as const;

export const contract: Contract = {
  now: '2026-11-20T12:00:00Z',
  open: {
    bodies: (count) => bodies({ signatureCount: count }),
    sees: {
      signatures: 1_204,
      deadline: at('2027-01-15T10:59:59.999Z'),
      signing: { open: true },
    },
    required: ['id', 'isClosed', 'signatureCount'],
  },
  others: { closed },
  closedEarly: { ...closed, now: '2026-11-20T12:05:00Z' },
  lacks: {
    answer: 'no day of one has been seen in its answers, nor of what a response is owed from',
    list: 'none has been seen',
  },
};
