/** `subscribers` and `unsubscribe`, of a deployed stack: real clients over the embedded SNS. */
import { BadInput } from '../../src/validation.ts';
import { jsonLines } from './cli.ts';
import { startPeople, type People } from './topic-fixture.ts';

const desk = 'desk@example.org';
const reader = 'reader@example.org';
const queue = 'arn:aws:sqs:eu-west-2:123456789012:alerts';
const undelivered = 'arn:aws:sqs:us-east-1:000000000000:Undelivered';
const chosen = { alert: ['threshold-met'], threshold: ['debate', { exists: false }] };
const FilterPolicy = JSON.stringify(chosen);

let people: People;

beforeEach(async () => {
  people = await startPeople();
});
afterEach(() => people.close());

describe('subscribers', () => {
  test('in a table: what each gets, who is yet to confirm, and who made it', async () => {
    await people.subscribe('stack', people.alerts, 'email', desk, { FilterPolicy });
    await people.subscribe('hand', people.alerts, 'email', reader, { FilterPolicy });
    await people.subscribe('stack', people.alerts, 'sms', '+447700900000');
    await people.subscribe('hand', people.alerts, 'sqs', queue, {
      FilterPolicy: '{"alert":[{"prefix":"threshold-"}]}',
    });
    const { stdout, stderr, error } = await people.run('subscribers');
    expect({ stderr, error }).toEqual({ stderr: '', error: undefined });
    for (const line of [
      /email .* desk@example\.org .* alert threshold-met, threshold debate or no threshold .* pending .* petitions\.json/,
      /email .* reader@example\.org .* not known until it is confirmed .* pending .* command/,
      /sms .* \+447700900000 .* every alert .* confirmed .* petitions\.json/,
      /sqs .*:alerts .* \{"alert":\[\{"prefix":"threshold-"\}\]\} .* confirmed .* command/,
    ]) {
      expect(stdout).toMatch(line);
    }
    await people.confirmAll();
    expect((await people.run('subscribers')).stdout).toMatch(/reader@example\.org .* threshold debate .* confirmed/);
  });

  test('as JSON lines: each with the same keys', async () => {
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: undelivered });
    const arn = await people.subscribe('hand', people.alerts, 'sqs', queue, { FilterPolicy, RedrivePolicy });
    await people.subscribe('hand', people.alerts, 'email', reader);
    expect(jsonLines((await people.run('subscribers', '--format', 'jsonl')).stdout)).toEqual([
      {
        protocol: 'sqs',
        endpoint: queue,
        confirmed: true,
        state: 'confirmed',
        filterPolicy: chosen,
        madeBy: 'command',
        arn,
        undelivered,
      },
      {
        protocol: 'email',
        endpoint: reader,
        confirmed: false,
        state: 'pending',
        filterPolicy: null,
        madeBy: 'command',
        arn: null,
        undelivered: null,
      },
    ]);
    await people.confirmAll();
    const [, confirmed] = jsonLines((await people.run('subscribers', '--format', 'jsonl')).stdout);
    expect(confirmed).toMatchObject({ confirmed: true, filterPolicy: {}, arn: expect.stringMatching(/^arn:/) });
  });

  test('are all shown, however many there are', async () => {
    for (let i = 0; i < 130; i++) await people.subscribe('hand', people.alerts, 'sqs', `${queue}-${i}`);
    expect(jsonLines((await people.run('subscribers', '--format', 'jsonl')).stdout)).toHaveLength(130);
  });

  test('of the operators are others; and nobody is said to be nobody', async () => {
    await people.subscribe('hand', people.operators, 'sms', '+447700900000');
    expect((await people.run('subscribers')).stdout).toBe('Nobody is subscribed to the alerts of Petitions.\n');
    expect((await people.run('subscribers', '--operators')).stdout).toMatch(/\+447700900000 .* every message/);
    expect((await people.run('subscribers', '--format', 'jsonl')).stdout).toBe('');
  });

  test('do not count those who have left, and whom SNS still lists', async () => {
    const arn = await people.subscribe('hand', people.alerts, 'email', desk);
    await people.confirmAll();
    expect(await people.lose(arn)).toBe(200);
    expect((await people.run('subscribers')).stdout).toBe('Nobody is subscribed to the alerts of Petitions.\n');
    // Or whom SNS deletes between the list and the question about it.
    const gone = `${people.alerts}:00000000-0000-0000-0000-000000000000`;
    const member = `<member><SubscriptionArn>${gone}</SubscriptionArn><Protocol>email</Protocol><Endpoint>${reader}</Endpoint></member>`;
    const listed = `<Subscriptions>${member}</Subscriptions>`;
    const body = `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult>${listed}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
    people.answers.set('ListSubscriptionsByTopic', { status: 200, body });
    expect((await people.run('subscribers')).stdout).toBe('Nobody is subscribed to the alerts of Petitions.\n');
  });
});

describe('whoever petitions.json names, and SNS no longer has', () => {
  test('is a row with what the template says, and what brings it back', async () => {
    const arn = await people.subscribe('stack', people.alerts, 'email', desk, { FilterPolicy });
    await people.subscribe('stack', people.alerts, 'email', reader);
    await people.confirmAll();
    await people.lose(arn);
    const { stdout, stderr, error } = await people.run('subscribers');
    expect(error).toBeUndefined();
    expect(stdout).toMatch(/email .* desk@example\.org .* alert threshold-met, .* gone .* petitions\.json/);
    expect(stdout).toMatch(/email .* reader@example\.org .* every alert .* confirmed .* petitions\.json/);
    expect(stderr).toBe(
      'desk@example.org is in petitions.json, and SNS no longer has it: `npm run resubscribe -- desk@example.org` brings it back (docs/runbook.md, "Recipients are missing").\n',
    );
    const lines = jsonLines((await people.run('subscribers', '--format', 'jsonl')).stdout);
    expect(lines[1]).toEqual({
      protocol: 'email',
      endpoint: desk,
      confirmed: false,
      state: 'gone',
      filterPolicy: chosen,
      madeBy: 'petitions.json',
      arn: null,
      undelivered: null,
    });
  });

  // api/API_ConfirmSubscription.html, AuthenticateOnUnsubscribe
  test('is not whoever was confirmed with authentication: a scanner that visits every link ends nothing', async () => {
    const byLink = await people.subscribe('stack', people.alerts, 'email', desk);
    await people.confirmAll();
    const byCommand = await people.subscribe('stack', people.alerts, 'email', reader);
    await people.confirmAll('command');
    expect([await people.lose(byLink), await people.lose(byCommand)]).toEqual([200, 403]);
    const { stdout } = await people.run('subscribers');
    expect(stdout).toMatch(/reader@example\.org .* confirmed .* petitions\.json/);
    expect(stdout).toMatch(/desk@example\.org .* gone .* petitions\.json/);
  });

  test('is not subscribed by a command: CloudFormation would not know, and its next change would fail', async () => {
    const arn = await people.subscribe('stack', people.alerts, 'sms', '+447700900000');
    await people.lose(arn);
    const { error } = await people.run('subscribe', '--sms', '+447700900000');
    expect(error).toBeInstanceOf(BadInput);
    expect(error).toHaveProperty('message', expect.stringMatching(/no longer has it: `npm run resubscribe -- \+4477/));
    expect(await people.attributesOf('+447700900000')).toBeUndefined();
    // The operators' topic has no subscription of that address that is gone.
    expect((await people.run('subscribe', '--operators', '--sms', '+447700900000')).error).toBeUndefined();
  });

  test('is not gone while it waits for a confirmation, nor when somebody has subscribed it by hand', async () => {
    await people.subscribe('stack', people.alerts, 'email', desk);
    const arn = await people.subscribe('stack', people.alerts, 'sms', '+447700900000');
    await people.lose(arn);
    await people.subscribe('hand', people.alerts, 'sms', '+447700900000');
    const { stdout, stderr } = await people.run('subscribers');
    expect(stdout).toMatch(/desk@example\.org .* pending .* petitions\.json/);
    expect(stdout).toMatch(/\+447700900000 .* confirmed .* command/);
    expect(stdout + stderr).not.toContain('gone');
  });

  test('is asked again by `subscribe` while it waits, and stays CloudFormation’s', async () => {
    await people.subscribe('stack', people.alerts, 'email', desk, { FilterPolicy });
    await people.delivered();
    const filters = ['--alerts', 'threshold-met', '--thresholds', 'debate'];
    expect((await people.run('subscribe', '--email', desk, ...filters)).stdout).toMatch(/sent the confirmation again/);
    expect(await people.delivered()).toHaveLength(1);
    expect((await people.run('subscribers')).stdout).toMatch(/desk@example\.org .* pending .* petitions\.json/);
  });
});

describe('unsubscribe', () => {
  test('ends a subscription by its address or its ARN, and says when there is none', async () => {
    await people.subscribe('hand', people.alerts, 'sqs', queue);
    expect(await people.run('unsubscribe', queue)).toEqual({
      stdout: `${queue} is no longer subscribed to the alerts of Petitions.\n`,
      stderr: '',
      error: undefined,
    });
    expect(await people.attributesOf(queue)).toBeUndefined();
    const { error } = await people.run('unsubscribe', queue);
    expect(error).toBeInstanceOf(BadInput);
    expect(error).toHaveProperty(
      'message',
      expect.stringMatching(/is not subscribed to the alerts of Petitions; `subscr/),
    );
    const arn = await people.subscribe('hand', people.operators, 'sms', '+447700900000');
    expect((await people.run('unsubscribe', arn)).error).toBeInstanceOf(BadInput);
    expect((await people.run('unsubscribe', '--operators', arn)).stdout).toMatch(
      /^\+447700900000 is no longer subscribed/,
    );
  });

  test('of an address that has not confirmed says that it lapses', async () => {
    await people.subscribe('hand', people.alerts, 'email', desk);
    const { error } = await people.run('unsubscribe', desk);
    expect(error).not.toBeInstanceOf(BadInput);
    expect(error).toHaveProperty('message', expect.stringMatching(/not confirmed yet, .* expires two days after/));
  });

  test('leaves what petitions.json names, confirmed or not', async () => {
    await people.subscribe('stack', people.alerts, 'sqs', queue);
    await people.subscribe('stack', people.alerts, 'email', desk);
    for (const address of [queue, desk]) {
      const { error } = await people.run('unsubscribe', address);
      expect(error).toBeInstanceOf(BadInput);
      expect(error).toHaveProperty('message', `${address}: is in petitions.json: change it there and deploy`);
    }
    expect(await people.attributesOf(queue)).toBeDefined();
  });
});
