/** Where a redirect leads: only the petition's own page is about it. */
import type { RequestListener } from 'node:http';
import { leadsAway } from '../../src/sources/redirects.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { sources } from '../../src/sources/registry.ts';
import { at } from '../domain/story.ts';
import { faultOf, lookingAt } from './reading.ts';

test.each([
  ['its path with a slash', '/initiatives/i-3014', '/initiatives/i-3014/'],
  [
    'its title added (rahvaalgatus.ee, initiatives_controller.js)',
    '/initiatives/1234',
    '/initiatives/1234-pargi-pingid',
  ],
  ['another title', '/p/12-alter-platz', '/p/12-neuer-platz'],
  ['an archive (alphagov/e-petitions)', '/petitions/700143/count.json', '/archived/petitions/700143.json'],
  ['another language in its path', '/petitions/en/Details?Petition=e-7416', '/petitions/fr/Details?Petition=e-7416'],
  ['its number in the path, and no longer in the query', '/p?id=8114', '/petitions/8114-benches'],
  ['its number alone', '/v2/petitions/8114/show', '/v2/petitions/8114'],
  ['its name with a language in front', '/benches/show', '/lv/benches/show'],
  ['its name with a title', '/benches', '/benches-in-parks'],
  ['its name without the ending of a file', '/benches.html', '/benches'],
  ['other settings of the page', '/benches?sort=new', '/benches'],
  ['another case of letters', '/petitions/PE2100', '/petitions/pe2100'],
])('to %s: it is its own page', (_, from, to) => {
  expect(leadsAway(`https://x.org${from}`, to)).toBe(false);
});

test.each([
  ['home', '/initiatives/i-3014', '/'],
  ['a sign-in page (decidim)', '/initiatives/i-3014', '/users/sign_in'],
  ['a page that says 404 (petition.president.gov.ua)', '/petition/22999', '/404'],
  ['the newest petition', '/initiatives/i-3014', '/initiatives/i-5'],
  ['a number that begins the same', '/initiatives/i-301', '/initiatives/i-3014'],
  ['the list', '/petitions/700143.json', '/petitions'],
  ['another name', '/petitions/benches', '/petitions/trees'],
  ['home, of a name', '/benches', '/'],
  ['another number in the query', '/petition?id=8114', '/petition?id=8115'],
  ['the list, without the query', '/petition?id=8114', '/petition'],
  ['a sign-in page that leads back', '/petition?id=8114', '/login?next=%2Fpetition%3Fid%3D8114'],
  ['a sign-in page for the number', '/petition?id=8114', '/login?id=8114'],
  ['another name, of a version', '/v2/petitions/benches', '/v2/petitions/trees'],
  ['another name, of a year', '/2026/benches', '/2026/trees'],
  ['another number in the query, of a version', '/v2/petition?id=8114', '/v2/petition?id=8115'],
])('to %s: it is another page', (_, from, to) => {
  expect(leadsAway(`https://x.org${from}`, to)).toBe(true);
});

/** One address redirects; every other page has a count. */
const redirecting =
  (location: string): RequestListener =>
  (request, response) =>
    request.url === '/initiatives/i-3014'
      ? response.writeHead(302, { location }).end()
      : response.end('<h2 class="heading2">Mise en avant</h2><p class="progress__bar__number">2 131 066</p>');

const france = sources['france-assemblee'];

// The data.gouv.fr pipeline takes the home page so; decidim-core's ApplicationController has the sign-in page.
test.each(['/', '/users/sign_in'])(
  'a French petition that redirects to %s is not there, and no count is read',
  async (location) => {
    await lookingAt(france, redirecting(location), async ({ look }) => {
      expect((await look()).observation).toEqual({ kind: 'gone', final: false });
    });
  },
);

test.each(['/initiatives/i-5', '/404', '/login'])(
  'a French petition that redirects to %s gives no count, and a failure that says where it leads',
  async (location) => {
    expect(await faultOf(france, redirecting(location))).toMatch(new RegExp(`: redirects to ${location}$`));
  },
);

test('of a French petition that was read before, a redirect home may be an outage: it is a failure, and not gone', async () => {
  const last = { at: at('2016-01-05T16:00:00Z'), signatures: 12 };
  await lookingAt(france, redirecting('/'), async ({ look }) => {
    await expect(look({ known: { ...newPetition('test/1'), last } })).rejects.toThrow(/redirects to \/$/);
  });
});

test('a French petition that redirects to its own page is read there', async () => {
  await lookingAt(france, redirecting('/initiatives/i-3014/'), async ({ look }) => {
    expect((await look()).observation).toMatchObject({ kind: 'reading', signatures: 2_131_066 });
  });
});

test('of a page that nobody knows, a redirect to another page is a failure, which says where it leads', async () => {
  const petition = sources['germany-bundestag'];
  const answer: RequestListener = (request, response) =>
    request.url?.includes('Petition_173674') === true
      ? response.writeHead(302, { location: '/petitionen/neueste' }).end()
      : response.end('<body>Anzahl Online-Mitzeichnungen 7</body>');
  expect(await faultOf(petition, answer)).toMatch(/: redirects to \/petitionen\/neueste$/);
});
