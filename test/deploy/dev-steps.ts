/** A stage to try things on: deployed, told a crossing, updated without losing anything, and gone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { stackOutputs } from '../../cli/stack-outputs.ts';
import type { ConfigInput } from '../../src/config/config.ts';
import type { Alert, AlertName } from '../../src/domain/alerts.ts';
import type { Item } from '../../src/storage/table-keys.ts';
import { cdk } from './command.ts';
import { changesBetween } from './exports.ts';
import { countOf, nothingLeft } from './left.ts';
import { responseLine } from './platform.ts';
import { invoked } from './stack.ts';
import { holds, same, type Step } from './step.ts';
import type { World } from './world.ts';

const named = (alerts: readonly Alert[]): string[] => alerts.map(({ alert, id }) => `${alert} ${id}`);

export function devSteps(world: World): Step[] {
  const { account, dev, platform, emulated } = world;
  const told: string[] = [];
  let before: Item[] = [];

  /** What the first queue got, which is exactly this, and nothing that it had got already. */
  async function expectTold(...expected: readonly string[]): Promise<Alert[]> {
    const alerts = await world.inbox('desk').take(expected.length);
    same('told', named(alerts), expected);
    for (const one of expected) holds(`${one} was told twice`, !told.includes(one));
    told.push(...expected);
    return alerts;
  }

  async function subscribed(): Promise<string[]> {
    const { AlertTopicArn } = await stackOutputs(dev.name);
    return account.subscribed(AlertTopicArn);
  }

  const byItself: Step = {
    name: 'the schedule runs by itself',
    take: async () => {
      const { lastTick } = await dev.status();
      for (let minutes = 0; minutes < 3; minutes += 0.5) {
        await sleep(30_000);
        const { lastTick: next } = await dev.status();
        if (next !== lastTick) return `a tick at ${next ?? ''} that nobody asked for`;
      }
      throw new Error(`no tick after ${lastTick ?? ''} in three minutes`);
    },
  };

  const withSecond = (alerts: AlertName[]): ConfigInput =>
    world.watching(['1', '2'], [world.inbox('desk'), world.inbox('second')], alerts);

  async function filtersOfSecond(): Promise<unknown> {
    const { AlertTopicArn } = await stackOutputs(dev.name);
    return account.filtersOf(AlertTopicArn, world.inbox('second').arn);
  }

  let bucket: string | undefined;
  // CloudFront takes minutes on a real account, and is refused to many new ones.
  const withSiteAndDigest: Step = {
    name: 'add a site and a digest',
    take: async () => {
      const before = await dev.export();
      const digest = { name: 'daily', every: 'day' as const, at: '08:00', timeZone: 'Europe/London' };
      const config = { ...withSecond(['threshold-met']), digests: [{ ...digest, subscribers: [] }] };
      try {
        await world.deploy(dev, { ...config, site: { title: 'A site to try a deploy with' } });
      } catch (error) {
        if (!/CloudFront|Distribution/.test(String(error))) throw error;
        return `the emulator has no CloudFront: ${String(error).split('\n').at(-1)?.trim() ?? ''}`;
      }
      same('changed or lost', changesBetween(before, await dev.export()), []);
      bucket = await account.output(dev.name, 'SiteBucketName');
      const made = await invoked(await account.output(dev.name, 'ReportFunctionName'));
      const objects = (await account.objects(bucket)) ?? [];
      for (const one of ['site/index.html', 'site/status.json']) {
        holds(`the bucket has no ${one}: ${objects.join(', ')}`, objects.includes(one));
      }
      const sent = await invoked(await account.output(dev.name, 'DigestFunctionName'));
      await dev.tick();
      await expectTold();
      return `${objects.length} objects in the bucket; the site function: ${made}; the digest function: ${sent}`;
    },
  };

  return [
    {
      name: 'bootstrap',
      take: async () => {
        const toolkit = await account.stack('CDKToolkit');
        if (toolkit !== undefined) return `done before: CDKToolkit is ${toolkit}, and left as it is`;
        await cdk('bootstrap');
        return `CDKToolkit is ${(await account.stack('CDKToolkit')) ?? 'not there'}`;
      },
    },
    {
      name: 'make queues',
      take: async () => {
        const [desk, second] = [await world.makeInbox('desk'), await world.makeInbox('second')];
        return `${desk.arn} and ${second.arn}, which admit the topics of ${dev.name}`;
      },
    },
    {
      name: 'deploy',
      take: async () => {
        platform.shows('1', responseLine - 2);
        await world.deploy(dev, world.watching(['1'], [world.inbox('desk')]));
        same('subscribed', await subscribed(), [world.inbox('desk').arn]);
        return `${countOf(await account.named(dev.prefix))}; the queue subscribes`;
      },
    },
    {
      name: 'first tick',
      take: async () => {
        await dev.tick();
        await expectTold('watch-started uk-parliament/1#1');
        const { petitions, lastTick } = await dev.status();
        same('status', petitions, ['uk-parliament/1 9998 response:open debate:open']);
        holds('status names no last tick', lastTick !== null);
        return `watch-started in the queue; status: ${petitions.join(', ')}`;
      },
    },
    {
      name: 'a tick with nothing new',
      take: async () => {
        await dev.tick();
        await expectTold();
        return 'nothing told';
      },
    },
    {
      name: 'cross a threshold',
      take: async () => {
        platform.shows('1', responseLine + 1);
        await dev.tick();
        const [alert] = await expectTold('threshold-met uk-parliament/1#2');
        const { threshold, needed, signatures, certain } = alert ?? {};
        same(
          'alert',
          { threshold, needed, signatures, certain },
          {
            threshold: 'response',
            needed: responseLine,
            signatures: responseLine + 1,
            certain: true,
          },
        );
        same('status', (await dev.status()).petitions, ['uk-parliament/1 10001 response:met debate:open']);
        return 'threshold-met uk-parliament/1#2 in the queue, a CloudEvents document; status: response:met';
      },
    },
    {
      name: 'history',
      take: async () => {
        const history = await dev.history('uk-parliament/1');
        for (const one of [' 9,998\n', ' 10,001 ', 'Watching from 9,998', 'Threshold met: 10,001 of 10,000']) {
          holds(`history does not show ${one}:\n${history}`, history.includes(one));
        }
        return 'both counts, both alerts';
      },
    },
    {
      name: 'update: another petition, another queue',
      take: async () => {
        before = await dev.export();
        const queues = [world.inbox('desk'), world.inbox('second')];
        platform.shows('2', responseLine - 2);
        await world.deploy(dev, world.watching(['1', '2'], queues));
        same('subscribed', (await subscribed()).sort(), queues.map(({ arn }) => arn).sort());
        await dev.tick();
        // It is put on the agenda by the first tick that knows of it, and may be looked at by the next.
        await dev.tick();
        await expectTold('watch-started uk-parliament/2#1');
        return 'watch-started of the new one told, and nothing else';
      },
    },
    {
      name: 'nothing was lost',
      take: async () => {
        const after = await dev.export();
        same('changed or lost', changesBetween(before, after), []);
        const { petitions } = await dev.status();
        same('status', [...petitions].sort(), [
          'uk-parliament/1 10001 response:met debate:open',
          'uk-parliament/2 9998 response:open debate:open',
        ]);
        return `${before.length} items before, all there, with the same verdicts and counts; ${after.length} now`;
      },
    },
    {
      name: 'cross the threshold of the other',
      take: async () => {
        platform.shows('2', responseLine + 1);
        await dev.tick();
        await expectTold('threshold-met uk-parliament/2#2');
        const second = named(await world.inbox('second').take(1));
        holds(`the second queue got ${second.join(', ')}`, second.includes('threshold-met uk-parliament/2#2'));
        holds(`the second queue was told of old: ${second.join(', ')}`, !second.some((one) => one.includes('/1#')));
        return `told to both queues; ${told.length} alerts by now, each once`;
      },
    },
    {
      name: 'change what a subscriber gets',
      take: async () => {
        await world.deploy(dev, withSecond(['response-met']));
        same('filters', await filtersOfSecond(), { alert: ['response-met'] });
        return 'SNS has the filters; nobody confirmed again';
      },
    },
    {
      name: 'a subscriber is gone from SNS',
      take: async () => {
        const { AlertTopicArn } = await stackOutputs(dev.name);
        await account.unsubscribe(AlertTopicArn, world.inbox('second').arn);
        same('subscribed', await subscribed(), [world.inbox('desk').arn]);
        same('absent', (await dev.status()).absent, [`${world.inbox('second').arn} gone alerts`]);
        return 'status names it';
      },
    },
    {
      name: 'resubscribe, with other filters',
      take: async () => {
        dev.write(withSecond(['threshold-met']));
        const said = await dev.resubscribe(world.inbox('second').arn);
        if (emulated && said.includes('SNS still has no subscription'))
          return 'the emulator does not create again what a deploy removed, and the command says that it is still gone';
        holds(`resubscribe says:\n${said}`, said.includes(`${world.inbox('second').arn} is subscribed again.`));
        same('filters', await filtersOfSecond(), { alert: ['threshold-met'] });
        same('absent', (await dev.status()).absent, []);
        return 'it is back, with them; status names nobody';
      },
    },
    ...(emulated ? [withSiteAndDigest] : [byItself]),
    {
      name: 'destroy',
      take: async () => {
        const said = await dev.destroy();
        same('bucket of the site', bucket && (await account.objects(bucket)), undefined);
        holds(`destroy does not say that nothing is kept:\n${said}`, said.includes('Nothing was kept.'));
        same('stack', await account.stack(dev.name), undefined);
        await nothingLeft(world, dev.prefix);
        return 'no stack; no table, function, topic or queue of its name';
      },
    },
  ];
}
