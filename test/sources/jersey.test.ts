import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at, Story } from '../domain/story.ts';
import { answered, open, single } from './contract/jersey.ts';
import { faultOf, lookingAt } from './reading.ts';

const { jersey } = sources;

test('an open petition names no deadline: the rules have it, in Jersey', async () => {
  await lookingAt(jersey, json(single(open)), async ({ look, platform }) => {
    const { observation } = await look();
    expect(observation).toEqual({
      kind: 'reading',
      signatures: 754,
      title: 'Review alternative hospital sites',
      url: 'https://petitions.gov.je/petitions/200174',
      opened: at('2019-01-16T12:30:12.547Z'),
      signing: { open: true },
      stamps: { response: null, debate: null },
      answer: null,
    });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/petitions/200174.json']);
    const story = new Story({ history: jersey.history }).sees('2019-05-17T00:00:00Z', 754, {
      opened: at(open.opened_at),
    });
    // As the platform stamped the closing of this one.
    expect(story.petition.deadline).toEqual({ at: at('2019-07-16T22:59:59.999Z'), by: 'rules' });
    expect(Object.values(story.petition.thresholds).map(({ needed }) => needed)).toEqual([1_000, 5_000]);
  });
});

test.each([
  [
    'closed',
    { state: 'closed', closed_at: '2019-07-16T22:59:59.999Z' },
    { signing: { open: false, at: at('2019-07-16T22:59:59.999Z') } },
  ],
  [
    'rejected',
    { state: 'rejected', opened_at: null, rejected_at: '2019-01-17T09:00:00+01:00' },
    { signing: { open: false, reason: 'rejected', at: at('2019-01-17T08:00:00Z') } },
  ],
  [
    'over both lines and answered',
    answered,
    {
      stamps: { response: at('2019-03-11T21:37:12.545Z'), debate: at('2019-03-22T08:49:00.910Z') },
      answer: { at: at('2019-04-24T07:25:11.466Z') },
    },
  ],
  [
    'answered without a stamp',
    { ...answered, ministers_response_at: null },
    { answer: { at: at('2019-04-08T10:00:00Z') } },
  ],
  [
    'answered in words',
    { ...answered, ministers_response: { summary: ' The minister\n agrees. ' } },
    { answer: { at: at('2019-04-24T07:25:11.466Z'), text: 'The minister agrees.' } },
  ],
  [
    'answered at no time',
    { ...answered, ministers_response_at: undefined, ministers_response: { summary: '…' } },
    { answer: {} },
  ],
  [
    'answered under the misspelt key',
    { ...answered, ministers_response_at: null, ministers_response: undefined, ministers_reponse: { summary: '…' } },
    { answer: {} },
  ],
  [
    'unanswered by a response with nothing in it',
    { ...open, ministers_response_at: undefined, ministers_reponse: { created_at: null, summary: '' } },
    { answer: null },
  ],
  ['unanswered by the misspelt key alone', { ...open, ministers_response_at: undefined }, { answer: null }],
  [
    'unanswered by the key well spelt',
    { ...open, ministers_reponse: undefined, ministers_response: null },
    { answer: null },
  ],
])('a petition that is %s', async (_, changes, expected) => {
  await lookingAt(jersey, json(single({ ...open, ...changes })), async ({ look }) => {
    expect((await look()).observation).toMatchObject(expected);
  });
});

test('keys that are not there say nothing', async () => {
  const { action, state, signature_count } = open;
  await lookingAt(jersey, json({ data: { attributes: { action, state, signature_count } } }), async (here) => {
    expect((await here.look()).observation).toEqual({
      kind: 'reading',
      signatures: 754,
      title: action,
      url: `${here.platform.url}/petitions/200174`,
      signing: { open: true },
      stamps: {},
    });
  });
});

test.each([
  [404, false],
  [410, true],
])('%i is a petition that is gone', async (status, final) => {
  await lookingAt(jersey, json({}, status), async ({ look }) => {
    expect(await look()).toEqual({ observation: { kind: 'gone', final } });
  });
});

test.each([
  ['no count', { ...open, signature_count: undefined }, /data\.attributes\.signature_count .*\(it is missing\)/],
  ['no state', { ...open, state: undefined }, /data\.attributes\.state must be a state.*\(it is missing\)/],
  [
    'a response that is none',
    { ...open, ministers_response: 'soon' },
    /data\.attributes\.ministers_response .*\(it is "soon"\)/,
  ],
])('%s is refused, by its path', async (_, attributes, message) => {
  expect(await faultOf(jersey, json(single(attributes)))).toMatch(message);
});

test.each([
  ['https://petitions.gov.je/petitions/200174', '200174'],
  ['https://petitions.gov.je/petitions/200174.json', '200174'],
  ['https://gov.je/petitions/200174', undefined],
])('the page %s shows the id %s', (page, id) => {
  expect(jersey.idOf(new URL(page))).toBe(id);
});
