import { sources } from '../../src/sources/registry.ts';
import { json } from '../loopback.ts';
import { at, Story } from '../domain/story.ts';
import { completed, open, single } from './contract/senedd.ts';
import { faultOf, lookingAt } from './reading.ts';

const { senedd } = sources;

const reads = async (attributes: object, expected: object, absent: string[] = [], known?: Story): Promise<void> => {
  await lookingAt(senedd, json(single(attributes)), async ({ look }) => {
    const { observation } = await look(known && { known: known.petition });
    expect(observation).toMatchObject(expected);
    for (const path of absent) expect(observation).not.toHaveProperty(path);
  });
};

test('an open petition has its own numbers, and closes at `closed_at`, which lies ahead', async () => {
  await lookingAt(senedd, json(single(open), 200, { etag: 'W/"1"' }), async ({ look, platform }) => {
    expect(await look()).toEqual({
      observation: {
        kind: 'reading',
        signatures: 115,
        title: 'Ban fireworks from public sale',
        url: 'https://petitions.senedd.wales/petitions/244400',
        opened: at('2026-01-09T12:35:49.902Z'),
        deadline: at('2026-07-09T22:59:59.999Z'),
        signing: { open: true },
        needed: { referral: 250, debate: 10_000 },
        stamps: { referral: null, debate: null },
      },
      state: { etag: 'W/"1"' },
    });
    expect(platform.requests.map(({ url }) => url)).toEqual(['/petitions/244400.json']);
  });
});

test('an archived petition that was completed had been closed at its own deadline, after seven months', async () => {
  const closed = at('2021-06-20T22:59:59.999Z');
  await reads(completed, {
    deadline: closed,
    signing: { open: false, at: closed },
    needed: { referral: 50, debate: 10_000 },
    stamps: { referral: at('2020-12-03T10:13:57Z'), debate: null },
  });
});

test('of an imported petition the stamps are days', async () => {
  const midnight = '2020-01-25T00:00:00.000Z';
  const imported = {
    ...completed,
    threshold_for_debate: 5_000,
    opened_at: '2019-11-11T00:00:00.000Z',
    closed_at: midnight,
    referral_threshold_reached_at: midnight,
  };
  await reads(imported, {
    opened: at('2019-11-11T00:00:00Z'),
    deadline: at(midnight),
    signing: { open: false, at: at(midnight) },
    needed: { referral: 50, debate: 5_000 },
    stamps: { referral: at(midnight) },
  });
});

test('closed before the deadline that it had while it was open, it was closed early', async () => {
  const known = new Story({ history: senedd.history }).sees('2026-02-01T00:00:00Z', 100, {
    opened: at(open.opened_at),
    deadline: at(open.closed_at),
  });
  const closed = { ...open, state: 'closed', closed_at: '2026-04-08T22:59:59.999Z' };
  await reads(closed, { signing: { open: false, at: at('2026-04-08T22:59:59.999Z') } }, ['deadline'], known);
});

test('one that found too few is rejected a day after its deadline: that was its end', async () => {
  const rejected = { ...open, state: 'rejected', rejected_at: '2026-07-10T23:00:05.000Z' };
  await reads(rejected, {
    deadline: at(open.closed_at),
    signing: { open: false, reason: 'rejected', at: at(open.closed_at) },
  });
});

test('one that was rejected while it was open ended with that, before its deadline', async () => {
  const rejected = { ...open, state: 'rejected', rejected_at: '2026-02-10T09:00:00.000Z' };
  await reads(rejected, {
    deadline: at(open.closed_at),
    signing: { open: false, reason: 'rejected', at: at('2026-02-10T09:00:00Z') },
  });
});

test('one that was never opened has neither deadline nor stamps', async () => {
  const rejected = {
    ...open,
    state: 'rejected',
    opened_at: null,
    closed_at: null,
    rejected_at: '2026-01-08T09:00:00Z',
  };
  await reads(rejected, { signing: { open: false, reason: 'rejected' } }, ['opened', 'deadline']);
});

test('stamps may carry an offset, and may be taken back', async () => {
  await reads(
    { ...open, referral_threshold_reached_at: '2026-04-03T11:13:57.000+01:00' },
    { stamps: { referral: at('2026-04-03T10:13:57Z'), debate: null } },
  );
});

test('a number that is null or 0 is none', async () => {
  const numbers = { threshold_for_referral: null, threshold_for_debate: 0 };
  await reads({ ...open, ...numbers }, { signatures: 115 }, ['needed']);
  await reads({ ...open, threshold_for_debate: 0 }, { needed: { referral: 250 } }, ['needed.debate']);
});

test('numbers that are not there are left to the rules, and an unknown state says nothing about signing', async () => {
  const { action, signature_count } = open;
  await lookingAt(
    senedd,
    json({ data: { attributes: { action, signature_count, state: 'paused' } } }),
    async (here) => {
      expect((await here.look()).observation).toEqual({
        kind: 'reading',
        signatures: 115,
        title: action,
        url: `${here.platform.url}/petitions/244400`,
        stamps: {},
      });
    },
  );
});

test.each([
  [404, false],
  [410, true],
])('%i is a petition that is gone', async (status, final) => {
  await lookingAt(senedd, json({}, status), async ({ look }) => {
    expect(await look()).toEqual({ observation: { kind: 'gone', final } });
  });
});

test('a petition that has not changed is as it was', async () => {
  await lookingAt(
    senedd,
    (request, response) => response.writeHead(request.headers['if-none-match'] === 'W/"1"' ? 304 : 500).end(),
    async ({ look }) => {
      const known = new Story({ history: senedd.history }).sees('2026-02-01T00:00:00Z', 100).petition;
      const seen = await look({ known, memory: { etag: 'W/"1"' } });
      expect(seen).toEqual({ observation: { kind: 'reading', signatures: 100 } });
    },
  );
});

test.each([
  ['no count', { ...open, signature_count: undefined }, /data\.attributes\.signature_count .*\(it is missing\)/],
  [
    'no state',
    { ...open, state: undefined },
    /data\.attributes\.state must be a state, such as "open" \(it is missing\)/,
  ],
  ['no title', { ...open, action: undefined }, /data\.attributes\.action must be a text \(it is missing\)/],
  [
    'a threshold as text',
    { ...open, threshold_for_debate: '10,000' },
    /data\.attributes\.threshold_for_debate must be a whole/,
  ],
])('%s is refused, by its path', async (_, attributes, message) => {
  expect(await faultOf(senedd, json(single(attributes)))).toMatch(message);
});

test.each([
  ['https://petitions.senedd.wales/petitions/244400', '244400'],
  ['https://deisebau.senedd.cymru/deisebau/244400', '244400'],
  ['https://petitions.senedd.wales/petitions/244400.json', '244400'],
  ['https://senedd.wales/petitions/244400', undefined],
  ['https://petitions.senedd.wales/help', undefined],
])('the page %s shows the id %s', (page, id) => {
  expect(senedd.idOf(new URL(page))).toBe(id);
});
