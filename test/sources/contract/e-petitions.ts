/** The platforms that run the UK Parliament's software: what a petition of theirs, and the pages of their lists, are like. */
import type { RequestListener } from 'node:http';
import { pageOf } from './contract.ts';

/** A petition of the live platform at `origin`, as it stands on a page of the list. */
export const itemOf = (origin: string, id: number, attributes: object) => ({
  type: 'petition',
  id,
  links: { self: `${origin}/petitions/${id}.json` },
  attributes,
});

/** The same as it stands alone. */
export function singleOf(origin: string, id: number, attributes: object): object {
  const { links, ...data } = itemOf(origin, id, attributes);
  return { links, data };
}

/**
 * Pages of these sizes, whose links are those of the live platform at `origin`. A state that the platform does not know
 * leads to the page for people, as the forks do (petitions_controller.rb).
 */
export const served =
  (origin: string, sizes: readonly number[], item: (index: number) => object, known = 'open'): RequestListener =>
  (request, response) => {
    const url = new URL(request.url ?? '', origin);
    if (url.pathname === '/petitions') return void response.end('<!DOCTYPE html><title>Petitions</title>');
    if (url.searchParams.get('state') !== known)
      return void response.writeHead(302, { location: '/petitions?state=all' }).end();
    const page = Number(url.searchParams.get('page') ?? 1);
    const link = (to: number): string => `${url.origin}/petitions.json?page=${to}&state=${known}`;
    const links = { self: url.href, first: link(1), last: link(sizes.length), prev: null };
    const next = page < sizes.length ? link(page + 1) : null;
    response.end(JSON.stringify({ links: { ...links, next }, data: pageOf(sizes, page - 1, item) }));
  };
