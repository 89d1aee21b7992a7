/** Hallam Town Council: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageOf, type Bodies, type Contract } from '../contract/contract.ts';

const petition = {
  number: 417,
  title: 'Keep the green',
  supporters: 1_203,
  target: 2_000,
  published: '2026-03-02',
  closes: '2026-05-31',
  status: 'open',
  reply: null,
};

const bodies = (changes: object): Bodies => ({ '/api/petitions/417': { ...petition, ...changes } });

export const contract: Contract = {
  now: '2026-04-01T12:00:00Z',
  open: {
    bodies: (count) => bodies({ supporters: count }),
    sees: {
      signatures: 1_203,
      title: 'Keep the green',
      opened: at('2026-03-02T00:00:00Z'),
      deadline: at('2026-05-31T22:59:59.999Z'),
      signing: { open: true },
      needed: { response: 2_000 },
      answer: null,
    },
    required: ['closes', 'number', 'published', 'status', 'supporters', 'title'],
  },
  others: {
    answered: {
      bodies: bodies({ status: 'closed', reply: { on: '2026-06-18', link: 'https://hallam.example/r/417' } }),
      sees: {
        signing: { open: false },
        answer: { at: at('2026-06-17T23:00:00Z'), url: 'https://hallam.example/r/417' },
      },
      now: '2026-06-19T09:00:00Z',
    },
  },
  closedEarly: {
    bodies: bodies({ status: 'closed' }),
    sees: { signing: { open: false } },
    now: '2026-04-02T12:00:00Z',
  },
  list: {
    served: (sizes) => (request, response) => {
      const page = Number(new URL(request.url ?? '', 'http://x').searchParams.get('page'));
      const item = (index: number): object => ({ ...petition, number: 417 + index });
      response.end(JSON.stringify(pageOf(sizes, page - 1, item)));
    },
  },
};
