import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configJsonSchema } from '../../src/config/config.ts';
import { monitor } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function config(content: unknown): string {
  const path = join(folder, 'petitions.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

test('a good config: what is watched, by which rules and deadlines, and who is told', async () => {
  const path = config({
    watch: [
      { source: 'uk-parliament', petition: '700143' },
      { source: 'us-we-the-people', petition: '22111', baseUrl: 'https://archive.example.org', responseWindow: 'P60D' },
    ],
    subscribers: [
      { email: 'desk@example.org' },
      { sms: '+447700900000', alerts: ['threshold-met'], petitions: ['uk-parliament/700143'] },
      { queue: 'arn:aws:sqs:eu-west-2:123456789012:alerts', thresholds: ['debate'] },
    ],
    remindEvery: 'P7D',
    quietHours: { from: '22:00', to: '07:00', timeZone: 'Europe/London' },
    forecasts: false,
    longestSilence: 'PT15M',
    requestsPerDay: { petition: 300, host: 20_000 },
    site: {},
  });
  const { code, stdout, stderr } = await monitor('check', '--config', path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.replace(folder, '')).toMatchSnapshot();
});

test('digests: when each comes next, of which petitions, and to whom', async () => {
  const newsdesk = { name: 'newsdesk', every: 'day', at: '08:00', timeZone: 'Europe/London' };
  const path = config({
    watch: [{ source: 'uk-parliament', petition: '700143' }],
    digests: [
      { ...newsdesk, subscribers: [{ email: 'desk@example.org' }, { webhook: 'https://example.org/digest' }] },
      { ...newsdesk, name: 'weekly', every: 'monday', petitions: ['uk-parliament/700143'] },
    ],
  });
  const { code, stdout } = await monitor('check', '--config', path);
  expect(code).toBe(0);
  const lines = stdout.split('\n').slice(stdout.split('\n').findIndex((line) => line.startsWith('Digest')));
  const day = String.raw`\d{1,2} [A-Z][a-z]+ \d{4}, 08:00 \(London time\)`;
  expect(lines).toEqual([
    expect.stringMatching(`^Digest     newsdesk, each day at 08:00 in Europe/London; next on ${day}$`),
    '  email to desk@example.org',
    '  https to https://example.org/digest',
    expect.stringMatching(`^Digest     weekly, each Monday at 08:00 in Europe/London; next on ${day}$`),
    '  about uk-parliament/700143',
    '  nobody gets it: add an address under its "subscribers"',
    'Warnings   3 days before a deadline, 1 day before a deadline',
    'Forecasts  an alert when a threshold becomes likely, or unlikely again',
    'Checks     at most 1 hour apart',
    '',
  ]);
});

test('a site: at which address, and how often it is made', async () => {
  const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/9d1b3c1e-6f6a-4b0f-8f5e-2f3f6d7c8a90';
  const { stdout } = await monitor(
    'check',
    '--config',
    config({
      watch: [{ source: 'scotland', petition: 'PE1876' }],
      site: { title: 'What we watch', domain: 'petitions.example.org', certificate, every: 'PT1H' },
    }),
  );
  expect(stdout.split('\n')).toContain(
    'Site       "What we watch" at https://petitions.example.org/, generated every 1 hour; it is public',
  );
});

test('a site where visitors sign up: how many at most', async () => {
  const watch = [{ source: 'scotland', petition: 'PE1876' }];
  const { stdout } = await monitor('check', '--config', config({ watch, site: { signUp: {} } }));
  expect(stdout).toContain('it is public; at most 1,000 visitors a day can sign up for mails about a petition\n');
});

test('where there is nothing to reach, that is said', async () => {
  const watch = [{ source: 'scotland', petition: 'PE1876' }];
  const { stdout } = await monitor('check', '--config', config({ watch }));
  expect(stdout.split('\n').slice(2, 5)).toEqual([
    'scotland/PE1876 at https://petitions.parliament.scot',
    '  signing    no end, unless the platform sets a deadline',
    '  thresholds none: only the count and the end of signing are watched',
  ]);
});

test('what a pattern for titles costs is said, by the worst title that can be made up', async () => {
  const all = { source: 'uk-parliament', all: 'open' };
  const costOf = async (titleMatches: string): Promise<string | undefined> => {
    const { stdout } = await monitor('check', '--config', config({ watch: [{ ...all, titleMatches }] }));
    return stdout.split('\n').find((line) => line.startsWith('  pattern'));
  };
  expect(await costOf('climate|energy')).toMatch(/^ {2}pattern {4}takes (less than 10|about \d+) ms on the worst text/);
  // Each two characters more take four times as long.
  const slow = '^(rail|bus|\\w+[ -]?)+ (fare|line)s?$';
  expect(await costOf(slow)).toMatch(/takes more than 200 ms on a text such as "a.*": avoid a repetition within/);
  expect(await costOf('^save (the )?(\\d+,?)+ bees$')).toMatch(/takes more than 200 ms on a text such as "save /);
});

test('a pattern that is slow on a page is named', async () => {
  const html = {
    ...{ source: 'html', petition: 'green', url: 'https://example.org/', locale: 'en' },
    signatures: { selector: 'body', pattern: '([0-9]+)+x' },
    rules: { timeZone: 'UTC', thresholds: [{ name: 'a', signatures: 5 }] },
  };
  const { code, stderr } = await monitor('check', '--config', config({ watch: [html] }));
  expect(code).toBe(0);
  expect(stderr).toMatch(/^watch\.0\.signatures\.pattern takes more than 1000 ms on a text such as "0/m);
});

test('an ordinary pattern costs check no time, and is not named', async () => {
  const html = {
    ...{ source: 'html', petition: 'green', url: 'https://example.org/', locale: 'en' },
    signatures: { selector: 'body', pattern: '([0-9 ]*[0-9]) signatures' },
    rules: { timeZone: 'UTC', thresholds: [{ name: 'a', signatures: 5 }] },
  };
  const begun = process.cpuUsage();
  expect(await monitor('check', '--config', config({ watch: [html] }))).toMatchObject({ code: 0, stderr: '' });
  expect(process.cpuUsage(begun).user).toBeLessThan(2_000_000);
});

test('private sources are said aloud', async () => {
  const watch = [{ source: 'us-we-the-people', petition: '1', baseUrl: 'http://127.0.0.1:1' }];
  const { code, stderr } = await monitor('check', '--config', config({ watch, allowPrivateSources: true }));
  expect(code).toBe(0);
  expect(stderr).toMatch(/"allowPrivateSources" is true: sources may use http/);
});

test('a bad config ends with 2, every fault on a line of its own, nothing on stdout', async () => {
  const path = config({
    watch: [
      { source: 'uk-parlament', petition: '1' },
      { source: 'uk-parliament', petition: 'seven' },
    ],
    subscribers: [{ email: 'desk' }],
    warnBefore: ['soon'],
    recipients: [],
  });
  const { code, stdout, stderr } = await monitor('check', '--config', path);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  const lines = stderr.trim().split('\n');
  expect(lines[0]).toBe(`${path}: 5 faults`);
  expect(lines.slice(1).map((line) => line.replace(path, 'FILE').trim().split(' ').slice(0, 2).join(' '))).toEqual([
    'FILE:1:12: watch.0.source',
    'FILE:1:78: watch.1.petition',
    'FILE:1:115: subscribers.0.email',
    'FILE:1:146: warnBefore.0',
    'FILE:1:154: recipients',
  ]);
});

test('the schema is printed for editors', async () => {
  const { stdout } = await monitor('schema');
  expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())));
});
