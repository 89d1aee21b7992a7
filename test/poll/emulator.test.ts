/** The real handler without SNS, without the table, and beside another run of itself. */
import { setEnvironment } from '../../local/process-environment.ts';
import { at } from '../domain/story.ts';
import { startWire } from '../wire.ts';
import { setUp } from './poll-function.ts';

const here = setUp();

describe('when a part of the cloud fails', () => {
  test('an alert that SNS does not take is kept, counted and logged, and goes out with a later tick', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    here.monitor.alerts();
    here.platform.shows('1', { signatureCount: 100_000 });
    const withoutSns = another({ AWS_ENDPOINT_URL_SNS: 'http://127.0.0.1:1' });
    here.monitor.setClock('2016-01-05T17:00:00Z');
    expect(await withoutSns()).toMatchObject({ committed: 1, published: 0, unpublished: 1 });
    expect(here.monitor.counted.at(-1)).toMatchObject({ AlertsCommitted: 1, AlertsPublished: 0, PublishErrors: 1 });
    expect(here.monitor.log).toContainEqual({
      level: 'error',
      message: 'alert not published',
      fields: {
        petition: 'us-we-the-people/1',
        alert: 'us-we-the-people/1#2',
        reason: expect.stringMatching(/ECONNREFUSED/),
      },
    });
    expect(here.told()).toEqual([]);
    // What is counted of an alert's delay is all of it, from the look that proves it.
    const late = { committed: 0, published: 1, publishDelay: 60 };
    expect(await here.monitor.tick('2016-01-05T17:01:00Z')).toMatchObject(late);
    expect(here.monitor.counted.at(-1)).toMatchObject({ AlertsPublished: 1, PublishDelay: 60 });
    expect(here.told()).toEqual(['threshold-met 1']);
    expect(await here.monitor.tick('2016-01-05T17:02:00Z')).toMatchObject({ published: 0 });
  });

  test('without the table a run fails, and the next one makes up for it', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    here.monitor.alerts();
    here.platform.shows('1', { signatureCount: 100_000 });
    const withoutTable = another({ AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1' });
    here.monitor.setClock('2016-01-05T17:00:00Z');
    await expect(withoutTable()).rejects.toThrow(/ECONNREFUSED/);
    expect(here.told()).toEqual([]);
    await here.monitor.tick('2016-01-05T17:01:00Z');
    expect(here.told()).toEqual(['threshold-met 1']);
  });

  test('without one part of the agenda the others are attended to, the run fails, and the next one has all of it', async () => {
    here.platform.shows('2', { signatureCount: 19_000 });
    await here.start('1', '2');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    const second = await here.monitor.petitionRepository.load('us-we-the-people/2');
    if (second === undefined) throw new Error('not there');
    await here.monitor.petitionRepository.save(
      { ...second, dueKey: { bucket: 'at', sortKey: '2016-01-05T17:00:00Z' } },
      second.version,
    );
    here.monitor.alerts();
    here.platform.shows('1', { signatureCount: 100_000 });
    here.platform.shows('2', { signatureCount: 100_000 });
    const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } =
      here.monitor.emulator.awsEnvironment;
    const wire = await startWire({ table, sns, source: here.platform.url });
    wire.decide(({ operation, content }) =>
      operation === 'Query' && content.includes('{"S":"at"}') ? { instead: 'reset' } : undefined,
    );
    const withoutOne = another({ AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table });
    here.monitor.setClock('2016-01-05T17:00:00Z');
    await expect(withoutOne()).rejects.toThrow("1 of the due index's parts could not be read");
    expect(here.told()).toEqual(['threshold-met 1']);
    expect(here.monitor.log).toContainEqual({
      level: 'error',
      message: 'due index not read',
      fields: { reason: expect.stringMatching(/^lane at from 0: .*ECONNRESET|socket hang up/) },
    });
    expect((await here.monitor.dueIndex.lastTick())?.at).toEqual(at('2016-01-01T17:00:00Z'));
    await here.monitor.tick('2016-01-05T17:01:00Z');
    expect(here.told()).toEqual(['threshold-met 2']);
    await wire.close();
  });

  /** The function in a process whose environment differs: the SDK finds its endpoints at the first request. */
  function another(environment: Record<string, string>): () => Promise<unknown> {
    const run = here.monitor.anotherProcess();
    return () => {
      const restore = setEnvironment(environment);
      return run().finally(restore);
    };
  }
});

describe('runs that overlap', () => {
  test('two at once commit and publish an alert once', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    here.monitor.alerts();
    here.platform.shows('1', { signatureCount: 100_000 });
    here.monitor.setClock('2016-01-05T17:00:00Z');
    const runs = [1, 2, 3].map(() => here.monitor.anotherProcess()());
    await Promise.all(runs);
    expect(here.told()).toEqual(['threshold-met 1']);
  });

  test('an outbox in the hands of a run is left to it until that run must be over, and then published', async () => {
    await here.start('1');
    await here.monitor.tick('2016-01-01T17:00:00Z');
    const alert = here.monitor.alerts()[0];
    const left = await here.monitor.petitionRepository.load('us-we-the-people/1');
    if (alert === undefined || left === undefined) throw new Error('not there');
    const held = at('2016-01-05T17:00:50Z');
    await here.monitor.petitionRepository.save(
      { ...left, outbox: [alert], lockedUntil: held, dueKey: { bucket: '1', sortKey: '0000' } },
      left.version,
    );
    await here.monitor.tick('2016-01-05T17:00:30Z');
    expect(here.told()).toEqual([]);
    expect((await here.monitor.petitionRepository.load('us-we-the-people/1'))?.outbox).toHaveLength(1);
    await here.monitor.tick('2016-01-05T17:01:30Z');
    expect(here.told()).toEqual(['watch-started 1']);
    expect(await here.monitor.petitionRepository.load('us-we-the-people/1')).toMatchObject({ outbox: [] });
  });
});
