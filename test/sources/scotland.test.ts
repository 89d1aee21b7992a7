import { evaluate } from '../../src/domain/evaluate.ts';
import { newPetition } from '../../src/domain/petition.ts';
import { rulesInForce } from '../../src/domain/rules.ts';
import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at } from '../domain/story.ts';
import { open, single } from './contract/scotland.ts';
import { faultOf, lookingAt } from './reading.ts';

const { scotland } = sources;

test('a petition under consideration takes signatures, and has neither deadline nor thresholds', async () => {
  await lookingAt(scotland, json(single(open)), async ({ look, platform }) => {
    expect((await look()).observation).toEqual({
      kind: 'reading',
      signatures: 3_412,
      title: 'Protect the wild salmon',
      url: 'https://petitions.parliament.scot/petitions/PE1876',
      opened: at('2021-03-05T12:00:00Z'),
      signing: { open: true },
      stamps: {},
    });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/petitions/PE1876.json']);
  });
});

test.each([
  [
    'closed when the committee has done with it',
    { status: 'closed', closed_at: '2025-11-19T10:30:00.000Z' },
    { open: false, at: at('2025-11-19T10:30:00Z'), reason: 'by the committee' },
  ],
  ['closed without having taken signatures', { status: 'closed', signature_count: 0 }, { open: false }],
  [
    'rejected',
    { status: 'rejected', opened_at: null, rejected_at: '2021-03-04T09:00:00.000Z' },
    { open: false, at: at('2021-03-04T09:00:00Z'), reason: 'rejected' },
  ],
  ['rejected without a stamp', { status: 'rejected' }, { open: false, reason: 'rejected' }],
  ['open', { status: 'open' }, { open: true }],
  ['of a status that is not known', { status: 'sponsored' }, undefined],
  // What other forks call the state is none here.
  ['with a state beside its status', { status: 'under_consideration', state: 'closed' }, { open: true }],
])('a petition that is %s', async (_, changes, signing) => {
  await lookingAt(scotland, json(single({ ...open, ...changes })), async ({ look }) => {
    const { observation } = await look();
    expect(observation).toHaveProperty('kind', 'reading');
    expect('signing' in observation ? observation.signing : undefined).toEqual(signing);
  });
});

// ScottishParliament/e-petitions, petition.rb, 2026-08-20: without collecting there is a count of 0.
test('a count of 0 where signatures were counted before is none: the count stays', async () => {
  await lookingAt(scotland, json(single({ ...open, signature_count: 0 })), async ({ look }) => {
    const last = { at: at('2026-04-16T08:00:00Z'), signatures: 3_412 };
    const known = { ...newPetition('scotland/PE1876'), last };
    expect((await look({ known })).observation).toMatchObject({ signatures: 3_412, signing: { open: true } });
    expect((await look()).observation).toMatchObject({ signatures: 0 });
  });
});

test('should the platform have thresholds one day, its stamps are read', async () => {
  const stamped = {
    ...open,
    referral_threshold_reached_at: '2021-06-05T13:00:00+01:00',
    debate_threshold_reached_at: null,
  };
  await lookingAt(scotland, json(single(stamped)), async ({ look }) => {
    expect((await look()).observation).toMatchObject({
      stamps: { referral: at('2021-06-05T12:00:00Z'), debate: null },
    });
  });
});

test('there is nothing to reach: what is told is the closing', async () => {
  expect(rulesInForce(scotland.history, at(open.opened_at)).thresholds).toEqual([]);
  const terms = { history: scotland.history, warnBefore: ['P1D'], announceStart: true };
  const closed = { ...open, status: 'closed', closed_at: '2026-04-17T08:37:08.665Z' };
  const bodies = [single(open), single(closed)];
  await lookingAt(
    scotland,
    (_, response) => response.end(JSON.stringify(bodies.shift())),
    async ({ look }) => {
      const first = evaluate(
        newPetition('scotland/PE1876'),
        (await look()).observation,
        at('2026-04-17T08:00:00Z'),
        terms,
      );
      expect(first.alerts).toMatchObject([{ alert: 'watch-started', deadline: null, standings: [] }]);
      const second = evaluate(first.petition, (await look()).observation, at('2026-04-17T09:00:00Z'), terms);
      expect(second.alerts).toMatchObject([{ alert: 'closed-early', reason: 'by the committee', deadline: null }]);
    },
  );
});

test.each([
  [404, false],
  [410, true],
])('%i is a petition that is gone', async (status, final) => {
  await lookingAt(scotland, json({}, status), async ({ look }) => {
    expect(await look()).toEqual({ observation: { kind: 'gone', final } });
  });
});

test.each([
  ['no count', { ...open, signature_count: undefined }, /data\.attributes\.signature_count .*\(it is missing\)/],
  [
    'a state for a status',
    { ...open, status: undefined, state: 'open' },
    /data\.attributes\.status must be a status.*missing/,
  ],
  [
    'an action for a title',
    { ...open, title: undefined, action: 'A' },
    /data\.attributes\.title must be a text \(it is missing\)/,
  ],
])('%s is refused, by its path', async (_, attributes, message) => {
  expect(await faultOf(scotland, json(single(attributes)))).toMatch(message);
});

test.each([
  ['https://petitions.parliament.scot/petitions/PE1876', 'PE1876'],
  ['https://petitions.parliament.scot/petitions/PE1876.json', 'PE1876'],
  ['https://petitions.parliament.scot/petitions/PP1234', 'PP1234'],
  ['https://www.parliament.scot/petitions/PE1876', undefined],
])('the page %s shows the id %s', (page, id) => {
  expect(scotland.idOf(new URL(page))).toBe(id);
});
