/** Alerts of a petition with followers, through the real handler: to its topics as well, each once, whatever one of them does. */
import { DeleteTopicCommand } from '@aws-sdk/client-sns';
import type { Fates } from '../wire.ts';
import { startWire } from '../wire.ts';
import { setEnvironment } from '../../local/process-environment.ts';
import type { FollowChoice } from '../../src/domain/followers.ts';
import { confirmAll, visitorsOf, type Visitors } from '../sign-up.ts';
import { startMonitor, type Monitor } from '../test-monitor.ts';
import { startPlatform, type Platform } from '../test-platform.ts';

const desk = 'desk@example.org';
const reader = 'reader@example.org';
const keen = 'keen@example.org';
const name = (id: number): string => `us-we-the-people/${id}`;

let platform: Platform;
let monitor: Monitor;
let visitors: Visitors;

beforeEach(async () => {
  platform = await startPlatform();
});
afterEach(async () => {
  visitors.close();
  await monitor.close();
  await platform.close();
});

const minute = (n: number): string => `2016-01-01T17:${String(n).padStart(2, '0')}:00Z`;

async function watch(many: number): Promise<void> {
  const ids = Array.from({ length: many }, (_, n) => String(n + 1));
  for (const id of ids) platform.shows(id, { signatureCount: 19_000 });
  monitor = await startMonitor({
    watch: ids.map((petition) => ({ source: 'us-we-the-people', petition, baseUrl: platform.url })),
    subscribers: [{ email: desk }],
    allowPrivateSources: true,
    warnBefore: [],
    site: { signUp: {} },
  });
  visitors = visitorsOf(monitor.emulator);
  await monitor.tick(minute(0));
}

async function signUp(id: number, email: string, choice?: FollowChoice): Promise<void> {
  await visitors.signUp(name(id), email, choice);
  await confirmAll(await monitor.deliveries());
}

/** What each address got since this was last asked: the ids of alerts, and what is no alert by its subject. */
async function received(): Promise<Record<string, string[]>> {
  const got: Record<string, string[]> = {};
  for (const { subscription, subject = '', message } of await monitor.deliveries()) {
    const id = /Alert (\S+#\d+)\./.exec(message)?.[1];
    const isSummary = message.includes('Message summary/');
    (got[subscription.endpoint] ??= []).push(isSummary || id === undefined ? subject : id);
  }
  return got;
}

const crosses = (id: number): void => platform.shows(String(id), { signatureCount: 100_000 });

/** A run of another process to which this happens. */
async function runWith(at: number, fates: Fates): Promise<void> {
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } = monitor.emulator.awsEnvironment;
  const wire = await startWire({ table, sns, source: platform.url });
  wire.decide(fates);
  const { table: AWS_ENDPOINT_URL_DYNAMODB, sns: AWS_ENDPOINT_URL_SNS } = wire.addresses;
  const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SNS, AWS_MAX_ATTEMPTS: '1' });
  monitor.setClock(minute(at));
  await monitor.anotherProcess()().finally(restore);
  await wire.close();
}

const refusal = {
  status: 403,
  headers: { 'content-type': 'text/xml' },
  body: '<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>-</Message></Error></ErrorResponse>',
};
/** SNS refuses what goes to a topic whose name has this. */
const refuses =
  (part: string): Fates =>
  ({ to, topic }) =>
    to === 'sns' && topic.includes(part) ? { instead: refusal } : undefined;

async function outbox(id = 1) {
  const stored = await monitor.petitionRepository.load(name(id));
  return { waits: stored?.outbox.map((alert) => alert.id), accepted: stored?.accepted };
}

test('whoever follows a petition is told of it, and of no other: of the main alerts, or of all', async () => {
  await watch(2);
  await signUp(1, reader);
  await signUp(1, keen, 'all');
  await received();
  crosses(1);
  crosses(2);
  await monitor.tick(minute(59));
  expect(await received()).toEqual({
    [desk]: expect.arrayContaining([`${name(1)}#2`, `${name(2)}#2`]),
    [reader]: [`${name(1)}#2`],
    [keen]: [`${name(1)}#2`],
  });
  platform.shows('1', { signatureCount: 100_001, deadline: Date.parse('2016-03-01T00:00:00Z') / 1000 });
  for (const n of [1, 2]) await monitor.tick(`2016-01-01T19:0${n}:00Z`);
  const more = await received();
  expect(more[reader]).toBeUndefined();
  expect(more[keen]).toEqual(more[desk]);
  expect(more[keen]).toHaveLength(1);
});

test('who has not confirmed gets nothing', async () => {
  await watch(1);
  await visitors.signUp(name(1), reader);
  await received();
  crosses(1);
  await monitor.tick(minute(59));
  expect(Object.keys(await received())).toEqual([desk]);
});

test('a topic of followers that refuses an alert makes nobody else get it again', async () => {
  await watch(1);
  await signUp(1, reader);
  await signUp(1, keen, 'all');
  await received();
  crosses(1);
  for (const n of [56, 57, 58]) await runWith(n, refuses('-follow-main-'));
  expect(await received()).toEqual({ [desk]: [`${name(1)}#2`], [keen]: [`${name(1)}#2`] });
  const { waits, accepted } = await outbox();
  expect(waits).toEqual([`${name(1)}#2`]);
  expect(Object.values(accepted ?? {}).map((topics) => [...topics].sort())).toEqual([['alerts', 'all']]);
  await monitor.tick(minute(59));
  expect(await received()).toEqual({ [reader]: [`${name(1)}#2`] });
  expect(await outbox()).toEqual({ waits: [], accepted: undefined });
});

test('followers are told when the topic of alerts refuses, and not again when it takes the alert', async () => {
  await watch(1);
  await signUp(1, reader);
  await received();
  crosses(1);
  await runWith(58, refuses('petition-alerts'));
  expect(await received()).toEqual({ [reader]: [`${name(1)}#2`] });
  await monitor.tick(minute(59));
  expect(await received()).toEqual({ [desk]: [`${name(1)}#2`] });
});

test('where the table does not say who follows, nobody is told yet', async () => {
  await watch(1);
  await signUp(1, reader);
  await received();
  crosses(1);
  await runWith(58, ({ to, operation, content }) =>
    to === 'table' && operation === 'GetItem' && content.includes('"followers"') ? { instead: 'reset' } : undefined,
  );
  expect(await received()).toEqual({});
  await monitor.tick(minute(59));
  expect(await received()).toEqual({ [desk]: [`${name(1)}#2`], [reader]: [`${name(1)}#2`] });
});

test('a topic that somebody has deleted is named once an alert, and keeps nothing waiting', async () => {
  await watch(1);
  await signUp(1, reader);
  await signUp(1, keen, 'all');
  await received();
  await visitors.sns.send(new DeleteTopicCommand({ TopicArn: visitors.topicOf(name(1)) }));
  crosses(1);
  await monitor.tick(minute(59));
  expect(await received()).toEqual({ [desk]: [`${name(1)}#2`], [keen]: [`${name(1)}#2`] });
  expect(await outbox()).toEqual({ waits: [], accepted: undefined });
  expect(
    monitor.log.filter(({ message }) => message === 'topic of followers is gone').map(({ fields }) => fields),
  ).toEqual([{ petition: name(1), choice: 'main' }]);
  await signUp(1, reader);
  expect(await visitors.followersOf(name(1))).toEqual([[reader, true]]);
});

test('in a burst, who follows one petition gets its alert, and no summary; and nobody gets a summary again for his sake', async () => {
  await watch(16);
  await signUp(3, reader);
  await received();
  for (let id = 1; id <= 16; id += 1) crosses(id);
  await runWith(59, refuses('-follow-main-'));
  const first = await received();
  expect(first[desk]?.filter((one) => one.includes('petitions of'))).toHaveLength(1);
  expect(first[reader]).toBeUndefined();
  expect((await outbox(3)).waits).toEqual([`${name(3)}#2`]);
  await monitor.tick(`2016-01-01T18:00:00Z`);
  expect(await received()).toEqual({ [reader]: [`${name(3)}#2`] });
});

test('no log and no stored item has an address', async () => {
  await watch(1);
  await signUp(1, reader);
  crosses(1);
  await runWith(58, refuses('-follow-main-'));
  await monitor.tick(minute(59));
  expect(JSON.stringify([monitor.log, await monitor.petitions(), await visitors.followers.all()])).not.toContain(
    reader,
  );
});
