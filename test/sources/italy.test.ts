/** Italy: what is peculiar to it. The rest is in contract.test.ts. */
import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { sources } from '../../src/sources/registry.ts';
import { at } from '../domain/story.ts';
import { answered, initiative, path } from './contract/italy.ts';
import { faultOf, lookingAt, pagesOf } from './reading.ts';
import type { ReadResult } from '../../src/sources/source.ts';

const source = sources.italy;

async function read(changes: object, now: string): Promise<ReadResult> {
  const seen: ReadResult[] = [];
  const body = JSON.stringify(answered({ ...initiative, ...changes }));
  await lookingAt(
    source,
    (_, response) => response.end(body),
    async ({ look }) => void seen.push(await look({ id: '990001', now })),
  );
  const [one] = seen;
  if (one === undefined) throw new Error('it was not read');
  return one;
}

test('after its planned last day it is open, with any count, and nothing is missed; met then is certain', async () => {
  const { observation: below } = await read({}, '2026-11-10T12:00:00Z');
  const terms = { history: source.history, warnBefore: ['P1D'], announceStart: true, lagMinutes: source.lagMinutes };
  const before = evaluate(newPetition('italy/990001'), below, at('2026-11-10T12:00:00Z'), terms).petition;
  expect(before).toMatchObject({ thresholds: { submission: { verdict: 'open', needed: 50_000 } } });
  const { observation: above } = await read({ sostenitori: 50_000 }, '2026-11-11T12:00:00Z');
  const after = evaluate(before, above, at('2026-11-11T12:00:00Z'), terms).petition;
  expect(after.thresholds.submission).toMatchObject({ verdict: 'met', certain: true });
});

test('on its day of closing it ended by now, and neither early nor late; the day after, at the end of that day', async () => {
  const closed = { idDecStatoIniziativa: { id: 3 }, dataChiusura: '2026-09-10' };
  const terms = { history: source.history, warnBefore: [], announceStart: true, lagMinutes: source.lagMinutes };
  const [noon, next] = ['2026-09-10T12:00:00Z', '2026-09-11T12:00:00Z'];
  const { observation } = await read(closed, noon);
  expect(observation).toMatchObject({ signing: { open: false }, deadline: at(noon) });
  const first = evaluate(newPetition('italy/990001'), observation, at(noon), terms);
  expect(first.petition.closed).toMatchObject({ early: false });
  const second = evaluate(first.petition, (await read(closed, next)).observation, at(next), terms);
  expect(second.petition.deadline).toEqual({ at: at('2026-09-10T21:59:59.999Z'), by: 'platform' });
  expect(second.alerts.map(({ alert }) => alert)).not.toContain('deadline-changed');
});

test('a state that is not known says nothing of signing, and is told; the count is read', async () => {
  const { observation, unreadable } = await read({ idDecStatoIniziativa: { id: 4 } }, '2026-06-10T12:00:00Z');
  expect(observation).toMatchObject({ signatures: 49_990 });
  expect(observation).not.toHaveProperty('signing');
  expect(unreadable).toEqual([
    { path: 'idDecStatoIniziativa.id', message: 'is a state that is not known, 4; a good value is 2' },
  ]);
});

test('before its first day it has not opened; closed without a day, it is only closed', async () => {
  const early = await read({}, '2026-02-28T12:00:00Z');
  expect(early.observation).not.toHaveProperty('opened');
  const { observation } = await read({ idDecStatoIniziativa: { id: 15 } }, '2026-09-10T12:00:00Z');
  expect(observation).toMatchObject({ signing: { open: false, reason: 'handed over' } });
  expect(observation).not.toHaveProperty('deadline');
});

test.each([
  ['a fault', { ...answered(initiative), resultCode: 1 }, 'resultCode must be 0'],
  ['no initiative', answered(null), 'content must be an initiative'],
  ['another initiative', answered({ ...initiative, id: 990_002 }), 'id is that of another petition, 990002'],
  ['a number of nought', answered({ ...initiative, quorum: 0 }), 'content.quorum must be above 0'],
])('%s is no reading', async (_, body, message) => {
  const answer = JSON.stringify(body);
  const looked = await faultOf(
    { ...source, id: { ...source.id, example: '990001' } },
    (__, response) => void response.end(answer),
  );
  expect(looked).toContain(message);
});

test('the list has what can be signed, and not the closed ones or those in a state that is not known', async () => {
  const list = [1, 2, 3, 4, 9].map((id) => ({ ...initiative, id, idDecStatoIniziativa: { id } }));
  const answer = JSON.stringify(answered(list));
  await lookingAt(
    source,
    ({ url }, response) => response.end(url === path ? answer : ''),
    async ({ platform: { url } }) => {
      const listed = (await pagesOf(await source.reader(), url)).flat();
      expect(listed.map(({ id }) => id)).toEqual(['2']);
    },
  );
});
