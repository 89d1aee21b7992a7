/** The commands with channels: on this machine with real requests, and of a deployed stack. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { startMailServer, type MailServerHere } from '../local/mail-server.ts';
import { json, serve, type Loopback } from '../loopback.ts';
import { monitor, monitorWith } from './cli.ts';
import { startPeople } from './topic-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'channels-'));
const secret = 'not-to-be-shown';
let platform: Loopback;
let mails: MailServerHere;
let file: string;
beforeAll(async () => {
  mails = await startMailServer();
  platform = await serve((request, response) => {
    if (request.url?.startsWith('/services')) response.end('ok');
    else json({ title: 'Save the green', count: 999 })(request, response);
  });
  file = join(folder, 'petitions.json');
  const entry = {
    source: 'json',
    petition: 'green',
    url: `${platform.url}/count`,
    signatures: 'count',
    title: 'title',
  };
  const rules = { timeZone: 'UTC', thresholds: [{ name: 'response', signatures: 1000 }] };
  writeFileSync(
    file,
    JSON.stringify({
      watch: [{ ...entry, rules }],
      subscribers: [
        { slack: { parameter: '/petitions/slack' }, alerts: ['watch-started', 'threshold-met'] },
        { email: 'desk@example.org' },
        { webhook: 'https://hooks.example.org/alerts' },
        { sms: '+447700900000' },
      ],
      allowPrivateSources: true,
    }),
  );
});
afterAll(async () => {
  await platform.close();
  await mails.close();
  rmSync(folder, { recursive: true });
});
const sent = (): string[] =>
  platform.requests.splice(0).flatMap(({ url = '' }) => (url.startsWith('/services') ? [url] : []));
const environment = () => ({ SLACK: `${platform.url}/services/${secret}` });

test('start rehearses: the message is shown and written to a file, and nothing is sent', async () => {
  const data = join(folder, 'rehearsed');
  const { code, stdout } = await monitor('start', '--config', file, '--exit', '--data', data);
  expect(code).toBe(0);
  expect(stdout).toMatch(/rehearsal, not sent: slack \/petitions\/slack: Watching from 999 signatures - title/);
  expect(sent()).toEqual([]);
  expect(stdout).toContain('rehearsal, not sent: mail to desk@example.org: Watching from 999 signatures - title');
  const written = readdirSync(join(data, 'outbox')).map((name) => readFileSync(join(data, 'outbox', name), 'utf8'));
  expect(written).toEqual([expect.stringContaining('999 signatures'), expect.stringContaining('999 signatures')]);
  expect(mails.received).toEqual([]);
  const status = await monitor('status', '--data', data, '--format', 'jsonl');
  expect(status.stdout).toMatch(/"channels":\[\{"channel":"slack \/petitions\/slack","waiting":0/);
});

test('start --deliver sends, with the secret of --key, and shows it nowhere', async () => {
  const start = ['start', '--config', file, '--exit', '--deliver', '--data', join(folder, 'sent')];
  const without = await monitorWith(environment(), ...start);
  expect(without.stderr).toContain('--key /petitions/slack=SLACK_KEY');
  const bySmtp = ['--smtp', mails.url, '--from', 'alerts@monitor.example'];
  const withKey = [...start, '--key', '/petitions/slack=SLACK'];
  const { code, stdout, stderr } = await monitorWith(environment(), ...withKey, ...bySmtp);
  expect(code).toBe(0);
  const [mail] = await Promise.all(mails.received.splice(0).map(({ raw }) => PostalMime.parse(raw)));
  expect(mail).toMatchObject({
    from: { address: 'alerts@monitor.example' },
    to: [{ address: 'desk@example.org' }],
    subject: 'Watching from 999 signatures - title',
  });
  expect(stdout).toContain('mail to desk@example.org: Watching from 999 signatures - title');
  expect(stdout).toContain('1 mail sent');
  expect(stdout).not.toContain('not sent from here: mail');
  // What only SNS can do is said, at the start and of each message.
  expect(stderr).toMatch(
    /^https:\/\/hooks\.example\.org\/alerts gets nothing from here: .* "post" .*"url":"https:\/\/hooks/m,
  );
  expect(stderr).toMatch(/^\+447700900000 gets nothing from here: only Amazon SNS reaches it\.$/m);
  expect(stdout).toContain('not sent from here: event to https://hooks.example.org/alerts');
  expect(stdout).toContain('not sent from here: SMS to +447700900000');
  expect(stdout).toMatch(/delivered to slack \/petitions\/slack: json\/green#1/);
  expect(sent()).toEqual([`/services/${secret}`]);
  expect(stdout + stderr).not.toContain(secret);
});

test.each([
  [['--smtp', 'smtp://user:hush@mail.example.org'], '--smtp: needs --deliver'],
  [['--deliver', '--smtp', 'mail.example.org:hush'], '--smtp: must be the address of a mail server, such as "smtp://'],
  [['--deliver', '--smtp', 'smtp://user:hush@mail.example.org'], '--from: must be an e-mail address, such as "alerts@'],
])('start %j is refused with a good value, and without the password', async (options, message) => {
  const { code, stderr } = await monitorWith(
    environment(),
    'start',
    '--config',
    file,
    '--exit',
    ...options,
    '--key',
    '/petitions/slack=SLACK',
  );
  expect(code).toBe(2);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('hush');
});

test('send-test --config sends samples from here', async () => {
  const test = ['send-test', '--config', file, '--alert', 'threshold-met', '--key', '/petitions/slack=SLACK'];
  const { code, stdout, stderr } = await monitorWith(environment(), ...test);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'slack /petitions/slack  threshold-met  sent\n',
    stderr: '',
  });
  expect(sent()).toEqual([`/services/${secret}`]);
});

test('check lists the channel beside the addresses', async () => {
  const { stdout } = await monitor('check', '--config', file);
  expect(stdout).toContain('  slack /petitions/slack: alert watch-started or threshold-met\n');
});

test('subscribers lists the channels of a stack', async () => {
  const people = await startPeople();
  const channels = [{ kind: 'slack', name: '/petitions/slack', filters: { alerts: ['threshold-met'] } }];
  people.outputs.Channels = JSON.stringify(channels);
  const { stdout } = await people.run('subscribers');
  expect(stdout).toMatch(/slack .* \/petitions\/slack .* alert threshold-met .* confirmed .* petitions\.json/);
  await people.close();
});
