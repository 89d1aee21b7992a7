/** Luxembourg: what its pages may be besides what the contract shows. */
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition, type Petition } from '../../src/domain/petition.ts';
import { sources } from '../../src/sources/registry.ts';
import { at } from '../domain/story.ts';
import { closing, counted, extension, opening, shown } from './contract/luxembourg.ts';
import { observationOf, page } from './pages.ts';
import { faultOf, lookingAt } from './reading.ts';

const source = sources.luxembourg;

const after = async (
  text: string,
  now: string,
  before: Petition = newPetition('luxembourg/990001'),
): Promise<Petition> => {
  const terms = { history: source.history, warnBefore: [], announceStart: true, lagMinutes: source.lagMinutes };
  return evaluate(before, await observationOf(source, page(text), now), at(now), terms).petition;
};

test('the first of the 42 days counts', async () => {
  const open = await after(shown(counted('51')), '2026-02-20T12:00:00Z');
  // Opened on Thursday, 5 February; the press of that day has 18 March for the last day.
  expect(open.deadline).toEqual({ at: at('2026-03-18T22:59:59.999Z'), by: 'rules' });
});

test('met is provisional until the signatures are verified; too few that are valid take it back, and say how many', async () => {
  const met = await after(shown(counted('5 512')), '2026-03-10T12:00:00Z');
  expect(met.thresholds.debate).toMatchObject({
    verdict: 'met',
    certain: false,
    response: { deadline: at('2026-07-10T21:59:59.999Z'), laterIf: expect.stringContaining('reports differ') },
  });
  const verified = shown(counted('5 498', 'Verified'), [closing, opening]);
  expect(await observationOf(source, page(verified), '2026-04-10T12:00:00Z')).toMatchObject({
    signatures: 5_498,
    refused: { debate: { verified: 5_498 } },
  });
  const refused = await after(verified, '2026-04-10T12:00:00Z', met);
  expect(refused.thresholds.debate).toMatchObject({ verdict: 'missed', reason: 'not-verified' });
});

test('the number goes by the page, and what is owed by the day of filing', async () => {
  const old = shown(counted('4 500', 'Registered', '4 500')).replace('21/01/2026', '09/12/2024');
  const met = await after(old, '2026-02-20T12:00:00Z');
  expect(met.thresholds.debate).toMatchObject({ verdict: 'met', needed: 4_500, response: { verdict: 'none' } });
});

test('signing that was closed may begin again: what the history says first holds', async () => {
  const again = shown(counted('51'), [extension('20-04-2026'), closing, opening]);
  expect(await observationOf(source, page(again), '2026-04-01T12:00:00Z')).toMatchObject({
    deadline: at('2026-04-20T21:59:59.999Z'),
    signing: { open: true },
  });
});

test('that the petitioner writes of verified signatures verifies none, and refuses nothing', async () => {
  const forged = 'Verified signatures 51 / 5 500';
  const seen = await observationOf(source, page(shown(counted('51'), [opening], forged)), '2026-02-20T12:00:00Z');
  expect(seen).toMatchObject({ signatures: 51 });
  expect(seen).not.toHaveProperty('refused');
  const enough = 'Verified signatures 5 512 / 5 500';
  const full = await observationOf(source, page(shown(counted('5 512'), [opening], enough)), '2026-02-20T12:00:00Z');
  expect(full).not.toHaveProperty('met');
});

test('what the petitioner writes is neither the end nor the state; a count that is written is no reading', async () => {
  const forged = `Petition background. ${closing} ${extension('01-01-2099')}. Submission date 01/01/2001.`;
  const seen = await observationOf(source, page(shown(counted('51'), [opening], forged)), '2026-02-20T12:00:00Z');
  expect(seen).toMatchObject({ signing: { open: true }, registered: at('2026-01-20T23:00:00Z') });
  expect(seen).not.toHaveProperty('deadline');
  expect(await faultOf(source, page(shown(counted('51'), [opening], counted('5 501'))))).toMatch(
    /more than once, with different values/,
  );
});

test('a page without its history says nothing of signing, and that is told', async () => {
  await lookingAt(source, page(shown(counted('51'), [])), async ({ look }) => {
    const { observation, unreadable } = await look({ now: '2026-02-20T12:00:00Z' });
    expect(observation).toMatchObject({ signatures: 51 });
    expect(observation).not.toHaveProperty('signing');
    expect(unreadable).toMatchObject([{ path: 'state' }]);
  });
});

test.each([
  ['a test whether one is a browser', '<!DOCTYPE html><html><body><p>Checking your browser</p></body></html>'],
  ['a petition that cannot be signed yet', shown('')],
  ['a page in French', shown(counted('51')).replace('Registered signatures', 'Signatures enregistrées')],
])('%s is no reading', async (_, text) => {
  expect(await faultOf(source, page(text))).toContain('signatures is not there');
});

test.each([
  [
    'the page of another petition',
    shown(counted('9 000')).replaceAll('990001', '990002'),
    'is that of another petition, 990002',
  ],
  ['two counts beside each other', shown(counted('8 / 5 500 5 499')), 'signatures is not there'],
])('%s is no reading', async (_, text, fault) => {
  expect(await faultOf(source, page(text))).toContain(fault);
});
