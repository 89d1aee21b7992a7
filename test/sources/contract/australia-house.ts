/** The Australian House of Representatives: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import type { Bodies, Contract } from './contract.ts';

export const petition = {
  PetitionNumber: 'EN9806',
  PetitionTitle: 'Checks',
  SignatureCount: 910,
  SignDeadline: '2026-11-12T00:00:00',
};
export const referred = { ...petition, Referred_Date: '2026-12-01T00:00:00', isResponded: true };

const bodies = (changes: object): Bodies => ({ '/api/petitions/open': [{ ...petition, ...changes }] });

export const contract: Contract = {
  now: '2026-11-01T00:00:00Z',
  open: {
    bodies: (count) => bodies({ SignatureCount: count }),
    sees: {
      signatures: 910,
      title: 'Checks',
      deadline: at('2026-11-12T12:59:59.999Z'),
      clockStarted: null,
      answer: null,
    },
    required: ['0.PetitionNumber', '0.SignatureCount'],
  },
  others: {
    answered: {
      bodies: bodies(referred),
      sees: { clockStarted: at('2026-11-30T13:00:00Z'), answer: {} },
      now: '2027-01-01T00:00:00Z',
    },
  },
  oneAddress: true,
  lacks: {
    closed: 'what it says of one that is closed has not been seen: its deadline does',
    list: 'how it cuts its list has not been seen',
  },
};
