/** A page of nobody's platform, through the real handlers: by the rules that its entry brings. */
import { checkConfig } from '../../src/config/read-config.ts';
import { serve, type Loopback } from '../loopback.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { at } from '../domain/story.ts';

let site: Loopback;
let monitor: Monitor;
let page: string;

beforeEach(async () => {
  page = '<b class="count">1 400</b>';
  site = await serve((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(page));
  const config = {
    watch: [
      {
        source: 'html' as const,
        petition: 'place',
        url: `${site.url}/place`,
        locale: 'fr',
        signatures: '.count',
        closed: { selector: '.closed' },
        opened: '2026-01-01T09:00:00Z',
        rules: {
          timeZone: 'Europe/Paris',
          signingWindow: 'P30D',
          thresholds: [{ name: 'council', signatures: 1_500, responseWindow: 'P10D' }],
          authority: 'the council',
        },
      },
    ],
    digests: [{ name: 'daily', every: 'day' as const, at: '08:00', timeZone: 'Europe/Paris', subscribers: [] }],
    allowPrivateSources: true,
  };
  checkConfig(config, 'test');
  monitor = await startMonitor(config);
});
afterEach(async () => {
  await monitor.close();
  await site.close();
});

const told = (): string[] => monitor.alerts().map(({ alert }) => alert);

test('a threshold of its own is met, and who owes the answer is told', async () => {
  await monitor.tick('2026-01-05T09:00:00Z');
  expect(told()).toEqual(['watch-started']);
  page = '<b class="count">1\u202f500</b>';
  await monitor.tick('2026-01-05T10:00:00Z');
  expect(monitor.alerts()).toMatchObject([
    {
      alert: 'threshold-met',
      petition: 'html/place',
      threshold: 'council',
      needed: 1_500,
      url: `${site.url}/place`,
      authority: 'the council',
      timeZone: 'Europe/Paris',
      responseDeadline: at('2026-01-15T10:00:00Z'),
    },
  ]);
});

test('a count that goes with the closing is no threshold missed, at no later look', async () => {
  await monitor.tick('2026-01-05T09:00:00Z');
  told();
  page = '<p class="closed"></p>';
  await monitor.tick('2026-01-05T10:00:00Z');
  expect(told()).toEqual([]);
  await monitor.tick('2026-01-05T10:06:00Z');
  expect(monitor.alerts()).toMatchObject([{ alert: 'closed-early', signatures: 1_400 }]);
  await monitor.tick('2026-01-06T10:00:00Z');
  await monitor.tick('2026-02-07T10:00:00Z');
  expect(told()).toEqual([]);
  const [known] = await monitor.petitions();
  expect(known?.petition.thresholds).toMatchObject({ council: { verdict: 'open' } });
});

test('a page that was made anew is a failing source, and no count', async () => {
  await monitor.tick('2026-01-05T09:00:00Z');
  told();
  page = '<b class="number">2 000</b>';
  expect(await monitor.tick('2026-01-05T10:00:00Z')).toMatchObject({ readings: 0, sourceErrors: 1 });
  expect(monitor.log.map(({ fields }) => fields.reason)).toContain(
    `${site.url}/place: signatures is not there: nothing is found by ".count"`,
  );
  expect(told()).toEqual([]);
});
