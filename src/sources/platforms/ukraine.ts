/**
 * Petitions to the President of Ukraine, petition.president.gov.ua: its pages and the list of open ones, as public programs
 * read them in 2016 to 2026. The Cabinet's have a site and a file of their own (ukraine-cabinet.ts).
 *
 * Quirks. The words of all states are in the menus of every page: only those in the element of the state count. A petition
 * that is being considered has met its number; whether it can still be signed has not been seen, nor on which day an answered
 * one was answered. Of an archived one nothing is known but that it has ended. What is not there is 404, a redirect to
 * an address that ends in /404, or a page that says so. It has answered 429 and 503 to programs that asked quickly. A row
 * of the list has no day, so a petition that is only read from the list has none. The author is on the page, and is not read.
 */
import type { Reading } from '../../domain/observation.ts';
import { htmlReader } from '../custom/html.ts';
import { goneIfRedirectedTo } from '../redirects.ts';

const shared = { locale: 'uk', timeZone: 'Europe/Kyiv' };
const collecting = { open: true } as const;
const notYet = { clockStarted: null, answer: null } as const;
const considered = { met: ['response'], clockStarted: true } as const;

export const ukraine = goneIfRedirectedTo(
  /\/404\/?$/,
  htmlReader(
    {
      ...shared,
      url: (id, baseUrl) => `${baseUrl}/petition/${id}`,
      absent: { find: 'h1', pattern: '(Такої сторінки не існує)' },
      // "№22/990001-еп"
      about: { find: '.pet_number', pattern: '/0*([0-9]+)' },
      signatures: { find: '.petition_votes_txt span' },
      title: { find: 'h1' },
      opened: {
        find: '.pet_date:contains("Дата оприлюднення")',
        pattern: '^Дата оприлюднення:? (.+)$',
        format: 'd MMMM yyyy',
      },
      deadline: { find: '[data-end]', attribute: 'data-end', format: 'seconds' },
      state: {
        find: '.petition_votes_status',
        pattern: '(Триває збір підписів|Збір підписів триває|Залишилося|На розгляді|З відповіддю|Не підтримано|Архів)',
        words: new Map<string, Reading['signing']>([
          ['Триває збір підписів', collecting],
          ['Збір підписів триває', collecting],
          ['Залишилося', collecting],
          ['На розгляді', undefined],
          ['З відповіддю', undefined],
          ['Не підтримано', { open: false, reason: 'not supported' }],
          ['Архів', { open: false, reason: 'archived' }],
        ]),
        says: new Map<string, Pick<Reading, 'met' | 'clockStarted' | 'answer'>>([
          ['Триває збір підписів', notYet],
          ['Збір підписів триває', notYet],
          ['Залишилося', notYet],
          ['На розгляді', { ...considered, answer: null }],
          ['З відповіддю', { ...considered, answer: {} }],
        ]),
      },
    },
    {
      ...shared,
      pageUrl: (page, baseUrl) => `${baseUrl}/?status=active&sort=date&order=desc&page=${page}`,
      rows: 'div.pet_item',
      link: 'a.pet_link',
      idOf: ({ pathname }) => /^\/petition\/([1-9]\d{0,9})$/.exec(pathname)?.[1],
      // "12 голосів": what is behind the number is not known. Two numbers beside each other are none.
      signatures: { find: '.pet_counts', pattern: '^([0-9][0-9 ]*)(?=$|\\s+[^0-9\\s.,])' },
      title: { find: 'a.pet_link' },
    },
  ),
);
