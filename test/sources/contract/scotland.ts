/** The Scottish Parliament: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import type { Contract } from './contract.ts';
import { served } from './e-petitions.ts';

export const open = {
  title: 'Protect the wild salmon',
  summary: '…',
  background_information: '…',
  petitioner: '…',
  status: 'under_consideration',
  signature_count: 3_412,
  created_at: '2021-03-02T10:00:00.000Z',
  updated_at: '2026-04-17T08:37:08.665Z',
  rejected_at: null,
  opened_at: '2021-03-05T12:00:00.000Z',
  under_consideration_at: '2021-03-05T12:00:00.000Z',
  closed_at: null,
  archived_at: null,
  topics: [],
};

const origin = 'https://petitions.parliament.scot';
/** As it stands alone, and on a page of the list. */
const item = (number: string, attributes: object) => ({
  type: 'petition',
  pe_number: number,
  links: { self: `${origin}/petitions/${number}.json` },
  attributes,
});
export const single = (attributes: object): object => {
  const { links, ...data } = item('PE1876', attributes);
  return { links, data };
};

const bodies = (changes: object): Record<string, object> => ({
  '/petitions/PE1876.json': single({ ...open, ...changes }),
});
const closed = {
  bodies: bodies({ status: 'closed', closed_at: '2026-04-17T09:30:00.000Z' }),
  sees: { signing: { open: false, at: at('2026-04-17T09:30:00Z'), reason: 'by the committee' } },
  now: '2026-04-17T10:00:00Z',
} as const;

export const contract: Contract = {
  now: '2026-04-17T08:40:00Z',
  open: {
    bodies: (count) => bodies({ signature_count: count }),
    sees: {
      signatures: 3_412,
      title: 'Protect the wild salmon',
      opened: at('2021-03-05T12:00:00Z'),
      signing: { open: true },
    },
    required: [
      'data',
      'data.attributes',
      'data.attributes.signature_count',
      'data.attributes.status',
      'data.attributes.title',
    ],
  },
  others: { closed },
  closedEarly: closed,
  list: { served: (sizes) => served(origin, sizes, (index) => item(`PE${1876 + index}`, open), 'under_consideration') },
  lacks: {
    deadline: 'a petition is open until its committee has done with it',
    answer: 'there is no threshold that obliges anybody to one',
  },
};
