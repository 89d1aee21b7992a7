/** Action Network: its answers, and what is read from them. */
import { at } from '../../domain/story.ts';
import { pageOf, type Bodies, type Contract } from './contract.ts';

export const id = 'd32fcdd6-7366-466d-a3b8-7e0d87c3cd8b';
export const petition = {
  identifiers: [`action_network:${id}`, 'foreign_system:1'],
  origin_system: 'Action Network',
  created_date: '2026-03-20T21:04:31Z',
  modified_date: '2026-03-21T21:04:31Z',
  name: 'Green, internal',
  title: 'Save the\nvillage green',
  browser_url: 'https://actionnetwork.org/petitions/save-the-village-green',
  total_signatures: 345,
  _links: {},
};

export const listPage = (petitions: readonly object[], next?: string): object => ({
  total_pages: 10,
  per_page: 25,
  _embedded: { 'osdi:petitions': petitions },
  _links: { ...(next !== undefined && { next: { href: next } }) },
});

const bodies = (count: unknown): Bodies => ({ [`/api/v2/petitions/${id}`]: { ...petition, total_signatures: count } });

export const contract: Contract = {
  now: '2026-05-05T17:00:00Z',
  key: 'not-to-be-shown-0123456789',
  open: {
    bodies,
    sees: { signatures: 345, title: 'Save the village green', opened: at('2026-03-20T21:04:31Z') },
    required: ['total_signatures'],
  },
  others: {},
  list: {
    served: (sizes) => (request, response) => {
      const { url = '', headers } = request;
      const page = Number(new URL(url, 'http://x').searchParams.get('page') ?? 1);
      const item = (index: number): object => ({
        ...petition,
        identifiers: [`action_network:${index === 0 ? id : id.replace(/^.{4}/, String(1000 + index))}`],
      });
      const next = `http://${headers.host ?? ''}/api/v2/petitions?page=${page + 1}`;
      response.end(JSON.stringify(listPage(pageOf(sizes, page - 1, item), page < sizes.length ? next : undefined)));
    },
  },
  lacks: {
    closed: 'the API has no state',
    deadline: 'the API has no end; the rules of an entry may name one',
    answer: 'nobody owes one',
  },
};
