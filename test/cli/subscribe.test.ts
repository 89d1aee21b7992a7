/** `subscribe`, of a deployed stack: real clients over the embedded SNS. */
import { BadInput } from '../../src/validation.ts';
import { monitorWith } from './cli.ts';
import { startPeople, type People } from './topic-fixture.ts';

const desk = 'desk@example.org';
const queue = 'arn:aws:sqs:eu-west-2:123456789012:alerts';
const lambda = 'arn:aws:lambda:eu-west-2:123456789012:function:alerts';
const undelivered = 'arn:aws:sqs:us-east-1:000000000000:Undelivered';
const denied = {
  status: 403,
  body: '<ErrorResponse><Error><Type>Sender</Type><Code>AuthorizationError</Code><Message>not authorized</Message></Error></ErrorResponse>',
};

let people: People;

beforeEach(async () => {
  people = await startPeople();
});
afterEach(() => people.close());

test('a mail address is asked to confirm, once more when it is subscribed again, and then it is done', async () => {
  expect(await people.run('subscribe', '--email', desk)).toEqual({
    stdout: 'desk@example.org is subscribed to the alerts of Petitions: all of them.\n',
    stderr: expect.stringMatching(/^SNS sends a mail to desk@example\.org\. .* within two days; until then .*\.\n$/),
    error: undefined,
  });
  expect(await people.delivered()).toHaveLength(1);
  const again = await people.run('subscribe', '--email', desk);
  expect(again.stdout).toBe(
    'desk@example.org is already subscribed to the alerts of Petitions but not confirmed; SNS has sent the confirmation again.\n',
  );
  await people.confirmAll();
  expect(await people.run('subscribe', '--email', desk)).toEqual({
    stdout: 'desk@example.org is already subscribed to the alerts of Petitions: all of them. Nothing changed.\n',
    stderr: '',
    error: undefined,
  });
});

test('choices are a filter policy: in another order they are the same, and others replace them', async () => {
  const choose = (...choices: string[]): ReturnType<People['run']> =>
    people.run('subscribe', '--webhook', 'https://example.org/alerts', ...choices);
  const policy = async (): Promise<unknown> =>
    JSON.parse((await people.attributesOf('https://example.org/alerts'))?.FilterPolicy ?? 'null');
  const first = [
    '--alerts',
    'threshold-met,threshold-missed',
    '--alerts',
    'response-met',
    '--sources',
    'uk-parliament',
  ];
  expect((await choose(...first)).stdout).toMatch(
    /: alert threshold-met or threshold-missed or response-met, source uk-parliament\.\n$/,
  );
  expect(await policy()).toEqual({
    alert: ['threshold-met', 'threshold-missed', 'response-met'],
    source: ['uk-parliament'],
  });
  const same = ['--sources', 'uk-parliament', '--alerts', 'response-met, threshold-missed, threshold-met'];
  expect((await choose(...same)).stdout).toMatch(/Nothing changed/);
  const other = ['--petitions', 'uk-parliament/700143,us-we-the-people/22111', '--thresholds', 'response'];
  expect((await choose(...other)).stdout).toMatch(
    /has new filters: petition .*, threshold response or no threshold\.\n$/,
  );
  expect(await policy()).toEqual({
    petition: ['uk-parliament/700143', 'us-we-the-people/22111'],
    threshold: ['response', { exists: false }],
  });
  expect((await choose()).stdout).toMatch(/has new filters: all of them/);
  expect(await policy()).toBeNull();
});

test('choices of an address that is not confirmed yet can not be changed, and the error says what to do', async () => {
  await people.run('subscribe', '--email', desk, '--alerts', 'threshold-met');
  const { stdout, error } = await people.run('subscribe', '--email', desk, '--alerts', 'threshold-missed');
  expect(stdout).toBe('');
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/^desk@example\.org has other filters and is not confirmed/),
  );
});

describe('what SNS needs is said', () => {
  test('of an SMS: the sandbox, the limit of a month, and a sender for numbers of the US', async () => {
    const { stdout, stderr } = await people.run('subscribe', '--sms', '+447700900000');
    expect(stdout).toMatch(/^\+447700900000 is subscribed/);
    expect(stderr).toMatch(/only verified numbers .*\naws sns create-sms-sandbox-phone-number --phone-number \+447700/);
    expect(stderr).toMatch(/at most 1 US dollars per month/);
    expect(stderr).not.toMatch(/in the US/);
    expect((await people.run('subscribe', '--sms', '+12025550123')).stderr).toMatch(/origination identity/);
  });

  test('of an SMS that the account may send: no word of the sandbox', async () => {
    const body =
      '<GetSMSSandboxAccountStatusResponse><GetSMSSandboxAccountStatusResult><IsInSandbox>false</IsInSandbox></GetSMSSandboxAccountStatusResult></GetSMSSandboxAccountStatusResponse>';
    people.answers.set('GetSMSSandboxAccountStatus', { status: 200, body });
    expect((await people.run('subscribe', '--sms', '+447700900000')).stderr).not.toMatch(/sandbox/);
  });

  test('of an SMS whose account may not be asked: that it could not, and it is subscribed all the same', async () => {
    people.answers.set('GetSMSSandboxAccountStatus', denied).set('GetSMSAttributes', denied);
    const { stdout, stderr, error } = await people.run('subscribe', '--sms', '+447700900000');
    expect(error).toBeUndefined();
    expect(stdout).toMatch(/^\+447700900000 is subscribed/);
    expect(stderr).toMatch(
      /not known whether .* sandbox.*: not authorized\n.*monthly SMS budget .* is not known: not authorized/,
    );
    expect(await people.attributesOf('+447700900000')).toBeDefined();
  });

  test('of a queue: the statement of its policy; and what it does not take is lost where the stack keeps none', async () => {
    const { stderr } = await people.run('subscribe', '--queue', queue);
    expect(JSON.parse(stderr.split('\n')[1] ?? '')).toEqual({
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': people.alerts } },
    });
    expect(stderr).toMatch(/are lost: the stack has a dead-letter queue only while petitions\.json names/);
  });

  test('of a function: the command that lets the topic invoke it', async () => {
    const { stderr } = await people.run('subscribe', '--function', lambda);
    expect(stderr).toContain(
      `\naws lambda add-permission --region eu-west-2 --function-name ${lambda} --statement-id petition-alerts --action lambda:InvokeFunction --principal sns.amazonaws.com --source-arn ${people.alerts}\n`,
    );
  });

  test('of a webhook: that it has to visit the SubscribeURL', async () => {
    const { stderr } = await people.run('subscribe', '--webhook', 'https://example.org/alerts');
    expect(stderr).toMatch(/^SNS posts .* to https:\/\/example\.org\/alerts\. Visit its SubscribeURL/);
  });
});

test('what a machine does not take goes to the queue of the stack, also from when the stack has one', async () => {
  const redrive = async (): Promise<unknown> => (await people.attributesOf(queue))?.RedrivePolicy;
  await people.run('subscribe', '--queue', queue);
  expect(await redrive()).toBeUndefined();
  people.outputs.AlertUndeliveredArn = undelivered;
  expect((await people.run('subscribe', '--queue', queue)).stdout).toMatch(/has new filters: all of them/);
  expect(await redrive()).toBe(JSON.stringify({ deadLetterTargetArn: undelivered }));
  expect((await people.run('subscribe', '--queue', queue)).stdout).toMatch(/Nothing changed/);
  const { stderr } = await people.run('subscribe', '--function', lambda);
  expect(stderr).toContain(`are kept for 14 days in ${undelivered}.`);
  expect(await people.attributesOf(lambda)).toHaveProperty('RedrivePolicy');
  await people.run('subscribe', '--sms', '+447700900000');
  expect(await people.attributesOf('+447700900000')).not.toHaveProperty('RedrivePolicy');
});

test('what petitions.json names stays as it is there, confirmed or not', async () => {
  const FilterPolicy = '{"alert":["threshold-met"]}';
  await people.subscribe('stack', people.alerts, 'sqs', queue, { FilterPolicy });
  await people.subscribe('stack', people.alerts, 'email', desk, { FilterPolicy });
  for (const address of [
    ['--queue', queue],
    ['--email', desk],
  ]) {
    const other = await people.run('subscribe', ...address);
    expect(other.error).toBeInstanceOf(BadInput);
    expect(other.error).toHaveProperty('message', `${address[1]}: is in petitions.json: change it there and deploy`);
    const same = await people.run('subscribe', ...address, '--alerts', 'threshold-met');
    expect(same.error).toBeUndefined();
  }
  expect(await people.attributesOf(queue)).toMatchObject({ FilterPolicy });
});

test('operators have a topic of their own, with a queue of its own', async () => {
  people.outputs.AlertUndeliveredArn = undelivered;
  const { stdout, stderr } = await people.run('subscribe', '--operators', '--queue', queue);
  expect(stdout).toMatch(/is subscribed to the operators’ messages of Petitions: all of them\.\n$/);
  expect(stderr).toMatch(/are lost/);
  expect(await people.attributesOf(queue)).toMatchObject({ TopicArn: people.operators });
});

test('from nine tenths of the filter policies on there is a warning, and then the reason of SNS', async () => {
  const FilterPolicy = '{"alert":["threshold-met"]}';
  const fill = async (from: number, to: number): Promise<void> => {
    for (let i = from; i < to; i++) {
      await people.subscribe('hand', people.alerts, 'sqs', `${queue}-${i}`, { FilterPolicy });
    }
  };
  const choose = (number: string): ReturnType<People['run']> =>
    people.run('subscribe', '--sms', number, '--sources', 'uk-parliament');
  await fill(0, 178);
  expect((await choose('+447700900000')).stderr).not.toMatch(/filter policies/);
  expect((await choose('+447700900001')).stderr).toMatch(
    /^180 subscribers have filters, .* SNS allows 200 filter policies/,
  );
  await fill(178, 198);
  const { stdout, stderr, error } = await choose('+447700900002');
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: expect.stringMatching(/^201 subscribers have filters/) });
  expect(error).toHaveProperty(
    'message',
    expect.stringMatching(/^\+447700900002 cannot have filters: SNS says ".*limit/),
  );
  expect((await people.run('subscribe', '--sms', '+447700900002')).error).toBeUndefined();
});

test.each<[string[], RegExp]>([
  [[], /^subscribe: give one address: --email, --sms, .*, such as --email desk@example\.org$/],
  [['--email', desk, '--sms', '+447700900000'], /give one address/],
  [['--email', 'desk'], /email must be an e-mail address, such as "desk@example\.org" \(it is "desk"\)/],
  [['--sms', '+4477009000001234'], /sms .*\+447700900000/],
  [['--webhook', 'http://example.org/'], /webhook must be an https address of a public host/],
  [['--webhook', 'https://10.0.0.1/'], /webhook must be an https address of a public host/],
  [['--queue', `${queue}.fifo`], /queue must be the ARN of a standard queue/],
  [['--email', desk, '--alerts', 'met'], /alerts\.0 must be an alert; there are "threshold-met"/],
  [['--email', desk, '--alerts', ''], /alerts\.0 must be an alert/],
  [['--email', desk, '--sources', 'bundestag'], /sources\.0 must be a source that the monitor reads/],
  [['--email', desk, '--petitions', '700143'], /petitions\.0 must be a petition, such as "uk-parliament\/700143"/],
  [
    ['--email', desk, '--petitions', 'uk-parliament/x'],
    /petitions\.0 must be an id of uk-parliament, such as "uk-parliament\/700143" \(it is "uk-parliament\/x"\)/,
  ],
  [
    ['--email', desk, '--thresholds', 'debat'],
    /thresholds\.0 is not a threshold .* did you mean "debate"\? \(it is "debat"\)/,
  ],
  [
    ['--operators', '--email', desk, '--alerts', 'threshold-met'],
    /--alerts cannot be used with --operators: operators get every message/,
  ],
])('bad usage is an error that says what is good: %j', async (options, message) => {
  const { stdout, error } = await people.run('subscribe', ...options);
  expect(stdout).toBe('');
  expect(error).toBeInstanceOf(BadInput);
  expect(error).toHaveProperty('message', expect.stringMatching(message));
  expect(await people.attributesOf(desk)).toBeUndefined();
});

test('a petition with rules of its own is chosen by its name, and its thresholds by theirs', async () => {
  const choices = ['--petitions', 'json/village-green', '--thresholds', 'quorum'];
  const { stdout } = await people.run('subscribe', '--email', desk, ...choices);
  expect(stdout).toContain('petition json/village-green, threshold quorum or no threshold');
});

test('more combinations than SNS takes are refused before it is asked', async () => {
  const petitions = Array.from({ length: 76 }, (_, index) => `uk-parliament/${index + 1}`).join(',');
  const choices = ['--alerts', 'threshold-met,response-met', '--petitions', petitions];
  const { error } = await people.run('subscribe', '--email', desk, ...choices);
  const message = /has filters with 152 combinations \(2 of alert × 76 of petition\), and SNS allows 150/;
  expect(error).toHaveProperty('message', expect.stringMatching(message));
});

test('as a program: results on stdout, what is to be done on stderr, 2 for bad usage', async () => {
  const subscribe = ['subscribe', '--stack', 'Petitions', '--queue'];
  expect(await monitorWith(people.environment, ...subscribe, queue)).toEqual({
    code: 0,
    stdout: `${queue} is subscribed to the alerts of Petitions: all of them.\n`,
    stderr: expect.stringMatching(/^It gets nothing until the policy of the queue allows the topic/),
  });
  const bad = await monitorWith(people.environment, 'subscribe', '--queue', queue);
  expect(bad).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/^--stack: Stack with id Petition/) });
});

describe('a machine is also on the topic where machines get each alert of a summary', () => {
  beforeEach(() => {
    people.outputs.MachineTopicArn = people.machines;
  });
  const policyOn = async (topic: string): Promise<unknown> =>
    JSON.parse((await people.attributesOf(queue, topic))?.FilterPolicy ?? 'null');

  test('with the same choices, and what its queue has to let in for each', async () => {
    const { stdout, stderr } = await people.run('subscribe', '--queue', queue, '--thresholds', 'debate');
    expect(stdout).toMatch(/^arn:\S+ is subscribed to the alerts of Petitions: threshold debate or no threshold\.\n$/);
    expect(stderr.match(/"aws:SourceArn":"[^"]+"/g)).toEqual(
      [people.alerts, people.machines].map((arn) => `"aws:SourceArn":"${arn}"`),
    );
    expect(await policyOn(people.machines)).toEqual({ threshold: ['debate', { exists: false }] });
    await people.run('subscribe', '--queue', queue, '--thresholds', 'response');
    expect(await policyOn(people.machines)).toEqual({ threshold: ['response', { exists: false }] });
    expect(await policyOn(people.machines)).toEqual(await policyOn(people.alerts));
  });

  test('one that was subscribed by an earlier version is added there when it is subscribed again', async () => {
    await people.subscribe('hand', people.alerts, 'sqs', queue);
    expect((await people.run('subscribe', '--queue', queue)).stdout).toMatch(
      / is subscribed to the alerts of Petitions/,
    );
    expect(await people.attributesOf(queue, people.machines)).toBeDefined();
    expect((await people.run('subscribe', '--queue', queue)).stdout).toMatch(/Nothing changed\.\n$/);
  });

  test('until it is unsubscribed', async () => {
    await people.run('subscribe', '--queue', queue);
    expect((await people.run('unsubscribe', queue)).stdout).toMatch(
      / is no longer subscribed to the alerts of Petitions\.\n$/,
    );
    for (const topic of [people.alerts, people.machines])
      expect(await people.attributesOf(queue, topic)).toBeUndefined();
  });

  test('people are not', async () => {
    await people.run('subscribe', '--email', desk);
    await people.confirmAll();
    expect(await people.attributesOf(desk, people.alerts)).toBeDefined();
    expect(await people.attributesOf(desk, people.machines)).toBeUndefined();
  });
});
