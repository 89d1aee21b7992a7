/**
 * Denmark: its answers, and what is read from them. Made up in the shape that public programs read (2020 to 2026), such as
 * andreasgoodstein/bedre-borgerforslag, src/server/services/forslag/index.mjs.
 */
import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { at } from '../../domain/story.ts';
import { pageOf, type Bodies, type Contract } from './contract.ts';

export const proposal = {
  externalId: 'FT-09901',
  title: 'Flere  bænke i parkerne',
  date: '3. marts 2026',
  votes: 49_987,
  status: 'ongoing',
  url: '/se-og-stoet-forslag/?Id=FT-09901',
};

export const path = '/api/proposals/search';
const bodies = (changes: object): Bodies => ({ [path]: { data: [{ ...proposal, ...changes }] } });

/** The search, by its filter, in pages. */
export const searching =
  (pages: Readonly<Record<string, readonly (readonly object[])[]>>, asked: unknown[] = []): RequestListener =>
  (request, response) =>
    void text(request).then((body) => {
      const question: { filter: string; pageNumber: number } = JSON.parse(body);
      asked.push(question);
      response.end(JSON.stringify({ data: pages[question.filter]?.[question.pageNumber] ?? [] }));
    });

const named = (index: number): string => `FT-${String(9_901 + index).padStart(5, '0')}`;

export const contract: Contract = {
  now: '2026-08-01T12:00:00Z',
  open: {
    bodies: (count) => bodies({ votes: count }),
    sees: {
      signatures: 49_987,
      title: 'Flere bænke i parkerne',
      opened: at('2026-03-02T23:00:00Z'),
      signing: { open: true },
    },
    required: ['data', 'data.*.externalId', 'data.*.title', 'data.*.votes'],
  },
  others: {},
  list: {
    served: (sizes) =>
      searching({
        active: sizes.map((_, page) => pageOf(sizes, page, (index) => ({ ...proposal, externalId: named(index) }))),
      }),
  },
  oneAddress: true,
  lacks: {
    closed: 'the words for it have not been seen: its 180 days decide',
    answer: 'the rules owe none',
    'conditional GET': 'it is asked by POST',
  },
};
