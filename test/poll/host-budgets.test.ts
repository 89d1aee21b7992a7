/** The budgets of hosts: worked out, and kept by the real handler over the table. */
import fc from 'fast-check';
import type { WatchedPetition } from '../../src/config/watched-petition.ts';
import { admit, sortByUrgency } from '../../lambda/poll/host-budgets.ts';
import { checkConfig } from '../../src/config/read-config.ts';
import { namedPetitions } from '../../src/config/watched-petition.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { at } from '../domain/story.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

const petitions = (...ids: string[]): WatchedPetition[] =>
  namedPetitions(
    checkConfig({ watch: ids.map((petition) => ({ source: 'uk-parliament' as const, petition })) }, 'petitions.json'),
  );
const ids = (watched: readonly WatchedPetition[]): string[] => watched.map(({ id }) => id);
const host = 'petition.parliament.uk';

describe('what a tick may ask', () => {
  test('an hour of requests at first, and what is spent is remembered', () => {
    const { admitted, throttled, remaining } = admit(petitions('1', '2', '3'), 48, new Map(), 0);
    expect([ids(admitted), ids(throttled), remaining.get(host)]).toEqual([['1', '2'], ['3'], 0]);
  });

  test('then what has come in since', () => {
    expect(admit(petitions('1'), 48, new Map([[host, 0]]), 31).throttled).toHaveLength(1);
    expect(admit(petitions('1'), 48, new Map([[host, 0]]), 32).throttled).toHaveLength(0);
  });

  test('a host that has spent nothing is not named', () => {
    expect(admit([], 48, new Map([[host, 1]]), 60).remaining.size).toBe(0);
  });

  test('in any twenty-four hours no more than the budget', () => {
    const dues = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1500, maxLength: 3000 });
    fc.assert(
      fc.property(dues, fc.integer({ min: 24, max: 5000 }), (demand, perDay) => {
        const watched = petitions(...Array.from({ length: 30 }, (_, n) => String(n + 1)));
        let spare: ReadonlyMap<string, number> = new Map();
        const made = demand.map((count) => {
          const allotted = admit(watched.slice(0, count), perDay, spare, 1);
          spare = allotted.remaining;
          return allotted.admitted.length;
        });
        let inADay = 0;
        made.forEach((count, minute) => {
          inADay += count - (made[minute - 1440] ?? 0);
          if (inADay > perDay) throw new Error(`${inADay} by minute ${minute}`);
        });
      }),
      { numRuns: 20 },
    );
  });

  test('first who has waited an hour, then who can least wait, then who was kept back, then the rest', () => {
    const now = at('2026-03-05T12:00:00Z');
    const left = new Map([
      ['uk-parliament/3', at('2026-03-05T11:30:00Z')],
      ['uk-parliament/4', at('2026-03-05T11:00:00Z')],
    ]);
    const due = petitions('1', '2', '3', '4', '5');
    expect(ids(sortByUrgency(due, ['uk-parliament/5', 'uk-parliament/3'], left, now))).toEqual([
      '4',
      '3',
      '5',
      '1',
      '2',
    ]);
  });
});

describe('kept by the function', () => {
  let platform: Platform;
  let monitor: Monitor;
  beforeAll(async () => {
    platform = await startPlatform();
    for (const id of ['1', '2', '3']) platform.shows(id, { signatureCount: 7 });
    monitor = await startMonitor({
      watch: ['1', '2', '3'].map((petition) => ({
        source: 'us-we-the-people' as const,
        petition,
        baseUrl: platform.url,
      })),
      requestsPerDay: { host: 24 },
      allowPrivateSources: true,
    });
  });
  afterAll(async () => {
    await monitor.close();
    await platform.close();
  });
  const tick = async (time: string): Promise<number> => {
    await monitor.tick(time);
    return platform.requests.splice(0).length;
  };

  test('who is kept back comes as soon as the budget has it, nobody is behind for it, and each has had a turn', async () => {
    expect(await tick('2016-01-01T17:00:00Z')).toBe(1);
    expect(await tick('2016-01-01T17:01:00Z')).toBe(0);
    expect(await tick('2016-01-01T18:03:00Z')).toBe(1);
    expect(await tick('2016-01-01T18:04:00Z')).toBe(0);
    expect(await tick('2016-01-01T19:06:00Z')).toBe(1);
    expect((await monitor.petitions()).map(({ petition }) => petition.last?.signatures)).toEqual([7, 7, 7]);
  });
});
