/** petities.nl: what its pages may be besides what the contract shows. */
import type { RequestListener } from 'node:http';
import { parsePetitionName } from '../../cli/petition-name.ts';
import { sources } from '../../src/sources/registry.ts';
import { listOf, row, shown, slug, unsigned } from './contract/petities.ts';
import { observationOf, page } from './pages.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';

const source = sources.petities;
const counter = '1 ondertekening';

test('it is asked for in Dutch, and its address for people is without that', async () => {
  await lookingAt(source, page(shown({ counter })), async ({ look, platform }) => {
    expect((await look()).observation).toMatchObject({ signatures: 1, url: `${platform.url}/petitions/${slug}` });
    expect(platform.requests[0]?.url).toBe(`/petitions/${slug}?locale=nl`);
  });
});

test.each(['Nog niet af', 'Wacht op petitieloket'])('a page that says "%s" is not published yet', async (status) => {
  expect(await observationOf(source, page(shown({ status })))).toEqual({
    kind: 'gone',
    final: false,
    reason: 'not published yet',
  });
});

test.each(['Gesloten', 'In behandeling', 'Beantwoord', 'Verweesd', 'Ingetrokken', 'Elders te tekenen'])(
  'a page that says "%s" is of a petition that can not be signed',
  async (status) => {
    expect(await observationOf(source, page(shown({ counter, status })))).toMatchObject({ signing: { open: false } });
  },
);

// Its task sets the state "orphan", for which there is no word: Rails then shows all of them (petition.rake, 2024-12).
test.each(['{:closed=&gt;"Gesloten", :withdrawn=&gt;"Ingetrokken"}', 'Heropend', ''])(
  'the state %j is not known: the count is read, signing is not, and the fault is told',
  async (status) => {
    await lookingAt(source, page(shown({ counter, status })), async ({ look }) => {
      const { observation, unreadable } = await look();
      expect(observation).toMatchObject({ kind: 'reading', signatures: 1 });
      expect(observation).not.toHaveProperty('signing');
      expect(unreadable).toMatchObject([{ path: 'state' }]);
    });
  },
);

test('a page without a count is that of a petition that nobody has signed only where it says so', async () => {
  expect(await faultOf(source, page(shown({}).replace(unsigned, '')))).toContain('signatures is not there');
  expect(await observationOf(source, page(shown({})))).toMatchObject({ signatures: 0 });
});

test('a redirect to another petition, as from a number, is no reading', async () => {
  const answer: RequestListener = (request, response) =>
    request.url?.includes(slug) === true
      ? response.writeHead(301, { location: '/petitions/geen-bankjes?locale=nl' }).end()
      : response.end(shown({ counter }));
  expect(await faultOf(source, answer)).toMatch(/redirects to \/petitions\/geen-bankjes/);
});

test('on its list, an empty counter is none, and one that is no number leaves its row out', async () => {
  const rows = [
    row('een', ''),
    row('twee', '1,2k'),
    row('drie', '12.345'),
    row('vier').replace('petitions-counter', 'x'),
  ];
  await lookingAt(source, listOf([rows]), async ({ platform }) => {
    const listed = (await pagesOf(await source.reader(), platform.url)).flat();
    expect(listed).toMatchObject([
      { id: 'een', observation: { signatures: 0, url: `${platform.url}/petitions/een` } },
      { id: 'drie', observation: { signatures: 12_345, title: 'Meer bankjes in het park' } },
    ]);
  });
});

test.each([
  [`https://petities.nl/petitions/${slug}?locale=nl`, slug],
  [`https://www.petities.nl/petitions/${slug}/updates`, slug],
  [`https://petities.nl/petitie/${slug}`, slug],
  ['https://petities.nl/petitions/5g-nee', '5g-nee'],
  ['https://petities.nl/petitions/all?sorting=open', undefined],
  ['https://petities.nl/petitions/desks/amsterdam', undefined],
  ['https://petities.nl/petitions/1234', undefined],
])('the page %s is of petition %s', (address, id) => {
  expect(source.idOf(new URL(address))).toBe(id);
});

test.each(['https://petities.nl/petitions/1234', 'https://petities.nl/petitie/1234/', 'https://bankjes.petities.nl/'])(
  '%s leads to a petition: the message says which address is wanted',
  (address) => {
    expect(() => parsePetitionName(address, undefined)).toThrow(/leads to the page of a petition; .* browser shows/);
  },
);

test.each([
  'https://petities.nl/',
  'https://www.petities.nl/',
  'https://handboek.petities.nl/wiki/Loket',
  'https://petities.example/petitions/1234',
])('%s leads to no petition', (address) => {
  expect(source.adviceOn(new URL(address))).toBeUndefined();
});
