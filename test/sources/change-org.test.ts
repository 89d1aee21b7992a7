import { text } from 'node:stream/consumers';
import { evaluate, type WatchSettings } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { changeOrg as reader } from '../../src/sources/platforms/change-org.ts';
import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at } from '../domain/story.ts';
import { answered, state } from './contract/change-org.ts';
import { faultOf, lookingAt } from './reading.ts';

const changeOrg = sources['change-org'];

test('the count and the goal are asked for as the pages do; the goal is the number of a threshold of that name', async () => {
  let question = '';
  await lookingAt(
    changeOrg,
    (request, response) => {
      void text(request).then((body) => {
        question = body;
        response.end(JSON.stringify(answered({ signatureState: state, __typename: 'Petition' })));
      });
    },
    async ({ look, platform }) => {
      expect((await look()).observation).toEqual({
        kind: 'reading',
        signatures: 4_321,
        url: `${platform.url}/p/save-the-village-green`,
        needed: { goal: 5_000 },
      });
      expect(platform.requests.map(({ method, url }) => [method, url])).toEqual([
        ['POST', '/api-proxy/graphql?op=PetitionDetailsPageStats'],
      ]);
      expect(platform.requests[0]?.headers).toMatchObject({
        'content-type': 'application/json',
        'x-requested-with': 'http-link',
      });
    },
  );
  expect(JSON.parse(question)).toMatchObject([
    {
      operationName: 'PetitionDetailsPageStats',
      variables: { petitionSlugOrId: 'save-the-village-green' },
      query: expect.stringContaining('petitionBySlugOrId(slugOrId: $petitionSlugOrId)'),
    },
  ]);
});

test('no petition of that name is one that is not there', async () => {
  await lookingAt(changeOrg, json(answered(null)), async ({ look }) => {
    expect((await look()).observation).toEqual({ kind: 'gone', final: false });
  });
});

test('a proxy that is not there says nothing of the petition', async () => {
  expect(await faultOf(changeOrg, json({}, 404))).toMatch(/there is no such address/);
  expect(await faultOf(changeOrg, json({}, 403))).toMatch(/answered 403$/);
});

test.each([
  ['no goal', { ...state, signatureGoal: null }, /signatureGoal must be an object/],
  [
    'a goal of nothing',
    { ...state, signatureGoal: { displayed: 0 } },
    /signatureGoal\.displayed must be a goal above 0/,
  ],
  [
    'a count as text',
    { ...state, signatureCount: { displayed: '4,321' } },
    /0\.data\.petitionStats\.signatureState\.signatureCount\.displayed must be a whole number.*\(it is "4,321"\)/,
  ],
  ['no count', { ...state, signatureCount: {} }, /signatureCount\.displayed must be a whole number.*\(it is missing\)/],
])('%s is refused, by its path', async (_, signatureState, message) => {
  expect(await faultOf(changeOrg, json(answered({ signatureState })))).toMatch(message);
});

test('an error of the proxy, no answer, and HTML are no reading', async () => {
  const error = [{ errors: [{ message: 'Cannot query field' }], data: null }];
  expect(await faultOf(changeOrg, json(error))).toMatch(/0\.data must be an object: the platform could not answer/);
  expect(await faultOf(changeOrg, json([]))).toMatch(/must be a list of one answer/);
  expect(await faultOf(changeOrg, json({ data: null }))).toMatch(/must be a list of one answer/);
  expect(await faultOf(changeOrg, (_, response) => response.end('<!doctype html>'))).toMatch(/is not JSON/);
});

test('a goal is met as it was shown when it was met; one that has moved on is open again, and its meeting is news again', () => {
  const terms: WatchSettings = {
    history: changeOrg.history,
    warnBefore: [],
    remindEvery: undefined,
    announceStart: false,
  };
  let petition = newPetition('change-org/save-the-village-green');
  const told: unknown[] = [];
  const sees = (now: string, signatures: number, goal: number): void => {
    const seen = evaluate(petition, { kind: 'reading', signatures, needed: { goal } }, at(now), terms);
    petition = seen.petition;
    told.push(...seen.alerts.map(({ alert, needed }) => `${alert} ${String(needed)}`));
  };
  sees('2026-05-05T17:00:00Z', 4_990, 5_000);
  sees('2026-05-05T17:05:00Z', 5_000, 5_000);
  sees('2026-05-05T17:10:00Z', 5_010, 7_500);
  expect(petition.thresholds.goal).toMatchObject({ verdict: 'open', needed: 7_500 });
  // It has moved on before it was seen to be met: nothing is made up.
  sees('2026-05-05T17:15:00Z', 7_600, 10_000);
  sees('2026-05-05T17:20:00Z', 10_000, 10_000);
  expect(told).toEqual(['threshold-met 5000', 'threshold-met 10000']);
});

test('it has no list', () => {
  expect(reader).not.toHaveProperty('list');
});

test.each([
  ['https://www.change.org/p/save-the-village-green', 'save-the-village-green'],
  ['https://www.change.org/p/save-the-village-green/', 'save-the-village-green'],
  ['https://change.org/p/123', '123'],
  ['https://www.change.org/start-a-petition', undefined],
  ['https://example.org/p/save-the-village-green', undefined],
])('the page %s is of petition %s', (page, id) => {
  expect(changeOrg.idOf(new URL(page))).toBe(id);
});
