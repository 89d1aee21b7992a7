/** The New Zealand House of Representatives: what its answers may be besides what the contract shows. */
import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at } from '../domain/story.ts';
import { id, open } from './contract/new-zealand.ts';
import { observationOf } from './pages.ts';
import { faultOf, lookingAt } from './reading.ts';

const source = sources['new-zealand'];

test('its address for people is another than the one that is asked for', async () => {
  await lookingAt(source, json(open), async ({ look, platform }) => {
    expect((await look()).observation).toMatchObject({ url: `${platform.url}/${id}?lang=en` });
    expect(platform.requests[0]?.url).toBe(`/api/petition/${id}`);
  });
});

test.each([
  ['midnight in summer', '2027-01-15T00:00:00+13:00', '2027-01-15T10:59:59.999Z'],
  ['midnight in winter', '2026-07-15T00:00:00+12:00', '2026-07-15T11:59:59.999Z'],
  ['midnight as the world counts it', '2027-01-14T11:00:00Z', '2027-01-15T10:59:59.999Z'],
  ['another time', '2027-01-15T17:00:00+13:00', '2027-01-15T04:00:00Z'],
  ['midnight elsewhere', '2027-01-15T00:00:00Z', '2027-01-15T00:00:00Z'],
  // The clocks go forward at two in the morning on 27 September 2026: this day has 23 hours.
  ['the day on which the clocks change', '2026-09-27T00:00:00+12:00', '2026-09-27T10:59:59.999Z'],
])('a closing date of %s', async (_, signatureClosingDate, deadline) => {
  expect(await observationOf(source, json({ ...open, signatureClosingDate }))).toMatchObject({
    deadline: at(deadline),
  });
});

test('a petition without a closing date has none', async () => {
  expect(await observationOf(source, json({ ...open, signatureClosingDate: null }))).not.toHaveProperty('deadline');
});

test.each([{ statusName: 'Withdrawn' }, { statusName: null }, {}, null])(
  'the status %j is not known: the count is read, signing is not, and the fault is told',
  async (status) => {
    await lookingAt(source, json({ ...open, status }), async ({ look }) => {
      const { observation, unreadable } = await look();
      expect(observation).toMatchObject({ signatures: 1_204 });
      expect(observation).not.toHaveProperty('signing');
      expect(unreadable).toMatchObject([{ path: 'status.statusName' }]);
    });
  },
);

test('one that is closed is closed, whatever its status', async () => {
  const closed = { ...open, isClosed: true, status: { statusName: 'Presented' } };
  expect(await observationOf(source, json(closed))).toMatchObject({ signing: { open: false } });
});

test('the answer about another petition is none; capitals are no other petition', async () => {
  expect(await faultOf(source, json({ ...open, id: id.replace('0f', '1f') }))).toMatch(
    /id is that of another petition/,
  );
  expect(await observationOf(source, json({ ...open, id: id.toUpperCase() }))).toMatchObject({ signatures: 1_204 });
});

test.each([
  [`https://petitions.parliament.nz/${id}?lang=en`, id],
  [`https://petitions.parliament.nz/${id.toUpperCase()}/`, id],
  ['https://petitions.parliament.nz/', undefined],
  [`https://www.parliament.nz/${id}`, undefined],
])('the page %s is of petition %s', (address, petition) => {
  expect(source.idOf(new URL(address))).toBe(petition);
});
