/** `send-test`, of a deployed stack: what subscribers get of it, over the embedded SNS. */
import * as z from 'zod/mini';
import { BadInput, parseJson } from '../../src/validation.ts';
import { alertNames } from '../../src/domain/alerts.ts';
import type { SnsDelivery } from '../../emulator/sns/topics.ts';
import { startPeople, type People } from './topic-fixture.ts';

const queue = 'arn:aws:sqs:eu-west-2:123456789012:alerts';
const phone = '+447700900000';
const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ test: z.literal(true), alert: z.optional(z.string()), notice: z.optional(z.string()) }),
});

let people: People;

beforeEach(async () => {
  people = await startPeople();
});
afterEach(() => people.close());

const to = (deliveries: readonly SnsDelivery[], address: string): SnsDelivery[] =>
  deliveries.filter(({ subscription }) => subscription.endpoint === address);
const eventOf = ({ message }: SnsDelivery): z.output<typeof eventSchema> => parseJson(eventSchema, message, 'event');

test('each alert is published once, marked as a test in every text, and the ids are said', async () => {
  await people.subscribe('hand', people.alerts, 'email', 'desk@example.org');
  await people.confirmAll();
  await people.subscribe('hand', people.alerts, 'sms', phone);
  await people.subscribe('hand', people.alerts, 'sqs', queue);
  const { stdout, stderr, error } = await people.run('send-test');
  expect(error).toBeUndefined();
  const delivered = await people.delivered();
  const mails = to(delivered, 'desk@example.org');
  expect(mails).toHaveLength(alertNames.length);
  for (const { subject, message } of mails) {
    expect(subject).toMatch(/^TEST: [\x20-\x7e]{1,93}$/);
    expect(message).toMatch(/^This is a test: nothing has happened to a petition\.\n\nA sample petition\n/);
  }
  for (const { message } of to(delivered, phone)) expect(message).toMatch(/^TEST: .*uk-parliament\/sample$/);
  const events = to(delivered, queue).map(eventOf);
  expect(events.map(({ type }) => type)).toEqual(alertNames.map((name) => `petition.${name}`));
  const messages = to(delivered, queue).map(({ id }) => id);
  expect(stdout).toBe(
    alertNames.map((name, index) => `${name}  ${events[index]?.id}  message ${messages[index]}\n`).join(''),
  );
  expect(stderr).toMatch(/^Published to the alerts of Petitions: 15\./);
});

// docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html, 2026-11: an address that gets more than ten messages a
// second is suspended. The functions may send four at the same time.
test('all samples reach a mail address, which is not suspended: they are a second apart', async () => {
  await people.subscribe('hand', people.alerts, 'email', 'desk@example.org');
  await people.confirmAll();
  await people.run('send-test');
  expect(to(await people.delivered(), 'desk@example.org')).toHaveLength(alertNames.length);
  const instants = people.deliveredAt.slice(-alertNames.length).map(({ epochMilliseconds }) => epochMilliseconds);
  expect(instants.slice(1).map((one, index) => one - (instants[index] ?? 0))).toEqual(
    alertNames.slice(1).map(() => 1000),
  );
  expect(await people.attributesOf('desk@example.org')).toMatchObject({ PendingConfirmation: 'false' });
});

test('one alert, as if of a petition and a threshold, goes to those whose choices let it through', async () => {
  const choose = (endpoint: string, policy: object): Promise<string> =>
    people.subscribe('hand', people.alerts, 'sqs', endpoint, { FilterPolicy: JSON.stringify(policy) });
  await choose(queue, { alert: ['threshold-met'], petition: ['uk-parliament/700143'], threshold: ['debate'] });
  await choose(`${queue}-2`, { source: ['us-we-the-people'] });
  const options = ['--alert', 'threshold-met', '--petition', 'uk-parliament/700143', '--threshold', 'debate'];
  const { stdout } = await people.run('send-test', ...options);
  expect(stdout).toMatch(/^threshold-met {2}uk-parliament\/700143#test-threshold-met-\S+Z {2}message \S+\n$/);
  expect((await people.delivered()).map(({ subscription }) => subscription.endpoint)).toEqual([queue]);
});

test('the operators get a source that fails, and one that answers again', async () => {
  await people.subscribe('hand', people.operators, 'sqs', queue);
  await people.subscribe('hand', people.operators, 'sms', phone);
  expect((await people.run('send-test', '--operators')).stdout).toMatch(
    /^source-failing {2}.*\nsource-recovered {2}.*\nmonitor-failing {2}.*\nmonitor-recovered {2}.*\nchannel-failing {2}.*\nchannel-recovered {2}.*\nchannel-dropped {2}.*\n$/,
  );
  const delivered = await people.delivered();
  expect(to(delivered, queue).map((one) => eventOf(one).data.notice)).toEqual([
    ...['source-failing', 'source-recovered', 'monitor-failing', 'monitor-recovered'],
    ...['channel-failing', 'channel-recovered', 'channel-dropped'],
  ]);
  expect(to(delivered, phone)[0]?.message).toMatch(/^TEST: Source failing: petitions\.example, since/);
  await people.run('send-test', '--operators', '--alert', 'source-recovered');
  expect(
    (await people.delivered()).filter(({ subject }) => subject?.startsWith('TEST: Source recovered')),
  ).toHaveLength(2);
});

test.each<[string[], RegExp]>([
  [['--alert', 'met'], /--alert must be one of threshold-met, /],
  [['--alert', 'treshold-met'], /--alert did you mean "threshold-met"\? \(it is "treshold-met"\)/],
  [['--alert', 'source-failing'], /--alert must be one of threshold-met, /],
  [['--operators', '--alert', 'threshold-met'], /--alert must be one of source-failing, source-recovered/],
  [['--operators', '--petition', 'uk-parliament/1'], /--operators cannot be used with --petition/],
  [
    ['--petition', '700143'],
    /--petition must be a petition of a source .* such as "uk-parliament\/700143" \(it is "700143"\)/,
  ],
  [['--petition', 'bundestag/1'], /--petition must be a petition of a source/],
  [
    ['--threshold', 'debat'],
    /--threshold must be a threshold of uk-parliament, such as "response", "debate" \(it is "debat"\)/,
  ],
  [
    ['--petition', 'scotland/PE1876'],
    /--petition must be a petition of a source with thresholds, .*; scotland has none/,
  ],
  [['--petition', 'us-we-the-people/1', '--alert', 'threshold-retracted'], /--alert is never sent under the rules/],
])('bad usage is an error that says what is good, and publishes nothing: %j', async (options, message) => {
  for (const topic of [people.alerts, people.operators]) await people.subscribe('hand', topic, 'sqs', queue);
  const { stdout, error } = await people.run('send-test', ...options);
  expect(stdout).toBe('');
  expect(error).toBeInstanceOf(BadInput);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
  expect(await people.delivered()).toEqual([]);
});
