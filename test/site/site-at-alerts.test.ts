/** From a reading to the page: the real poll and site functions on the emulated SNS, and nobody asks for the site. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startLocalMonitor, type LocalMonitor } from '../../local/monitor.ts';
import type { Alert } from '../../src/domain/alerts.ts';
import { startListPlatform, type ListPlatform } from '../discovery/list-platform.ts';
import { at } from '../domain/story.ts';

let platform: ListPlatform;
let monitor: LocalMonitor;
let clock = at('2026-03-01T12:00:00Z');
const errors: string[] = [];
const alerts: Alert[] = [];

beforeAll(async () => {
  platform = await startListPlatform();
  monitor = await startLocalMonitor({
    config: {
      watch: [{ source: 'uk-parliament', petition: '1', baseUrl: platform.url }],
      site: {},
      allowPrivateSources: true,
    },
    now: () => clock,
    siteWaits: () => Promise.resolve(),
    telemetry: {
      info: () => undefined,
      warn: () => undefined,
      error: (message) => void errors.push(message),
      count: () => undefined,
    },
    onDelivery: () => undefined,
    onAlert: (alert) => void alerts.push(alert),
  });
});
afterAll(async () => {
  await monitor.close();
  await platform.close();
});

/** Resolves once it is there. @throws where the site could not be made. */
async function shown(path: string, text: string): Promise<void> {
  while (monitor.emulator.siteObjects.find(`site/${path}`)?.body.toString().includes(text) !== true) {
    expect(errors).toEqual([]);
    await sleep(50);
  }
}

test('what was told is on the pages and in the feeds soon after the message', async () => {
  const page = 'petitions/uk-parliament/1';
  platform.shows(1, { signature_count: 9_990 });
  await monitor.tick();
  // That it is watched is told too.
  await shown(`${page}.html`, '9,990');
  platform.shows(1, { signature_count: 10_010 });
  clock = clock.add({ minutes: 5 });
  await monitor.tick();
  for (const path of [`${page}.html`, `${page}.atom`, `${page}.feed.json`, 'alerts.atom', 'index.html'])
    await shown(path, '10,000');
  expect(errors).toEqual([]);
});

test('the page, the feeds and the alert have the hash of what the platform sent, as anybody can compute it', async () => {
  const page = 'petitions/uk-parliament/1';
  const bodies = await Promise.all(
    ['petitions/1.json', 'petitions/1/count.json'].map(async (path) =>
      createHash('sha256')
        .update(await (await fetch(`${platform.url}/${path}`)).text())
        .digest('hex'),
    ),
  );
  const met = alerts.find(({ alert }) => alert === 'threshold-met');
  expect(met?.sha256?.length).toBeGreaterThan(0);
  expect(met?.sha256?.filter((one) => !bodies.includes(one))).toEqual([]);
  for (const path of [`${page}.html`, `${page}.atom`, `${page}.feed.json`, `${page}.json`])
    await shown(path, met?.sha256?.at(-1) ?? 'none');
});
