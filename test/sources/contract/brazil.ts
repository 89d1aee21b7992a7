/**
 * Brazil's e-Cidadania: its pages and its list, and what is read from them. Made up, in the shape that a public program
 * reads (SidneyBissoli/senado-br-mcp-cloudflare, src/scraper/ecidadania.ts and scripts/ingest-ecidadania, 2026-07).
 */
import type { RequestListener } from 'node:http';
import { at } from '../../domain/story.ts';
import { pageOf, written, type Bodies, type Contract } from './contract.ts';

const portal = 'Portal e-Cidadania - Senado Federal';
export const openState = 'Apoiamento aberto';

/** The page of an idea. Its text is written by anybody, and comes before what the portal says. */
export const shown = (count: string, state = openState, text = 'Mais bancos.'): string => `<!DOCTYPE html><html><head>
  <title>Ideia Legislativa - Bancos nas praças :: ${portal}</title></head><body>
  <article id="ideia-legislativa"><b><div style="font-size:24px">Bancos nas praças</div></b><div>${text}</div></article>
  <!-- <span class="contabilizacao">10+</span> -->
  <figure><span class="contabilizacao">${count}</span> apoios <span>20.000</span></figure>
  <section title="Situação da Ideia"><em> ${state}</em></section>
  <div>Data limite para receber 20.000 apoios</div><div> 14/01/2027 </div>
  <div>Ideia proposta por</div><div><span>F. U. L.</span> <span>(SP)</span></div></body></html>`;

export const notThere = `<!DOCTYPE html><html><head><title>${portal}</title></head><body><h1>e-Cidadania</h1></body></html>`;

export const row = (id: number, count = '19.998 apoios'): string =>
  `<article class="resumo-ideia"><section><a href=" visualizacaoideia?id=${id}">Bancos nas praças</a></section>
   <figure class="grafico-ideia-legislativa"><footer><span>${count}</span><span>20.000</span></footer></figure></article>`;

export const listOf =
  (pages: readonly (readonly string[])[]): RequestListener =>
  (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://x');
    if (pathname !== '/ecidadania/pesquisaideia' || searchParams.get('situacao') !== '5')
      return void response.writeHead(404).end();
    const rows = pages[Number(searchParams.get('p')) - 1] ?? [];
    response.end(`<html><body><p>20.000 apoios</p>${rows.join('')}</body></html>`);
  };

const bodies = (page: string): Bodies => ({ '/ecidadania/visualizacaoideia': page });
const closed = {
  bodies: bodies(shown('19.998', 'Encerrada - Sem apoio suficiente')),
  sees: { signatures: 19_998, signing: { open: false, reason: 'without enough support' } },
} as const;

export const contract: Contract = {
  now: '2026-11-20T12:00:00Z',
  open: {
    bodies: (count) => bodies(shown(written(count, 'pt-BR'))),
    sees: {
      signatures: 19_998,
      title: 'Bancos nas praças',
      deadline: at('2027-01-15T02:59:59.999Z'),
      signing: { open: true },
    },
    required: [],
  },
  others: {
    closed: { ...closed, now: '2027-01-15T04:00:00Z' },
    converted: {
      bodies: bodies(shown('253.804', 'Convertida em sugestão')),
      sees: { signatures: 253_804, met: ['suggestion'] },
    },
  },
  closedEarly: { ...closed, now: '2026-11-20T12:15:00Z' },
  list: {
    served: (sizes) => listOf(sizes.map((_, page) => pageOf(sizes, page, (index) => row(202_686 + index)))),
  },
  lacks: { answer: 'the rules owe none by a time' },
};
