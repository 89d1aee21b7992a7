/**
 * Decidim: the pages of the French Senate, and what is read from them. Made up, in the shape of upstream's views
 * (decidim/decidim, 2024-07: decidim-initiatives/app/views/decidim/initiatives/initiatives/_progress_bar.html.erb,
 * decidim-core/app/cells/decidim/progress_bar/show.erb, decidim-initiatives/app/cells/decidim/initiatives/initiative_m/).
 */
import type { RequestListener } from 'node:http';
import { pageOf, type Bodies, type Contract } from './contract.ts';

/** A bar, as the core shows one. */
export const bar = (id: string, count: string, needed: string, subtitle = ''): string =>
  `<div id="${id}" class="progress__bar"><div class="progress__bar__title">
    <span class="progress__bar__number">${count}</span>/${needed} <span class="progress__bar__text">signatures</span></div>
    <div class="progress__bar__subtitle">${subtitle}</div></div>`;

/** The page of a petition, with the card of another one before it. */
export const shown = (bars: string): string => `<!DOCTYPE html><html><head><title>Bancs</title></head><body><main>
  <h2>Pétitions</h2><aside>${bar('initiative-9-votes-count', '99999', '100000')}</aside>
  <h2 class="heading2">Des bancs  pour la place</h2>${bars}</main></body></html>`;

export const card = (number: number, bars: string): string =>
  `<div class="card card--initiative"><a class="card__link" href="/initiatives/i-${number}?locale=fr"><h2 class="card__title">Des
   bancs pour la place</h2></a><div class="card__support">${bars}</div></div>`;

export const listOf =
  (pages: readonly (readonly string[])[]): RequestListener =>
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname !== '/initiatives') return void response.writeHead(404).end();
    const rows = pages[Number(searchParams.get('page')) - 1] ?? [];
    response.end(`<html><body>${rows.join('')}<footer></footer></body></html>`);
  };

const written = (count: unknown): string => {
  if (count === undefined) return '';
  return typeof count === 'number' ? String(count) : JSON.stringify(count);
};

const bodies = (bars: string): Bodies => ({ '/initiatives/i-101077': shown(bars) });

export const contract: Contract = {
  now: '2026-10-05T12:00:00Z',
  open: {
    bodies: (count) => bodies(bar('initiative-101077-votes-count', written(count), '100000')),
    sees: { signatures: 99_120, title: 'Des bancs pour la place', needed: { conference: 100_000 } },
    required: [],
  },
  others: {},
  list: {
    served: (sizes) =>
      listOf(
        sizes.map((_, page) =>
          pageOf(sizes, page, (index) => {
            const number = 101_077 + index;
            return card(number, bar(`initiative-${number}-signatures-count`, '99120', '100000'));
          }),
        ),
      ),
  },
  lacks: {
    closed: 'its pages do not say so, only the API of Barcelona does',
    deadline: 'its pages do not say so, only the API of Barcelona does: an entry may have `"opened"`',
    answer: 'the rules owe none',
  },
};
