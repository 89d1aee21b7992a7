/** What an answer out of a cache proves: nothing about the time since it was made. Through the real handler. */
import { weThePeople } from '../../src/sources/platforms/us-we-the-people.ts';
import { at } from '../domain/story.ts';
import { setUp } from './poll-function.ts';

const here = setUp();

/** The deadline of the petitions of the test platform. */
const deadline = '2016-01-19T17:00:00Z';
const after = (minutes: number): string => at(deadline).add({ minutes }).toString();
const httpDate = (when: string): string => new Date(at(when).epochMilliseconds).toUTCString();

async function startBelow(signatures: number): Promise<void> {
  here.platform.shows('1', { signatureCount: signatures });
  await here.start('1');
  await here.monitor.tick(after(-30));
  here.told();
  here.requests();
}

// nab#667, oidcc#538: `Age` is ignored; balrog#2706: a cache that serves beyond `max-age`.
describe('a count that a cache had before the deadline', () => {
  test.each([
    ['Age', () => ({ 'cache-control': 'max-age=3600', age: '2400' })],
    ['Date', () => ({ 'cache-control': 'max-age=3600', date: httpDate(after(-30)) })],
    ['max-age alone', () => ({ 'cache-control': 'max-age=3600' })],
  ])('by its %s, does not show that the threshold was missed', async (_, headers) => {
    await startBelow(99_400);
    here.platform.sends(headers());
    await here.monitor.tick(after(6));
    expect(here.told()).toEqual([]);
    here.platform.shows('1', { signatureCount: 100_700 });
    here.platform.sends({ age: '0' });
    await here.monitor.tick(after(66));
    expect(here.told()).toEqual(['threshold-met 1']);
  });

  test('is asked for again when the cache lets go of it, and not an hour later', async () => {
    await startBelow(99_400);
    here.platform.sends({ 'cache-control': 'max-age=3600', age: '2400' });
    await here.monitor.tick(after(6));
    here.requests();
    for (const minute of [7, 16, 25]) await here.monitor.tick(after(minute));
    expect(here.requests()).toEqual([]);
    here.platform.sends({ 'cache-control': 'max-age=3600', age: '0' });
    await here.monitor.tick(after(26));
    await here.monitor.tick(after(27));
    expect(here.told()).toEqual(['threshold-missed 1']);
  });

  test.each([
    ['the reader says', { age: '0' }, 30],
    ['the headers say', { age: '1800' }, -1],
  ])('is as old as the older of what its reader and its headers say: here %s', async (_, headers, minutes) => {
    const { read } = weThePeople;
    await startBelow(99_400);
    jest.spyOn(weThePeople, 'read').mockImplementation(async (request) => {
      const { observation } = await read(request);
      if (observation.kind === 'gone') return { observation };
      return { observation: { ...observation, requestedAt: at(after(6)).subtract({ minutes }) } };
    });
    here.platform.sends(headers);
    await here.monitor.tick(after(6));
    expect(here.requests()).toEqual(['1']);
    expect(here.told()).toEqual([]);
    jest.restoreAllMocks();
  });

  test('is an hour old at most, whatever the headers say: so are both of the readings that the verdict needs', async () => {
    await startBelow(99_400);
    here.platform.sends({ age: '99999999999', date: httpDate('1994-11-06T08:49:37Z') });
    for (const minute of [1, 30, 60, 61, 90, 121]) await here.monitor.tick(after(minute));
    expect(here.told()).toEqual([]);
    await here.monitor.tick(after(122));
    expect(here.told()).toEqual(['threshold-missed 1']);
  });
});

test('an answer out of a cache does not show that there was no response', async () => {
  const crossed = '2015-12-21T17:00:00Z';
  here.platform.shows('1', { signatureCount: 99_000 });
  await here.start('1');
  await here.monitor.tick(crossed);
  here.platform.shows('1', { signatureCount: 100_010, status: 'pending response' });
  await here.monitor.tick(at(crossed).add({ minutes: 1 }).toString());
  expect(here.told()).toContain('threshold-met 1');
  const due = at(crossed).add({ hours: 24 * 30, minutes: 1 });
  await here.monitor.tick(due.subtract({ minutes: 1 }).toString());
  here.told();
  here.platform.sends({ age: '1800' });
  await here.monitor.tick(due.add({ minutes: 6 }).toString());
  expect(here.told()).toEqual([]);
  here.platform.sends({});
  await here.monitor.tick(due.add({ minutes: 7 }).toString());
  await here.monitor.tick(due.add({ minutes: 8 }).toString());
  expect(here.told()).toEqual(['response-missed 1']);
});

describe('a server is asked without conditions', () => {
  /** Says 304 to every condition, whatever has happened. */
  function startStubborn(): { conditions: (string | undefined)[]; shows: (count: number) => void } {
    const conditions: (string | undefined)[] = [];
    let signatureCount = 99_000;
    here.platform.answers('1', (response) => {
      const condition = response.req.headers['if-none-match'];
      conditions.push(condition);
      const { 'cache-control': control } = response.req.headers;
      if (control !== undefined) conditions.push(control);
      if (condition !== undefined) response.writeHead(304).end();
      else {
        const deadlineAt = at(deadline).epochMilliseconds / 1000;
        const result = {
          id: '1',
          title: 'T',
          signatureCount,
          created: 1_450_630_800,
          deadline: deadlineAt,
          status: 'open',
        };
        response.writeHead(200, { etag: '"1"' }).end(JSON.stringify({ metadata: {}, results: [result] }));
      }
    });
    return { conditions, shows: (count) => void (signatureCount = count) };
  }

  test('once a day, so that one that says 304 for ever is found out', async () => {
    const { conditions, shows } = startStubborn();
    await here.start('1');
    const start = at('2016-01-01T00:00:00Z');
    await here.monitor.tick(start.toString());
    shows(100_500);
    here.told();
    conditions.splice(0);
    let minutes = 0;
    while (here.monitor.alerts().length === 0 && minutes < 2_000) {
      minutes += 30;
      await here.monitor.tick(start.add({ minutes }).toString());
    }
    expect(minutes).toBeLessThanOrEqual(24 * 60 + 60);
    expect(conditions.length).toBeGreaterThan(1);
    expect(conditions.filter((condition) => condition === undefined)).toHaveLength(1);
  });

  test('for the second reading of what one alone does not prove', async () => {
    here.platform.shows('1', { signatureCount: 500 });
    await here.start('1');
    await here.monitor.tick(after(-90));
    here.platform.shows('1', { signatureCount: 250_000 });
    await here.monitor.tick(after(-30));
    await here.monitor.tick(after(-29));
    const asked = here.platform.requests.map(({ headers }) => headers['cache-control']);
    expect(asked).toEqual([undefined, undefined, 'no-cache']);
    expect(here.told()).toContain('threshold-met 1');
  });

  test('before a verdict that is final, and asked to pass by its caches', async () => {
    const { conditions, shows } = startStubborn();
    await here.start('1');
    await here.monitor.tick(after(-30));
    await here.monitor.tick(after(-10));
    shows(100_500);
    here.told();
    await here.monitor.tick(after(1));
    expect(here.told()).toEqual(['threshold-met 1']);
    expect(conditions).toEqual([undefined, '"1"', undefined, 'no-cache']);
  });
});

test('one 410 that a cache repeats does not show that the petition is gone', async () => {
  await startBelow(99_400);
  const conditions: unknown[] = [];
  for (const minute of [0, 1, 3, 7, 15]) {
    here.platform.sends({ 'cache-control': 'max-age=3600', age: String(60 * (20 + minute)) });
    here.platform.answers('1', (response) => {
      conditions.push(response.req.headers['cache-control']);
      response.writeHead(410).end();
    });
    await here.monitor.tick(after(minute - 20));
  }
  expect(conditions).toEqual([undefined, ...conditions.slice(1).map(() => 'no-cache')]);
  expect(conditions.length).toBeGreaterThan(2);
  expect(here.told()).toEqual([]);
  here.platform.sends({ age: '0' });
  await here.monitor.tick(after(11));
  expect(here.told()).toEqual(['petition-gone 1']);
});
