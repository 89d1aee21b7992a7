/**
 * A monitor goes on from the table of the version before. tables/ has one of each release, written by that release in the middle
 * of its work: an alert that SNS has not accepted, one that a channel has not, a deadline that passed, a platform that fails.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { databaseIn } from '../../emulator/database-lock.ts';
import { createTable, localClient, localTable, startDynamoDb } from '../../emulator/dynamodb.ts';
import { at } from '../domain/story.ts';
import { serve } from '../loopback.ts';
import { startMonitor } from '../test-monitor.ts';
import { startPlatform } from '../test-platform.ts';

const folder = mkdtempSync(join(tmpdir(), 'upgrade-'));
afterAll(() => rmSync(folder, { recursive: true }));

const started = at('2016-01-02T10:00:00Z');
const minute = (minutes: number): string => started.add({ minutes }).toString();
const unix = (text: string): number => at(text).epochMilliseconds / 1000;
const itemSchema = z.record(z.string(), z.custom<AttributeValue>());

/** Writes the table of a release into a new folder. */
async function written(release: string): Promise<string> {
  const data = join(folder, release);
  const engine = await startDynamoDb(databaseIn(data));
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  await createTable(client, localTable);
  for (const line of readFileSync(new URL(`tables/${release}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')) {
    const Item = z.parse(itemSchema, JSON.parse(line));
    await client.send(new PutItemCommand({ TableName: localTable, Item }));
  }
  client.destroy();
  await engine.close();
  return data;
}

test.each(['0.1.0'])('what %s left unsent is sent once, and all else goes on', async (release) => {
  const platform = await startPlatform();
  const common = { created: unix('2015-12-20T17:00:00Z'), deadline: unix('2016-01-19T17:00:00Z') };
  platform.shows('1', { ...common, title: 'Met, and told', signatureCount: 100_050 });
  platform.shows('2', { ...common, title: 'Met, and not told yet', signatureCount: 100_020 });
  const over = { ...common, deadline: unix('2016-01-02T12:00:00Z') };
  platform.shows('3', { ...over, title: 'Over, and read once since', signatureCount: 50_000 });
  platform.shows('4', { ...common, title: 'Failing', signatureCount: 5_000 });
  const received: string[] = [];
  const receiver = await serve((request, response) => {
    void text(request).then((body) => {
      received.push(body);
      response.end('ok');
    });
  });
  const monitor = await startMonitor(
    {
      watch: ['1', '2', '3', '4'].map((petition) => ({
        source: 'us-we-the-people' as const,
        petition,
        baseUrl: platform.url,
      })),
      subscribers: [{ email: 'desk@example.org' }, { slack: { parameter: '/petitions/slack' } }],
      digests: [
        { name: 'newsroom', every: 'day', at: '18:00', timeZone: 'UTC', subscribers: [{ email: 'desk@example.org' }] },
      ],
      allowPrivateSources: true,
    },
    databaseIn(await written(release)),
    new Map([['/petitions/slack', `${receiver.url}/services/T0/B0/abc`]]),
  );

  await monitor.tick(minute(190));
  await monitor.tick(minute(191));
  // Each with the id under which it was committed, and none of those that SNS had accepted. Petitions are polled side by side.
  const sent = monitor.alerts().map(({ alert, id }) => `${id} ${alert}`);
  expect(sent.toSorted()).toEqual(['us-we-the-people/2#2 threshold-met', 'us-we-the-people/3#3 threshold-missed']);

  await monitor.emulator.settled();
  monitor.setClock(minute(200));
  await monitor.deliver();
  expect(received).toEqual([expect.stringContaining('*8 alerts*')]);
  expect(received[0]).toMatch(/Met, and told: Threshold met.*Met, and not told yet: Threshold met/);
  expect(await monitor.channelQueues()).toMatchObject([{ queue: { waiting: [] } }]);

  // The counts and verdicts of before are the beginning of those of now.
  for (const minutes of [260, 261, 50_000, 50_001, 50_070]) await monitor.tick(minute(minutes));
  const later = monitor.alerts().map(({ alert, petition }) => `${petition} ${alert}`);
  expect(later.toSorted()).toEqual([
    'us-we-the-people/1 response-missed',
    'us-we-the-people/2 response-missed',
    'us-we-the-people/4 threshold-missed',
  ]);
  // What operators had been told of is over, and that comes from SNS once as well.
  expect(monitor.notices().map(({ notice, at: noticedAt }) => `${notice} ${String(noticedAt)}`)).toEqual([
    'monitor-failing 2016-01-02T12:08:00Z',
    'monitor-failing 2016-01-02T12:46:00.25Z',
    'monitor-recovered 2016-01-02T14:20:00Z',
    'monitor-recovered 2016-01-02T14:20:00Z',
  ]);

  await monitor.close();
  await platform.close();
  await receiver.close();
});
