/**
 * The German Bundestag: its pages and the table of its overview, and what is read from them. The table is as three public
 * programs read it (2026-07 to 2026-09), with nothing for whoever has no session.
 */
import type { RequestListener } from 'node:http';
import { at } from '../../domain/story.ts';
import { pageOf, written, type Contract } from './contract.ts';

export const shown = (count: string): string =>
  `<body><p>Quorum 30.000</p><dl><dt>Anzahl Online-Mitzeichnungen</dt><dd>${count}</dd>
   <dt>Anzahl Diskussionsbeiträge</dt><dd>9</dd></dl></body>`;

/** A row, with the first and the last day of signing in milliseconds. */
export const row = (number: number, count: string, stamps = ['1730674800000', '1734562800000']): string =>
  `<tr><td data-sort="${stamps[0]}">04.11.2024</td><td data-sort="${stamps[1]}">19.12.2024</td><td>Verkehr</td>
   <td><a href="/petitionen/_2024/_10/_20/Petition_${number}.nc.html">Bänke in  Parks</a></td><td>${number}</td><td>${count}</td></tr>`;

/** The overview, which begins a session, and its table. */
export const tableOf =
  (pages: readonly (readonly string[])[]): RequestListener =>
  (request, response) => {
    const page = /teaser-petitionen-table\.\$\$\$\.status\.2\.page\.(\d+)\.batchsize\.12\.html$/.exec(
      request.url ?? '',
    )?.[1];
    if (request.url === '/epet/petuebersicht/mz.nc.html')
      return void response.setHeader('set-cookie', ['JSESSIONID=8f; Path=/; HttpOnly', 'route=a1']).end('<html>');
    if (page === undefined) return void response.writeHead(404).end();
    if (request.headers.cookie !== 'JSESSIONID=8f; route=a1') return void response.end();
    response.end(`<table>${(pages[Number(page)] ?? []).join('')}</table>`);
  };

export const opened = at('2024-11-03T23:00:00Z');
export const deadline = at('2024-12-19T22:59:59.999Z');

const path = '/petitionen/_2024/_10/_20/Petition_173674.nc.html';

export const contract: Contract = {
  now: '2024-11-20T12:00:00Z',
  open: {
    bodies: (count) => ({ [path]: shown(written(count, 'de')) }),
    sees: { signatures: 12_345 },
    required: [],
  },
  others: {
    'in the table': {
      bodies: {
        [path]: shown('12.345'),
        '/epet/petuebersicht/mz.nc.html': '<html>',
        '/epet/petuebersicht/mz.nc.content.teaser-petitionen-table.$$$.status.2.page.0.batchsize.12.html': row(
          173_674,
          '12.345',
        ),
      },
      sees: { title: 'Bänke in Parks', opened, deadline },
    },
  },
  list: {
    served: (sizes) => tableOf(sizes.map((_, page) => pageOf(sizes, page, (index) => row(173_674 + index, '12.345')))),
    begins: true,
  },
  lacks: {
    closed: 'where its page says so has not been seen',
    answer: 'the rules owe none by a time',
  },
};
