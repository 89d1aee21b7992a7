/** What it costs to watch all petitions of a list, none of them near its line. */
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startListPlatform } from './list-platform.ts';

/** How many looks the ticks of an hour make, after the minute given, five minutes apart. */
export async function anHourFrom(monitor: Monitor, start: string): Promise<number> {
  let looks = 0;
  for (let minute = 5; minute <= 60; minute += 5) {
    const now = new Date(Date.parse(start) + minute * 60_000).toISOString();
    looks += (await monitor.tick(now)).polls;
  }
  return looks;
}

/** The pages of the list each hour, and no other request. */
export async function listCosts(petitions: number): Promise<void> {
  const platform = await startListPlatform();
  for (let id = 1; id <= petitions; id += 1) platform.shows(id);
  const monitor = await startMonitor({
    watch: [{ source: 'uk-parliament', baseUrl: platform.url, all: 'open' }],
    allowPrivateSources: true,
  });
  const pages = Math.ceil(petitions / 25);
  const all = { pages, listed: petitions, left: 0 };
  expect(await monitor.discover('2026-03-05T12:00:00Z')).toMatchObject({ ...all, found: petitions });
  const asked = Array.from({ length: pages }, (_, page) => `page ${page + 1}`);
  expect(platform.asked().sort()).toEqual(asked.sort());
  expect(await anHourFrom(monitor, '2026-03-05T12:00:00Z')).toBe(0);
  expect(platform.asked()).toEqual([]);
  expect(await monitor.discover('2026-03-05T13:00:00Z')).toMatchObject({ ...all, readings: petitions, found: 0 });
  expect(platform.asked().sort()).toEqual(asked.sort());
  expect(monitor.alerts()).toEqual([]);
  await monitor.close();
  await platform.close();
}
