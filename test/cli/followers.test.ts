/** Followers, as who runs the monitor sees them: counted, named if asked, removed, and gone with the stack. */
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { deleteFollowersTopics, listFollowersTopics } from '../../cli/subscribers/signed-up.ts';
import type { FollowChoice } from '../../src/domain/followers.ts';
import { follow } from '../../src/notifications/follow.ts';
import { followersTopic } from '../../src/notifications/followers-topic.ts';
import { BadInput } from '../../src/validation.ts';
import { jsonLines } from './cli.ts';
import { startPeople, type People } from './topic-fixture.ts';

const desk = 'desk@example.org';
const reader = 'reader@example.org';
const topicPrefix = 'arn:aws:sns:us-east-1:000000000000:Petitions-follow-';
const long = `denmark/${'x'.repeat(200)}`;

let people: People;
let sns: SNSClient;

beforeEach(async () => {
  people = await startPeople();
  people.outputs.FollowersTopicPrefix = topicPrefix;
  sns = new SNSClient({});
});
afterEach(async () => {
  sns.destroy();
  await people.close();
});

const signUp = (petition: string, email: string, choice: FollowChoice = 'main'): Promise<void> =>
  follow({ petition, email, choice }, { sns, topicPrefix, record: () => Promise.resolve() });

async function some(): Promise<void> {
  await signUp('uk-parliament/1', reader);
  await signUp('uk-parliament/1', reader, 'all');
  await people.confirmAll();
  await signUp('uk-parliament/1', 'other@example.org');
  await signUp(long, reader);
}

test('`subscribers` counts them by petition and choice, and shows no address', async () => {
  await some();
  const { stdout, error } = await people.run('subscribers');
  expect(error).toBeUndefined();
  expect(stdout).toContain('Nobody is subscribed to the alerts of Petitions.');
  expect(stdout).toMatch(/uk-parliament\/1 .* all alerts .* 1 .* 0 /);
  expect(stdout).toMatch(/uk-parliament\/1 .* main alerts .* 1 .* 1 /);
  expect(stdout).not.toContain('@');
});

test('with their addresses where it is asked', async () => {
  await some();
  const { stdout } = await people.run('subscribers', '--addresses');
  expect(stdout).toMatch(/main alerts .* reader@example\.org, other@example\.org \(pending\)/);
});

test('as JSON lines: a line for each topic', async () => {
  await some();
  const lines = jsonLines((await people.run('subscribers', '--format', 'jsonl')).stdout);
  const topic = (petition: string, choice: FollowChoice): string => followersTopic(topicPrefix, petition, choice);
  expect(lines).toEqual([
    {
      petition: topic(long, 'main').split(':').at(-1),
      choice: 'main',
      confirmed: 0,
      pending: 1,
      topic: topic(long, 'main'),
    },
    { petition: 'uk-parliament/1', choice: 'main', confirmed: 1, pending: 1, topic: topic('uk-parliament/1', 'main') },
    { petition: 'uk-parliament/1', choice: 'all', confirmed: 1, pending: 0, topic: topic('uk-parliament/1', 'all') },
  ]);
  const [, named] = jsonLines((await people.run('subscribers', '--addresses', '--format', 'jsonl')).stdout);
  expect(named).toMatchObject({
    addresses: [
      { endpoint: reader, confirmed: true },
      { endpoint: 'other@example.org', confirmed: false },
    ],
  });
});

test('nobody is said to be nobody, and where nobody can sign up nothing is said', async () => {
  expect((await people.run('subscribers')).stdout).toContain('Nobody has signed up on the site yet.');
  delete people.outputs.FollowersTopicPrefix;
  await some();
  expect((await people.run('subscribers')).stdout).toBe('Nobody is subscribed to the alerts of Petitions.\n');
  expect((await people.run('subscribers', '--operators')).stdout).not.toContain('follow');
});

test('`unsubscribe --everywhere` removes an address, in whatever case, from all topics, and names what ends by itself', async () => {
  await some();
  for (const topic of [people.alerts, people.operators])
    await people.subscribe('hand', topic, 'email', 'Reader@example.org');
  const { stdout, error } = await people.run('unsubscribe', '--everywhere', 'READER@example.org');
  expect(error).toBeUndefined();
  expect(stdout).toContain('READER@example.org is removed from 2 topics of Petitions.');
  // At the long one, the alerts and the operators it had not confirmed.
  expect(stdout).toContain('has not confirmed 3 subscriptions: it gets nothing, and SNS forgets it two days after');
  const left = jsonLines((await people.run('subscribers', '--addresses', '--format', 'jsonl')).stdout);
  expect(JSON.stringify(left.filter((one) => one.choice !== undefined && one.confirmed !== 0))).toBe('[]');
});

test('what petitions.json names stays, and the error says so; an address that is nowhere is said to be', async () => {
  await people.subscribe('stack', people.alerts, 'email', desk);
  await people.confirmAll();
  await signUp('uk-parliament/1', desk);
  await people.confirmAll();
  const { stdout, error } = await people.run('unsubscribe', '--everywhere', desk);
  expect(stdout).toContain('is removed from 1 topic of Petitions.');
  expect(error).toHaveProperty('message', expect.stringContaining('petitions.json'));
  expect(await people.attributesOf(desk)).toBeDefined();
  const nowhere = await people.run('unsubscribe', '--everywhere', 'nobody@example.org');
  expect(nowhere.error).toBeInstanceOf(BadInput);
  expect(nowhere.error).toHaveProperty('message', expect.stringContaining('is subscribed to nothing of Petitions'));
});

test('`destroy` deletes the topics of followers of this stack and no others', async () => {
  await some();
  await follow(
    { petition: 'uk-parliament/1', email: reader, choice: 'main' },
    { sns, topicPrefix: topicPrefix.replace('Petitions', 'Petitions-dev'), record: () => Promise.resolve() },
  );
  expect(await deleteFollowersTopics(sns, 'Petitions-follow-')).toBe(3);
  const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
  expect(Topics.map(({ TopicArn = '' }) => TopicArn.split(':').at(-1)).sort()).toEqual([
    'Petitions-dev-follow-main-uk-parliament_2f1',
    'petition-alerts',
    'petition-alerts-machines',
    'petition-operators',
  ]);
  expect(await listFollowersTopics(sns, topicPrefix)).toEqual([]);
});
