/**
 * petities.nl: its pages and its list, and what is read from them. Made up, in the shape of the software's own views
 * (petities/petitions.eu, 7958d2e of 2024-12-08: app/views/petitions/show, _detailbox, _signform, _signatures, all,
 * _list_item; config/locales/nl.yml).
 */
import type { RequestListener } from 'node:http';
import { at } from '../../domain/story.ts';
import { pageOf, written, type Bodies, type Contract } from './contract.ts';

const field = (label: string, data: string): string =>
  `<div class="petition_field_label">${label}</div><div class="petition_field_data">${data}&nbsp;</div>`;

interface Shown {
  /** Undefined: there is no counter. */
  readonly counter?: string | undefined;
  readonly status?: string;
  readonly end?: string;
  readonly due?: string;
  readonly answer?: string;
}

export const unsigned = '<div class="whitespace">Nog geen ondertekeningen</div>';

export const shown = ({ counter, status, end = '20-11-2026', due, answer }: Shown): string => `<!DOCTYPE html><html>
  <head><title>Meer bankjes in het park - Petities.nl</title></head><body class="vervolg"><div class="page">
  <section class="petition-intro-container-noimage"><h1 class="petition-intro-info-title">Meer bankjes in het park</h1>
  ${counter === undefined ? '' : `<div class="petition-intro-info-counter">${counter}</div>`}
  <div class="petition-intro-info-text"><p>Status: Ingetrokken. 7 ondertekeningen</p></div></section>
  <div class="petition-form-wrapper">
  ${answer === undefined ? '' : `<h2 class="petition-section-title">Het antwoord</h2><div class="petition-text petition-answer">${answer}</div>`}
  ${
    status === undefined
      ? '<div class="petition-form-float-wrapper"><h2 class="petition-section-title">Ondertekenen</h2><form></form></div>'
      : '<div class="petition-text"><h3>Huidige status</h3>Deze petitie staat niet open.</div>'
  }</div>
  <div class="petition-details" id="detailbox"><h2 class="petition-section-title">Details</h2>
  ${field('Ontvanger:', 'Gemeente Voorbeeld')}${field('Einddatum:', end)}
  ${due === undefined ? '' : field('Antwoord verwacht:', due)}${status === undefined ? '' : field('Status:', status)}
  ${field('Petitionaris:', 'Iemand')}</div>
  <div class="petition-signatures-container"></div>
  <div class="navigation-bar">${counter === undefined ? unsigned : ''}<a class="navigation-toall">Alle</a></div>
  </div></body></html>`;

export const row = (slug: string, counter = '1.204'): string =>
  `<div class="petition-overview"><a class="petition-overview-image-container" href="/petitions/${slug}?locale=nl"><canvas></canvas></a>
   <div class="petition-overview-info-container"><h2 class="petition-overview-info-title"><a href="/petitions/${slug}?locale=nl"></a>Meer bankjes in het park</h2>
   <div class="petitions-counter hot-item">${counter}</div><div class="petition-overview-info-time">3 uur</div></div></div>`;

export const listOf =
  (pages: readonly (readonly string[])[]): RequestListener =>
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname !== '/petitions/all' || searchParams.get('sorting') !== 'open')
      return void response.writeHead(404).end();
    const rows = pages[Number(searchParams.get('page')) - 1] ?? [];
    response.end(`<html><body><a href="/petitions/new?locale=nl">Begin</a>${rows.join('')}</body></html>`);
  };

export const slug = 'meer-bankjes-in-het-park';
const bodies = (page: string): Bodies => ({ [`/petitions/${slug}`]: page });
const withdrawn = {
  bodies: bodies(shown({ counter: '1.204 ondertekeningen', status: 'Ingetrokken' })),
  sees: { signatures: 1_204, signing: { open: false, reason: 'withdrawn' } },
} as const;

export const contract: Contract = {
  now: '2026-10-20T12:00:00Z',
  open: {
    bodies: (count) => bodies(shown({ counter: `${written(count, 'nl')} ondertekeningen`, due: '15-01-2027' })),
    sees: {
      signatures: 1_204,
      title: 'Meer bankjes in het park',
      deadline: at('2026-11-20T22:59:59.999Z'),
      signing: { open: true },
      answerDue: at('2027-01-15T22:59:59.999Z'),
      answer: null,
    },
    required: [],
  },
  others: {
    'signed by nobody': { bodies: bodies(shown({})), sees: { signatures: 0, signing: { open: true } } },
    withdrawn,
    answered: {
      bodies: bodies(
        shown({ counter: '1.204 ondertekeningen', status: 'Beantwoord', due: '15-01-2027', answer: '<h3>Ja</h3>' }),
      ),
      sees: { signing: { open: false, reason: 'answered' }, answer: {} },
      now: '2027-01-16T09:00:00Z',
    },
  },
  closedEarly: { ...withdrawn, now: '2026-10-20T12:05:00Z' },
  list: {
    served: (sizes) =>
      listOf(sizes.map((_, page) => pageOf(sizes, page, (index) => row(index === 0 ? slug : `petitie-${index}`)))),
  },
};
