/** Channels, delivered at least once whatever their platform does: the real handler, table, SNS and HTTP. */
import { createHmac } from 'node:crypto';
import * as z from 'zod/mini';
import { setEnvironment } from '../../local/process-environment.ts';
import { startWire } from '../wire.ts';
import { alertOf, noon, ok, secret, startWorld, status, type Got, type World } from './world.ts';

let world: World;
afterEach(() => world.close());

const post = (url: string) => ({ post: { url: `${url}/alerts`, parameter: '/petitions/post' } });
const slack = { slack: { parameter: '/petitions/slack' } };
const idOf = ({ body }: Got): string => z.parse(z.object({ id: z.string() }), JSON.parse(body)).id;
const ids = (got: readonly Got[]): string[] => got.map(idOf);
/** As a receiver checks it (Standard Webhooks). */
function isSigned(got: Got | undefined, by: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signature } = got?.headers ?? {};
  const key = Buffer.from(by.slice('whsec_'.length), 'base64');
  const signed = createHmac('sha256', key).update(`${String(id)}.${String(at)}.${got?.body ?? ''}`);
  return signature === `v1,${signed.digest('base64')}`;
}
const one = 'us-we-the-people/1#1';

test('an alert that SNS has accepted waits in the table, and the next run sends it, signed', async () => {
  world = await startWorld((url) => [post(url)]);
  await world.publish(alertOf(1));
  expect((await world.stored()).queue.waiting).toHaveLength(1);
  expect(world.taken()).toEqual([]);
  await world.runs(1);
  const [got, ...others] = world.taken();
  expect(others).toEqual([]);
  const { 'webhook-id': id, 'webhook-timestamp': at } = got?.headers ?? {};
  expect(isSigned(got, secret)).toBe(true);
  expect(id).toBe(one);
  expect(at).toBe(String(noon.add({ minutes: 1 }).epochMilliseconds / 1000));
  expect((await world.stored()).queue).toMatchObject({ waiting: [], lately: [one] });
  await world.runs(3);
  expect(world.taken()).toEqual([]);
});

test('filters mean what they mean in SNS', async () => {
  world = await startWorld((url) => [{ ...post(url), alerts: ['response-met'] }, slack], {
    watch: [{ source: 'uk-parliament', petition: '700001' }],
  });
  await world.publish(alertOf(1));
  await world.runs(1);
  expect(world.taken().map(({ path }) => path)).toEqual(['/services/T0/B0/abc']);
});

test('of a summary in SNS, each alert comes by the topic for machines', async () => {
  world = await startWorld((url) => [post(url)]);
  const alerts = [alertOf(1), alertOf(2, { petition: 'us-we-the-people/2' })] as const;
  await world.publishSummary(alerts);
  expect(await world.monitor.channelQueues()).toEqual([]);
  expect(world.log).toEqual([]);
  await world.publishToMachines(...alerts);
  await world.runs(1);
  expect(ids(world.taken())).toEqual(alerts.map(({ id }) => id));
});

test('copies from SNS are sent once', async () => {
  world = await startWorld((url) => [post(url)]);
  await world.publish(alertOf(1), alertOf(1));
  await world.runs(1);
  await world.publish(alertOf(1));
  await world.runs(2);
  expect(ids(world.taken())).toEqual([one]);
});

test('down for 24 hours: nothing is lost, order is kept, and operators hear of it twice', async () => {
  world = await startWorld((url) => [post(url)]);
  world.answers(status(503));
  await world.publish(alertOf(1));
  await world.runs(30);
  await world.publish(alertOf(2), alertOf(3));
  await world.runs(6, 15);
  await world.runs(22, 60);
  expect(new Set(ids(world.taken()))).toEqual(new Set([one]));
  expect(world.notices).toMatchObject([{ notice: 'channel-failing', alerts: 3, reason: 'answered 503' }]);
  world.answers(ok);
  await world.runs(4, 15);
  expect(ids(world.taken())).toEqual([1, 2, 3].map((n) => `us-we-the-people/1#${n}`));
  expect(world.notices.map(({ notice }) => notice)).toEqual(['channel-failing', 'channel-recovered']);
});

test('429: Retry-After is honoured', async () => {
  world = await startWorld((url) => [post(url)]);
  world.answers(status(429, { 'retry-after': '600' }));
  await world.publish(alertOf(1));
  await world.runs(1);
  world.answers(ok);
  await world.runs(9);
  expect(world.taken()).toHaveLength(1);
  await world.runs(2);
  expect(ids(world.taken())).toEqual([one]);
});

test.each([
  ['half an answer', status(200, { 'content-length': '99' }, 'o'), /aborted/],
  ['no answer', null, /socket hang up/],
])('%s is no answer: it is sent again', async (_, answer, reason) => {
  world = await startWorld((url) => [post(url)]);
  world.answers((response, got) => {
    answer?.(response, got);
    response.destroy();
  });
  await world.publish(alertOf(1));
  await world.runs(1);
  expect(world.taken()).toHaveLength(1);
  expect((await world.stored()).queue.reason).toMatch(reason);
  world.answers(ok);
  await world.runs(2);
  expect(ids(world.taken())).toEqual([one]);
});

test('an endless answer is cut', async () => {
  world = await startWorld((url) => [post(url)]);
  world.answers((response) => void response.writeHead(200).write('x'.repeat(1_000_000)));
  await world.publish(alertOf(1));
  await world.runs(1);
  expect((await world.stored()).queue.waiting).toEqual([]);
});

test('a revoked secret: it is tried once an hour, and read again, so a new one works', async () => {
  world = await startWorld((url) => [post(url)]);
  world.answers(status(401));
  await world.publish(alertOf(1));
  await world.runs(1);
  await world.runs(3, 20);
  await world.runs(1, 2);
  expect(world.taken()).toHaveLength(2);
  expect(world.notices).toMatchObject([{ notice: 'channel-failing', reason: 'answered 401' }]);
  const renewed = `whsec_${Buffer.alloc(24, 8).toString('base64')}`;
  world.parameters.set('/petitions/post', renewed);
  world.answers(ok);
  await world.runs(1, 60);
  const [got] = world.taken();
  expect(isSigned(got, renewed)).toBe(true);
  expect((await world.stored()).queue.waiting).toEqual([]);
});

test.each([
  ['is not there', undefined],
  ['is another one', 'xoxb-not-an-address'],
])('a secret that %s is said without the secret, and nothing is sent', async (_, value) => {
  world = await startWorld(() => [slack]);
  if (value === undefined) world.parameters.delete('/petitions/slack');
  else world.parameters.set('/petitions/slack', value);
  await world.publish(alertOf(1));
  await world.runs(1);
  expect(world.taken()).toEqual([]);
  const { queue } = await world.stored();
  expect(queue.reason).toMatch(/parameter \/petitions\/slack/);
  expect(JSON.stringify([queue, world.log])).not.toContain('xoxb');
});

test('an address that is gone for a week: what waits is dropped, and operators hear how many', async () => {
  world = await startWorld((url) => [post(url)]);
  world.answers(status(410));
  await world.publish(alertOf(1), alertOf(2));
  await world.runs(4, 60);
  await world.runs(1, 167 * 60);
  expect(world.notices.map(({ notice, alerts }) => [notice, alerts])).toEqual([
    ['channel-failing', 2],
    ['channel-dropped', 2],
  ]);
  world.taken();
  await world.publish(alertOf(3));
  await world.runs(1);
  await world.runs(1, 60);
  expect(ids(world.taken())).toEqual(['us-we-the-people/1#3']);
  expect(world.notices.at(-1)).toMatchObject({ notice: 'channel-dropped', alerts: 1 });
});

test('a redirect is not followed', async () => {
  world = await startWorld((url) => [post(url)]);
  world.answers(status(301, { location: '/elsewhere' }));
  await world.publish(alertOf(1));
  await world.runs(1);
  expect(world.taken().map(({ path }) => path)).toEqual(['/alerts']);
  expect((await world.stored()).queue.nextTry?.toString()).toBe(world.clock().add({ hours: 1 }).toString());
});

test('what a platform refuses is sent once more, plainly, and then dropped with a notice; the next one is sent', async () => {
  world = await startWorld(() => [slack]);
  world.answers(status(400, {}, 'invalid_blocks'));
  await world.publish(alertOf(1, { title: 'Größe' }));
  await world.runs(1);
  const [first, second, ...others] = world.taken();
  expect(others).toEqual([]);
  expect(first?.body).toContain('Größe');
  expect(second?.body).not.toContain('Größe');
  expect(world.log).toContainEqual({ message: 'alert dropped', fields: expect.objectContaining({ alert: one }) });
  world.answers(ok);
  await world.publish(alertOf(2));
  await world.runs(1);
  expect(world.taken()).toHaveLength(1);
  expect(world.notices).toMatchObject([{ notice: 'channel-dropped', alerts: 1 }]);
});

test('a run that ends between the answer and the write: nobody sends in its time, and the next run sends it again', async () => {
  world = await startWorld((url) => [post(url)]);
  await world.publish(alertOf(1));
  const { AWS_ENDPOINT_URL_DYNAMODB: table = '', AWS_ENDPOINT_URL_SNS: sns = '' } =
    world.monitor.emulator.awsEnvironment;
  const wire = await startWire({ table, sns, source: sns });
  let writes = 0;
  const refusal = { status: 400, headers: {}, body: '{"__type":"AccessDeniedException"}' };
  wire.decide(({ operation }) => (operation === 'PutItem' && ++writes === 2 ? { instead: refusal } : undefined));
  const dies = world.monitor.anotherDeliverProcess();
  const restore = setEnvironment({ AWS_ENDPOINT_URL_DYNAMODB: wire.addresses.table });
  await expect(dies()).rejects.toThrow('not served: post');
  restore();
  await wire.close();
  expect(ids(world.taken())).toEqual([one]);
  await world.monitor.deliver();
  expect(world.taken()).toEqual([]);
  await world.runs(2);
  expect(ids(world.taken())).toEqual([one]);
  expect((await world.stored()).queue.waiting).toEqual([]);
});

test('two runs at once: one sends, and the other leaves it what it adds', async () => {
  world = await startWorld((url) => [post(url)]);
  await world.publish(...[1, 2, 3].map((n) => alertOf(n)));
  const other = world.monitor.anotherDeliverProcess();
  let isFirst = true;
  world.answers((response, got) => {
    // While the first is under way, another run comes and goes.
    const meanwhile = isFirst ? other().then(() => world.publish(alertOf(4))) : Promise.resolve();
    isFirst = false;
    void meanwhile.then(() => ok(response, got));
  });
  await world.runs(1);
  expect(ids(world.taken())).toEqual([1, 2, 3, 4].map((n) => `us-we-the-people/1#${n}`));
});

test('a channel that does not answer delays no other', async () => {
  world = await startWorld((url) => [post(url), slack]);
  let answerLate = (): void => undefined;
  const isAnswered = new Promise<void>((resolve) => {
    world.answers((response, got) => {
      if (got.path === '/alerts') answerLate = () => ok(response, got);
      else {
        ok(response, got);
        resolve();
      }
    });
  });
  await world.publish(alertOf(1));
  const run = world.runs(1);
  await isAnswered;
  answerLate();
  await run;
  expect(world.taken()).toHaveLength(2);
});

test('twenty alerts at once are one summary in a chat, and twenty events for a program', async () => {
  world = await startWorld((url) => [post(url), slack]);
  await world.publish(...Array.from({ length: 20 }, (_, n) => alertOf(n)));
  await world.runs(1);
  const got = world.taken();
  const toChat = got.filter(({ path }) => path !== '/alerts');
  expect(toChat).toHaveLength(1);
  expect(toChat[0]?.body).toContain('20 alerts');
  expect(ids(got.filter(({ path }) => path === '/alerts'))).toEqual(
    Array.from({ length: 20 }, (_, n) => `us-we-the-people/1#${n}`),
  );
});
