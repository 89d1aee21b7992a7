/** Digests through the real handler, over the embedded cloud: when they come, what they cover, and to whom. */
import { newsdesk, spanOf, start, toldIn, type Here } from './digest-function.ts';

let here: Here;

beforeEach(async () => {
  here = await start();
});
afterEach(() => here.close());

describe('the time of a digest', () => {
  test('the first comes at the first occurrence after the deploy, and covers the time from the one before', async () => {
    await here.monitor.tick('2016-01-01T17:00:00Z');
    expect(await here.monitor.sendDigests('2016-01-01T17:00:00Z')).toEqual({ published: 0, failures: 0 });
    await here.monitor.sendDigests('2016-01-02T08:01:59Z');
    expect(here.spans()).toEqual([]);
    expect(await here.monitor.sendDigests('2016-01-02T08:04:00Z')).toEqual({ published: 1, failures: 0 });
    expect(here.monitor.counted.at(-1)).toEqual({ DigestsPublished: 1 });
    const digest = here.only();
    expect([spanOf(digest)]).toEqual(['newsdesk 2016-01-01T08:00:00Z 2016-01-02T08:00:00Z']);
    expect(digest.id).toBe('digest/newsdesk#2016-01-02T08:00:00Z');
    expect(toldIn(digest)).toEqual(['watch-started 1', 'watch-started 2']);
    expect(await here.monitor.sendDigests('2016-01-02T08:09:00Z')).toEqual({ published: 0, failures: 0 });
  });

  test('one that begins a minute after its time does not come at once', async () => {
    await here.monitor.sendDigests('2016-01-02T08:01:00Z');
    await here.monitor.sendDigests('2016-01-02T08:06:00Z');
    expect(here.spans()).toEqual([]);
  });

  test('each goes on where the last one ended, and is sent when there is nothing to say', async () => {
    await here.monitor.tick('2016-01-01T17:00:00Z');
    for (const now of ['2016-01-01T17:00:00Z', '2016-01-02T08:05:00Z', '2016-01-03T08:05:00Z'])
      await here.monitor.sendDigests(now);
    const [, second] = here.monitor.digests();
    if (second === undefined) throw new Error('no second digest');
    expect([spanOf(second)]).toEqual(['newsdesk 2016-01-02T08:00:00Z 2016-01-03T08:00:00Z']);
    expect(second.count).toEqual({ alerts: 0, overdue: 0, deadlines: 0, petitions: 2, unreadable: 0 });
    const mails = await here.monitor.deliveries();
    expect(mails.at(-1)?.subject).toBe('Petitions, 3 January: nothing new');
    expect(mails.at(-1)?.message).toContain(
      'No alerts, no responses past their date, no dates in the next seven days.',
    );
  });

  test('after an outage of three days there is one digest, of all of it', async () => {
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-02T08:05:00Z');
    here.monitor.digests();
    await here.monitor.tick('2016-01-02T17:00:00Z');
    here.platform.shows('1', { signatureCount: 100_000 });
    await here.monitor.tick('2016-01-04T17:00:00Z');
    // The count has leapt: it takes a second reading.
    await here.monitor.tick('2016-01-04T17:02:00Z');
    await here.monitor.sendDigests('2016-01-05T12:00:00Z');
    const digest = here.only();
    expect([spanOf(digest)]).toEqual(['newsdesk 2016-01-02T08:00:00Z 2016-01-05T08:00:00Z']);
    expect(toldIn(digest)).toEqual(['watch-started 1', 'watch-started 2', 'threshold-met 1']);
    await here.monitor.sendDigests('2016-01-05T12:05:00Z');
    expect(here.spans()).toEqual([]);
  });

  test('a weekly one comes on its day', async () => {
    await here.beginAnew([{ ...newsdesk, every: 'tuesday' }]);
    // The fifth is a Tuesday.
    for (const now of ['2016-01-01T17:00:00Z', '2016-01-04T08:05:00Z', '2016-01-05T08:05:00Z', '2016-01-06T08:05:00Z'])
      await here.monitor.sendDigests(now);
    expect(here.spans()).toEqual(['newsdesk 2015-12-29T08:00:00Z 2016-01-05T08:00:00Z']);
  });
});

describe('a list that changes', () => {
  test('to another time goes on where its last digest ended, with nothing left out and nothing twice', async () => {
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-02T08:05:00Z');
    const earlier = here.deployed([{ ...newsdesk, at: '07:00' }]);
    await earlier('2016-01-02T09:00:00Z');
    await earlier('2016-01-03T07:05:00Z');
    const weekly = here.deployed([{ ...newsdesk, every: 'tuesday' }]);
    await weekly('2016-01-03T09:00:00Z');
    await weekly('2016-01-05T08:05:00Z');
    expect(here.spans()).toEqual([
      'newsdesk 2016-01-01T08:00:00Z 2016-01-02T08:00:00Z',
      'newsdesk 2016-01-02T08:00:00Z 2016-01-03T07:00:00Z',
      'newsdesk 2016-01-03T07:00:00Z 2016-01-05T08:00:00Z',
    ]);
  });

  test('to a time that has passed since the last digest sends one at once, of the time between', async () => {
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-02T08:05:00Z');
    here.monitor.digests();
    await here.deployed([{ ...newsdesk, at: '11:00' }])('2016-01-02T12:00:00Z');
    expect(here.spans()).toEqual(['newsdesk 2016-01-02T08:00:00Z 2016-01-02T11:00:00Z']);
  });

  test('and was taken out sends nothing; taken in again, it goes on with all since', async () => {
    await here.monitor.sendDigests('2016-01-01T17:00:00Z');
    await here.monitor.sendDigests('2016-01-02T08:05:00Z');
    here.monitor.digests();
    const without = here.deployed([]);
    expect(await without('2016-01-03T08:05:00Z')).toEqual({ published: 0, failures: 0 });
    await here.monitor.sendDigests('2016-01-09T12:00:00Z');
    expect(here.spans()).toEqual(['newsdesk 2016-01-02T08:00:00Z 2016-01-09T08:00:00Z']);
  });
});

test('a list of some petitions is told of these alone, each list on its own topic', async () => {
  await here.beginAnew([
    { ...newsdesk, subscribers: [{ email: 'desk@example.org' }] },
    { ...newsdesk, name: 'second', petitions: ['us-we-the-people/2'], subscribers: [{ email: 'two@example.org' }] },
  ]);
  await here.monitor.tick('2016-01-01T17:00:00Z');
  await here.monitor.sendDigests('2016-01-01T17:00:00Z');
  expect(await here.monitor.sendDigests('2016-01-02T08:05:00Z')).toEqual({ published: 2, failures: 0 });
  const [all, some] = here.monitor.digests();
  expect([all, some].map((one) => one && toldIn(one))).toEqual([
    ['watch-started 1', 'watch-started 2'],
    ['watch-started 2'],
  ]);
  expect(some?.petitions.map(({ petition }) => petition)).toEqual(['us-we-the-people/2']);
  const mails = (await here.monitor.deliveries()).map(({ subscription, attributes }) => {
    return [subscription.endpoint, attributes.get('alert')?.value, attributes.get('digest')?.value];
  });
  expect(mails).toEqual([
    ['desk@example.org', 'digest', 'newsdesk'],
    ['two@example.org', 'digest', 'second'],
  ]);
});

test('a function that is not told the topic of a list says so when it begins', () => {
  expect(() => here.deployed([{ ...newsdesk, name: 'unknown' }])).toThrow(
    'environment: DIGEST_TOPIC_ARNS must name the topic of "unknown"',
  );
});
