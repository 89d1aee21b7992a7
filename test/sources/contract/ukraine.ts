/**
 * Petitions to the President of Ukraine: its pages and its list, and what is read from them. Made up, with the elements that
 * public programs of 2016 to 2026 read.
 */
import type { RequestListener } from 'node:http';
import { at } from '../../domain/story.ts';
import { pageOf, written, type Bodies, type Contract } from './contract.ts';

/** The words of all states are in the menu, and the author has a day of his own. */
export const shown = (count: string, state = 'Триває збір підписів', timer = ''): string => `<!DOCTYPE html><html><body>
  <nav><a>Триває збір підписів</a><a>На розгляді</a><a>З відповіддю</a><a>Не підтримано</a><a>Архів</a></nav>
  <span class="pet_number">№22/990001-еп</span><h1>Лавки  в парках</h1>
  <div class="pet_date">Автор (ініціатор): Х. 1 січня 2020</div>
  <div class="pet_date">Дата оприлюднення: 2 вересня 2026</div>
  <div class="petition_votes"><div class="petition_votes_graph" id="petition_votes_graph" data-votes="24999"></div>
  <div class="petition_votes_txt"><span>${count}</span><br> голосів з 25000<br> необхідних</div></div>
  <div class="petition_votes_status"><span class="votes_status_label">Статус:</span> ${state}</div>${timer}
  <article>На розгляді З відповіддю Архів</article></body></html>`;

export const notThere = '<!DOCTYPE html><html><body><h1>404. Такої сторінки не існує</h1></body></html>';

export const row = (id: number, count = '24 999 голосів'): string =>
  `<div class="pet_item"><span class="pet_number">№22/${id}-еп</span><a class="pet_link" href="/petition/${id}">Лавки в
   парках</a><div class="pet_counts">${count}</div><div class="pet_status">Триває збір підписів</div></div>`;

export const listOf =
  (pages: readonly (readonly string[])[]): RequestListener =>
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname !== '/' || searchParams.get('status') !== 'active') return void response.writeHead(404).end();
    const rows = pages[Number(searchParams.get('page')) - 1] ?? [];
    response.end(`<html><body><div class="pet_counts">5</div>${rows.join('')}</body></html>`);
  };

const path = '/petition/990001';
const bodies = (page: string): Bodies => ({ [path]: page });

export const contract: Contract = {
  now: '2026-11-01T12:00:00Z',
  open: {
    bodies: (count) => bodies(shown(written(count, 'uk'), 'Залишилося 31 день', '<div data-end="1796248799">31</div>')),
    sees: {
      signatures: 24_999,
      title: 'Лавки в парках',
      opened: at('2026-09-01T21:00:00Z'),
      deadline: at('2026-12-02T21:59:59Z'),
      signing: { open: true },
      clockStarted: null,
      answer: null,
    },
    required: [],
  },
  others: {
    considered: {
      bodies: bodies(shown('25 002', 'На розгляді')),
      sees: { signatures: 25_002, met: ['response'], clockStarted: true, answer: null },
    },
    answered: {
      bodies: bodies(shown('25 002', 'З відповіддю')),
      sees: { signatures: 25_002, met: ['response'], clockStarted: true, answer: {} },
      now: '2027-01-20T12:00:00Z',
    },
    archived: {
      bodies: bodies(shown('312', 'Архів')),
      sees: { signatures: 312, signing: { open: false, reason: 'archived' } },
      now: '2027-01-20T12:00:00Z',
    },
  },
  closedEarly: {
    bodies: bodies(shown('24 999', 'Не підтримано')),
    sees: { signing: { open: false, reason: 'not supported' } },
    now: '2026-11-01T12:05:00Z',
  },
  list: {
    served: (sizes) => listOf(sizes.map((_, page) => pageOf(sizes, page, (index) => row(990_001 + index)))),
  },
};
