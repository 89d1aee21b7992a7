/** openPetition: what its pages may be besides what the contract shows. */
import { sources } from '../../src/sources/registry.ts';
import { goal, shown } from './contract/openpetition.ts';
import { observationOf, page } from './pages.ts';
import { faultOf, lookingAt } from './reading.ts';

const source = sources.openpetition;

test('it is asked for in German', async () => {
  await lookingAt(source, page(shown(`1 Unterschrift ${goal}`)), async ({ look, platform }) => {
    expect((await look({ now: '2026-09-20T12:00:00Z' })).observation).toMatchObject({ signatures: 1 });
    expect(platform.requests[0]?.headers).toMatchObject({ 'accept-language': 'de' });
  });
});

test.each(['Gestartet Mai 2026', 'Gestartet 2024', 'Beendet, gestartet 28.08.2026'])(
  '"%s" is no day: the day that is known stays, and nothing is told',
  async (started) => {
    await lookingAt(source, page(shown('12.040 Unterschriften', started)), async ({ look }) => {
      const { observation, unreadable } = await look();
      expect(observation).not.toHaveProperty('opened');
      expect(unreadable).toEqual([]);
    });
  },
);

// "476 von 1.300 für Quorum" is on pages of 2026-04; what else is in its box then has not been seen.
test.each([
  ['only a quorum', '476 von 1.300 für Quorum'],
  ['only a goal', goal],
  ['another language', '12,040 signatures'],
  ['another number before the words', '12.040<strike>3</strike> Unterschriften'],
])('a box with %s is no reading', async (_, box) => {
  expect(await faultOf(source, page(shown(box)))).toContain('signatures is not there');
});

test('a box with two counts is no reading', async () => {
  expect(await faultOf(source, page(shown('476 Unterschriften 1.204 Unterschriften')))).toMatch(/more than once/);
});

test.each(['/', '/petitionen'])('a redirect to %s is a petition that is not there', async (location) => {
  const seen = await observationOf(source, ({ url }, response) =>
    url === '/petition/online/baenke-in-parks'
      ? response.writeHead(302, { location }).end()
      : response.end(shown('470.240 Unterschriften')),
  );
  expect(seen).toEqual({ kind: 'gone', final: false });
});

test('the page of its country is followed', async () => {
  const seen = await observationOf(source, ({ url }, response) =>
    url === '/petition/online/baenke-in-parks'
      ? response.writeHead(301, { location: '/at/petition/online/baenke-in-parks' }).end()
      : response.end(shown('12.040 Unterschriften')),
  );
  expect(seen).toMatchObject({ signatures: 12_040 });
});

test.each([
  ['https://www.openpetition.de/petition/online/baenke-in-parks', 'baenke-in-parks'],
  ['https://openpetition.de/at/petition/online/baenke-in-parks#petition-main', 'baenke-in-parks'],
  ['https://www.openpetition.de/petition/blog/baenke-in-parks/8', 'baenke-in-parks'],
  ['https://www.openpetition.de/petitionen?seite=2', undefined],
  ['https://www.openpetition.eu/petition/online/baenke-in-parks', undefined],
])('the page %s is of petition %s', (address, id) => {
  expect(source.idOf(new URL(address))).toBe(id);
});
