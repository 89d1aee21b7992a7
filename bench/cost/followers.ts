/**
 * What 1,000 followers of 10 petitions cost: `npx tsx bench/cost/followers.ts`. Each petition crosses its line in one tick of
 * the real handler, with followers and without; the mails that the embedded SNS delivers are counted.
 */
import { setEnvironment } from '../../local/process-environment.ts';
import { confirmAll, visitorsOf } from '../../test/sign-up.ts';
import { startMonitor } from '../../test/test-monitor.ts';
import { startPlatform } from '../../test/test-platform.ts';
import { startWire } from '../../test/wire.ts';
import { whole } from '../numbers.ts';
import { beyondFree, listPrice } from '../prices.ts';
import { print, type Row } from '../table.ts';
import { startMeter } from './meter.ts';

const petitions = Array.from({ length: 10 }, (_, n) => String(n + 1));
const nameOf = (id: string): string => `us-we-the-people/${id}`;

/** What a tick with an alert for each petition takes, and one a day later in which nothing happens but the look at them. */
async function measureTick(followersOfEach: number): Promise<Row> {
  const platform = await startPlatform();
  for (const id of petitions) platform.shows(id, { signatureCount: 19_000 });
  const monitor = await startMonitor({
    watch: petitions.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url })),
    allowPrivateSources: true,
    warnBefore: [],
    site: { signUp: {} },
  });
  await monitor.tick('2016-01-01T12:00:00Z');
  const visitors = visitorsOf(monitor.emulator);
  for (const id of petitions) {
    for (let n = 0; n < followersOfEach; n += 1) await visitors.signUp(nameOf(id), `reader-${n}@example.org`);
    await confirmAll(await monitor.deliveries());
  }
  const { AWS_ENDPOINT_URL_DYNAMODB: engine = '', AWS_ENDPOINT_URL_SNS: sns = '' } = monitor.emulator.awsEnvironment;
  const meter = await startMeter(engine);
  const wire = await startWire({ table: meter.url, sns, source: platform.url });
  const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: meter.url, AWS_ENDPOINT_URL_SNS: wire.addresses.sns });
  const tick = monitor.anotherProcess();
  for (const id of petitions) platform.shows(id, { signatureCount: 100_000 });
  monitor.setClock('2016-01-01T13:00:00Z');
  const { published } = await tick();
  const { read, write } = meter.take();
  const mails = (await monitor.deliveries()).length;
  const publications = wire.calls.filter(({ operation }) => operation === 'Publish').length;
  monitor.setClock('2016-01-02T00:00:00Z');
  await tick();
  const daily = meter.take().read;
  restore();
  await Promise.all([meter.close(), wire.close()]);
  visitors.close();
  await monitor.close();
  await platform.close();
  return [
    whole(followersOfEach * petitions.length),
    published,
    publications,
    read.toFixed(1),
    write.toFixed(1),
    whole(mails),
    (100 * listPrice('mail', mails)).toFixed(2),
    (100 * beyondFree('mail', mails)).toFixed(2),
    daily.toFixed(1),
  ];
}

const rows = [await measureTick(0), await measureTick(100)];
print(
  'npx tsx bench/cost/followers.ts',
  [
    'followers',
    'alerts',
    'publications',
    'read units',
    'write units',
    'mails',
    'cents',
    'beyond free',
    'read units of the first tick of a day',
  ],
  rows,
);
