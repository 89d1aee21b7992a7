/**
 * Brazil's e-Cidadania, www12.senado.leg.br/ecidadania: the pages of legislative ideas and their list, as a public program
 * reads them each day (SidneyBissoli/senado-br-mcp-cloudflare, 2026-07). The list is that of open ideas, 100 a page. A row
 * has no deadline, so an idea that is only read from the list has none until it leaves it, or comes near its number.
 *
 * Three words for the state are known: that an idea closed without enough from a page of 2025, the others from the tests
 * of that program. [unverified, 2026-11: those of an idea that the committee considers or has considered.] An idea with
 * another word has its count, nothing is said of its signing, and operators are told. A page whose title names no idea is
 * that of none. The author is on the page, and is not read.
 */
import { htmlReader } from '../custom/html.ts';
import { goneIfRedirectedTo } from '../redirects.ts';

const state = 'section[title="Situação da Ideia"] em';
const shared = { locale: 'pt-BR', timeZone: 'America/Sao_Paulo' };

export const brazil = goneIfRedirectedTo(
  /^\/ecidadania(?:\/|\/principalideia)?$/,
  htmlReader(
    {
      ...shared,
      url: (id, baseUrl) => `${baseUrl}/ecidadania/visualizacaoideia?id=${id}`,
      absent: { find: 'head title', pattern: '^(Portal e-Cidadania - Senado Federal)$' },
      signatures: { find: 'span.contabilizacao', pattern: '^([0-9.]+)(?: apoios?)?$' },
      title: { find: 'head title', pattern: '^Ideia Legislativa - (.+) :: Portal e-Cidadania' },
      // The last of its kind on the page: the idea, which comes first, is anybody's text.
      deadline: {
        find: 'body',
        pattern: '^.*Data limite(?: para receber [0-9.]+ apoios)?:? ([0-9]{2}/[0-9]{2}/[0-9]{4})',
        format: 'dd/MM/yyyy',
      },
      state: {
        find: state,
        words: new Map([
          ['Apoiamento aberto', { open: true }],
          ['Encerrada - Sem apoio suficiente', { open: false, reason: 'without enough support' }],
          ['Convertida em sugestão', undefined],
        ]),
      },
      met: { suggestion: { find: state, pattern: '^(Convertida em sugestão)$' } },
    },
    {
      ...shared,
      // 5 is "Ideias abertas" in the menu of the search; 6 to 10 are over, with or without enough.
      pageUrl: (page, baseUrl) => `${baseUrl}/ecidadania/pesquisaideia?situacao=5&p=${page}`,
      rows: 'article.resumo-ideia',
      link: 'section > a',
      idOf: ({ searchParams }) => searchParams.get('id') ?? undefined,
      // The second span has the number that is needed.
      signatures: { find: 'footer span', pattern: '^([0-9.]+) apoios?$' },
      title: { find: 'section > a' },
    },
  ),
);
