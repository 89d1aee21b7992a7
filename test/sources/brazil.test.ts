/** Brazil's e-Cidadania: what its pages may be besides what the contract shows. */
import type { RequestListener } from 'node:http';
import { at } from '../domain/story.ts';
import { sources } from '../../src/sources/registry.ts';
import { listOf, notThere, row, shown } from './contract/brazil.ts';
import { observationOf, page } from './pages.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const source = sources.brazil;

test('a page whose title names no idea is that of none', async () => {
  expect(await observationOf(source, page(notThere))).toEqual({ kind: 'gone', final: false });
});

test.each([
  ['home', '/ecidadania', { kind: 'gone', final: false }],
  ['to the page of all ideas', '/ecidadania/principalideia', { kind: 'gone', final: false }],
  ['to another idea', '/ecidadania/visualizacaoideia?id=7', undefined],
])('a redirect %s is no reading', async (_, location, seen) => {
  const answer: RequestListener = (request, response) =>
    request.url?.endsWith('id=202686') === true
      ? response.writeHead(302, { location }).end()
      : response.end(shown('253.804'));
  if (seen !== undefined) expect(await observationOf(source, answer)).toEqual(seen);
  else expect(await faultOf(source, answer)).toMatch(/redirects to \/ecidadania\/visualizacaoideia/);
});

test.each(['Em avaliação na CDH', 'Apoiamento aberto?', ''])(
  'the state %j is not known: the count is read, signing is not, and the fault is told',
  async (state) => {
    await lookingAt(source, page(shown('20.001', state)), async ({ look }) => {
      const { observation, unreadable } = await look({ now: '2026-11-20T12:00:00Z' });
      expect(observation).toMatchObject({ signatures: 20_001, deadline: at('2027-01-15T02:59:59.999Z') });
      expect(observation).not.toHaveProperty('signing');
      expect(observation).not.toHaveProperty('met');
      expect(unreadable).toEqual([
        { path: 'state', message: expect.stringMatching(/^must be one of "Apoiamento aberto", .*\(it is /) },
      ]);
    });
  },
);

test('what the author writes is neither the deadline nor the state', async () => {
  const text = 'Data limite para receber 20.000 apoios 01/01/2099. <em>Convertida em sugestão</em>';
  expect(await observationOf(source, page(shown('7', undefined, text)))).toMatchObject({
    deadline: at('2027-01-15T02:59:59.999Z'),
    signing: { open: true },
  });
});

test('a row without a count is left out; one that comes twice is listed once; a list that begins again has ended', async () => {
  const first = [
    row(5),
    row(6, 'muitos apoios'),
    row(9, '1.2 apoios'),
    row(5, '20.000 apoios'),
    '<article class="resumo-ideia">',
    row(7),
  ];
  await lookingAt(source, listOf([first, [row(7), row(8)], first]), async ({ platform }) => {
    const pages = await pagesOf(await source.reader(), platform.url);
    expect(pages.map((one) => one.map(({ id }) => id))).toEqual([['5', '7'], ['8']]);
    expect(platform.requests).toHaveLength(3);
  });
});

test('a list that redirects to another one is no list', async () => {
  const answer: RequestListener = (request, response) =>
    request.url?.includes('situacao=5') === true
      ? response.writeHead(302, { location: '/ecidadania/pesquisaideia?situacao=6' }).end()
      : response.end(row(5));
  await lookingAt(source, answer, async ({ platform }) => {
    await expect(pagesOf(await source.reader(), platform.url)).rejects.toThrow(/redirects to/);
  });
});

test.each([
  ['https://www12.senado.leg.br/ecidadania/visualizacaoideia?id=202686', '202686'],
  ['https://www12.senado.leg.br/ecidadania/visualizacaoideia?lang=pt&id=202686#apoios', '202686'],
  ['https://www12.senado.leg.br/ecidadania/visualizacaomateria?id=202686', undefined],
  ['https://www12.senado.leg.br/ecidadania/principalideia', undefined],
])('the page %s is of idea %s', (address, id) => {
  expect(source.idOf(new URL(address))).toBe(id);
});
