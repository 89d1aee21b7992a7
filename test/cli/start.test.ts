/** `start`, as somebody who has just cloned the repository runs it; how it ends when it is stopped or fails is in the slow suite. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { alertSchema } from '../../src/domain/alerts.ts';
import { paths } from '../../lambda/site/paths.ts';
import { AlertLog } from '../../src/storage/alert-log.ts';
import { localClient, localTable, startDynamoDb } from '../../emulator/dynamodb.ts';
import { databaseIn } from '../../emulator/database-lock.ts';
import { serve } from '../loopback.ts';
import { startPlatform } from '../test-platform.ts';
import { at } from '../domain/story.ts';
import { jsonLines, monitor, running, spawned, type Ended, type Running } from './cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Of a site that is made after the first poll: what its file says of the last time it was made. Throws if it cannot be made. */
async function siteStatus(url: string, of: Running): Promise<unknown> {
  let failure: string | undefined;
  of.said(/.*site not generated.*/).then(
    ([line]) => (failure = line),
    (error: unknown) => (failure = String(error)),
  );
  for (;;) {
    if (failure !== undefined) throw new Error(failure);
    const response = await fetch(`${url}${paths.status}`);
    if (response.ok) return response.json();
    await sleep(100);
  }
}

/** The alerts that a folder of `--data` keeps, in the order in which they were detected. */
async function alertsIn(data: string): Promise<z.input<typeof alertSchema>[]> {
  const engine = await startDynamoDb(databaseIn(data));
  const client = new DynamoDBClient({ ...localClient, endpoint: engine.url });
  const alerts = await new AlertLog(client, localTable).between(at('2013-01-01T00:00:00Z'), at('2027-01-01T00:00:00Z'));
  client.destroy();
  await engine.close();
  return alerts.map((alert) => z.encode(alertSchema, alert));
}

describe('the recorded petitions, played once', () => {
  const data = join(folder, 'recorded');
  let played: Ended;
  beforeAll(async () => {
    played = await spawned('start', '--exit', '--data', data);
  });

  test('the four main alerts as subscribers read them, progress beside, a table at the end, mails as files', () => {
    const { code, stdout, stderr } = played;
    expect(code).toBe(0);
    // Its server ends with the program: an address would lead nowhere.
    expect(stdout).not.toMatch(/http:\/\/127/);
    expect(stdout).toMatch(/^To see the status site, start without --exit\.$/m);
    for (const headline of [
      'Threshold met: 100,000 of 100,000 signatures',
      'Threshold missed: 50,814 of 100,000 signatures',
      'Answered, at 129,895 signatures',
      'No response by the promised date, 11 March 2013: 25,950 signatures',
    ]) {
      expect(stdout).toContain(`SMS to +447700900000: PETITIONS> ${headline}`);
      expect(stdout).toContain(`│ Subject: ${headline}`);
    }
    // The phone gets the main alerts, and none of the others.
    expect(stdout.match(/^.*SMS to /gm)).toHaveLength(8);
    expect(stdout).toMatch(/us-we-the-people\/22111 .* 129,895 .* response .* 100,000 .* met .* answered/);
    expect(stdout).toMatch(/uk-parliament\/722903 .* response .* 10,000 .* met .* answered/);
    expect(stderr).toMatch(/\d{4} · \d+ polls/);
    // It leads with the promise, and ends with the one that was not kept, told in the minute in which it was due.
    expect(stdout).toMatch(/^The White House promised a response .* 667 days after\n.* one after two days\./m);
    expect(stdout).toMatch(
      /It came on 7 January 2016, after 2 days\.\nFire .*\n.* by 11 March 2013, 18:30 \(New York time\)\. When that had passed, subscribers were told: 11 March 2013, 18:3[1-4] .*\n {2}It came on 7 January 2015, 667 days after the promised date\./,
    );
    const mails = readdirSync(join(data, 'outbox'));
    expect(mails).toHaveLength(21);
    const mail = readFileSync(join(data, 'outbox', mails.find((name) => name.startsWith('2016-01-05')) ?? ''), 'utf8');
    expect(mail).toMatch(
      /^From: Petitions <no-reply@localhost>\nTo: desk@example\.org\nSubject: Threshold met: 100,000/,
    );
    expect(mail.replaceAll('=\n', '')).toMatch(/^To stop receiving these mails, visit http:/m);
  });

  test('the founding case is foreseen, met once, answered once, and never missed', async () => {
    const alerts = await alertsIn(data);
    const founding = alerts.filter(
      ({ petition, alert }) => petition === 'us-we-the-people/22111' && alert !== 'watch-started',
    );
    expect(founding).toMatchObject([
      {
        alert: 'forecast-changed',
        signatures: 47_636,
        detectedAt: expect.stringMatching(/^2016-01-03T/),
        forecast: { likely: true },
      },
      {
        alert: 'threshold-met',
        threshold: 'response',
        needed: 100_000,
        detectedAt: expect.stringMatching(/^2016-01-05T/),
        deadline: '2016-01-19T17:00:00Z',
      },
      {
        alert: 'response-met',
        threshold: 'response',
        detectedAt: expect.stringMatching(/^2016-01-07T/),
        occurredAt: expect.stringMatching(/^2016-01-07T/),
        deadline: '2016-02-04T20:00:00Z',
      },
    ]);
    const main = alerts.filter(({ alert }) => /^(threshold|response)-(met|missed)$/.test(alert));
    expect(main.map(({ petition, alert, threshold }) => `${petition} ${alert} ${String(threshold)}`)).toEqual([
      'us-we-the-people/fire-steve-heymann threshold-met response',
      'us-we-the-people/fire-steve-heymann response-missed response',
      'us-we-the-people/5128a4ce8cce3f815d000016 threshold-missed response',
      'us-we-the-people/22111 threshold-met response',
      'us-we-the-people/22111 response-met response',
      'uk-parliament/722903 threshold-met response',
      'uk-parliament/722903 threshold-met debate',
      'uk-parliament/722903 response-met response',
    ]);
  });

  test('they start from the beginning: a folder that has them already is bad usage', async () => {
    const again = await monitor('start', '--exit', '--data', data);
    expect(again.code).toBe(2);
    expect(again.stderr).toMatch(/already exists, and a replay starts from the beginning; name another folder/);
  });
});

describe('live', () => {
  test('polls what a config names, keeps the database, and goes on from it', async () => {
    const platform = await startPlatform();
    const now = Math.floor(Date.now() / 1000);
    platform.shows('1', { signatureCount: 99_990, created: now - 86_400, deadline: now + 864_000 });
    const file = join(folder, 'petitions.json');
    const watch = [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }];
    writeFileSync(
      file,
      JSON.stringify({ watch, subscribers: [{ email: 'desk@example.org' }], allowPrivateSources: true }),
    );
    const options = ['start', '--config', file, '--data', join(folder, 'live'), '--format', 'jsonl'];

    const first = await monitor(...options, '--exit');
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/"allowPrivateSources" is true/);
    expect(jsonLines(first.stdout)).toMatchObject([{ alert: 'watch-started', signatures: 99_990 }]);
    expect(first.stderr).not.toMatch(/The site/);
    expect(existsSync(join(folder, 'live', 'dynamodb'))).toBe(true);

    // What was sent before is not sent again.
    const second = await monitor(...options, '--exit');
    expect(second).toMatchObject({ code: 0, stdout: '' });
    expect(second.stderr).toMatch(/^Watching 1 petition · .* · next poll [\d:]+$/m);

    // The site is served until it is stopped.
    const third = running(...options, '--port', '0');
    let status: unknown;
    try {
      const [, url = ''] = await third.said(/^The site: (\S+)$/m);
      status = await siteStatus(url, third);
    } finally {
      expect(await third.stop()).toMatchObject({ code: 0, stdout: '' });
    }
    expect(status).toMatchObject({ petitions: 1, failed: 0 });
    await platform.close();
  });

  test('says on the terminal that the clock is wrong', async () => {
    const platforms = [await startPlatform(), await startPlatform()];
    for (const platform of platforms) {
      platform.shows('1', { signatureCount: 10 });
      platform.sends({ date: new Date(Date.now() - 730 * 86_400_000).toUTCString() });
    }
    const file = join(folder, 'clock.json');
    const watch = platforms.map(({ url: baseUrl }, index) => ({
      source: 'us-we-the-people',
      petition: `${index + 1}`,
      baseUrl,
    }));
    platforms[1]?.shows('2', { signatureCount: 10 });
    writeFileSync(file, JSON.stringify({ watch, allowPrivateSources: true }));
    const { code, stdout, stderr } = await monitor('start', '--config', file, '--exit', '--format', 'jsonl');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^error · clock wrong · this machine's clock is 730 days ahead of 127\.0\.0\.1:\d+ and /m);
    expect(stderr).not.toMatch(/run failed/);
    expect(jsonLines(stdout).length).toBeLessThanOrEqual(1);
    await Promise.all(platforms.map(({ close }) => close()));
  });

  test('a port that is taken ends with 2, when it was asked for', async () => {
    const { url, close } = await serve(() => undefined);
    const { port } = new URL(url);
    const { code, stderr } = await monitor('start', '--port', port);
    await close();
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^--port: \d+ is in use by another process; choose another port, such as 8081, or 0 for any free port$/m,
    );
  });

  test('sends a digest that is due, as a mail in a file', async () => {
    const platform = await startPlatform();
    platform.shows('1', { signatureCount: 7 });
    const file = join(folder, 'with-digest.json');
    const watch = [{ source: 'us-we-the-people', petition: '1', baseUrl: platform.url }];
    const digest = { name: 'newsdesk', every: 'day', timeZone: 'UTC', subscribers: [{ email: 'desk@example.org' }] };
    const before = new Date(Date.now() - 30 * 60_000).toISOString();
    const options = ['start', '--config', file, '--data', join(folder, 'digest'), '--exit'];
    const starts = (at: string): Promise<Ended> => {
      writeFileSync(file, JSON.stringify({ watch, digests: [{ ...digest, at }], allowPrivateSources: true }));
      return monitor(...options);
    };
    const first = await starts(before.slice(11, 16));
    expect(first.stdout).not.toMatch(/mail to/);
    // Set again, to five minutes ago: that is later than the last one.
    const second = await starts(new Date(Date.now() - 5 * 60_000).toISOString().slice(11, 16));
    expect(second.stdout).toMatch(
      /^rehearsal, not sent: mail to desk@example\.org: Petitions, \d+ [A-Z][a-z]+: nothing new$/m,
    );
    const mails = readdirSync(join(folder, 'digest', 'outbox')).map((name) =>
      readFileSync(join(folder, 'digest', 'outbox', name), 'utf8'),
    );
    expect(mails).toEqual([expect.stringMatching(/^Status of the petitions: 1$/m)]);
    await platform.close();
  });

  test('a config with faults ends with 2 before anything is started', async () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, '{"watch":[]}');
    const { code, stdout, stderr } = await monitor('start', '--config', file, '--exit');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/bad\.json:1:2: watch must name something/);
  });

  test.each([
    [['--for', 'soon'], /--for: must be an ISO 8601 duration of at most 24 days, such as "PT2M"/],
    // A month has no fixed length, and a timer of Node that is longer than 24.8 days ends at once.
    [['--for', 'P1M'], /--for: must be an ISO 8601 duration of at most 24 days/],
    [['--for', 'P25D'], /--for: must be an ISO 8601 duration of at most 24 days/],
    [['--port', '65536'], /--port: must be a whole number from 0 \(any that is free\) to 65535, such as 8080/],
    [['--format', 'xml'], /Allowed choices are text, jsonl/],
  ])('bad usage ends with 2: %j', async (options, message) => {
    const { code, stderr } = await monitor('start', ...options);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
