/** Estonia: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageOf, type Bodies, type Contract } from './contract.ts';

export const id = '92cc16ee-107e-4208-b92c-2ffed24d4f4b';

export const initiative = {
  id,
  for: 'parliament',
  title: 'Küla muruplats',
  phase: 'sign',
  signingEndsAt: '2026-05-31T21:00:00.000Z',
  signatureCount: 812,
  signatureThreshold: 1_000,
};

const bodies = (changes: object): Bodies => ({ [`/initiatives/${id}`]: { ...initiative, ...changes } });

export const contract: Contract = {
  now: '2026-05-05T17:00:00Z',
  open: {
    bodies: (count) => bodies({ signatureCount: count }),
    sees: {
      signatures: 812,
      title: 'Küla muruplats',
      deadline: at('2026-05-31T21:00:00Z'),
      needed: { submission: 1_000 },
      signing: { open: true },
    },
    required: ['id', 'phase', 'signatureCount', 'title'],
  },
  others: {
    'sent to the Riigikogu': {
      bodies: bodies({ phase: 'parliament' }),
      sees: { met: ['submission'], signing: { open: false, reason: 'sent to parliament' } },
      now: '2026-06-05T17:00:00Z',
    },
  },
  closedEarly: {
    bodies: bodies({ phase: 'done' }),
    sees: { signing: { open: false, reason: 'done' } },
    now: '2026-05-06T17:00:00Z',
  },
  list: {
    served: (sizes) => (_, response) => {
      const item = (index: number): object => ({ ...initiative, id: index === 0 ? id : String(9000 + index) });
      response.end(JSON.stringify(pageOf(sizes, 0, item)));
    },
    atOnce: true,
  },
  lacks: { answer: 'the API has none' },
};
