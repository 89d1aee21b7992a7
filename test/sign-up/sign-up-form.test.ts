/** The form of the site and the function behind it, over HTTP: who is subscribed, who is not, and what each gets to read. */
import { request } from 'node:http';
import { DynamoDBClient, ScanCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { petitionPath } from '../../lambda/site/paths.ts';
import { toDueKey } from '../../src/storage/due-buckets.ts';
import { petitionKey } from '../../src/storage/petition-item.ts';
import { serve } from '../loopback.ts';
import { confirmAll, visitorsOf, type Visitors } from '../sign-up.ts';
import { startSignUpSite, type SignUpSite } from '../sign-up-site.ts';
import type { Monitor } from '../test-monitor.ts';
import type { Platform } from '../test-platform.ts';

const name = 'us-we-the-people/1';
const email = 'Reader@Example.org';

let platform: Platform;
let monitor: Monitor;
let close: SignUpSite['close'];
let visitors: Visitors | undefined;
const followersOf = (petition: string): Promise<unknown> | undefined => visitors?.followersOf(petition);

async function start(signUp: { perDay?: number } | undefined): Promise<void> {
  ({ platform, monitor, close } = await startSignUpSite(signUp, ['1', '2']));
  visitors = signUp && visitorsOf(monitor.emulator);
}
const stop = async (): Promise<void> => {
  visitors?.close();
  await close();
};

interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

type Fields = Readonly<Record<string, string>>;

async function send(fields: Fields, headers: Fields = {}, path = 'sign-up'): Promise<Answered> {
  const body = new URLSearchParams({ petition: name, email, choice: 'main', ...fields });
  const answer = await fetch(`${monitor.siteUrl}${path}`, { method: 'POST', body, headers });
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

const pageOf = async (petition: string): Promise<string> =>
  (await fetch(`${monitor.siteUrl}${petitionPath(petition, 'html')}`)).text();
const mails = async (): Promise<{ readonly to: string; readonly message: string }[]> =>
  (await monitor.deliveries()).map(({ subscription, message }) => ({ to: subscription.endpoint, message }));

describe('where visitors can sign up', () => {
  beforeAll(() => start({}));
  afterAll(stop);

  test('the page of a petition has the form, and the site may send it to itself alone', async () => {
    await monitor.report('2016-01-01T12:01:00Z');
    const page = await fetch(`${monitor.siteUrl}${petitionPath(name, 'html')}`);
    expect(await page.text()).toMatch(/<form class="sign-up" method="post" action="\.\.\/\.\.\/sign-up">/);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
  });

  test('from the form to the alert and out again', async () => {
    const { status, text, headers } = await send({});
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).toMatch(/Look into your mailbox/);
    const asked = await mails();
    expect(asked.map(({ to }) => to)).toEqual(['reader@example.org']);
    await confirmAll(asked);
    expect(await followersOf(name)).toEqual([['reader@example.org', true]]);
    platform.shows('1', { signatureCount: 100_500 });
    await monitor.tick('2016-01-01T12:05:00Z');
    const [alert, ...more] = await monitor.deliveries();
    if (alert === undefined) throw new Error('no alert came');
    expect([alert.subscription.endpoint, alert.subject, more]).toEqual([
      'reader@example.org',
      expect.stringMatching(/met/i),
      [],
    ]);
    const link = new URL(monitor.emulator.awsEnvironment.AWS_ENDPOINT_URL_SNS ?? '');
    link.search = String(new URLSearchParams({ Action: 'Unsubscribe', SubscriptionArn: alert.subscription.arn }));
    await fetch(link);
    expect(await followersOf(name)).toEqual([['reader@example.org', false]]);
  });

  test('whoever asks for a known address reads the same, and changes nothing', async () => {
    const fields = { petition: 'us-we-the-people/2', email: 'known@example.org' };
    const first = await send(fields);
    await confirmAll(await mails());
    const again = await send(fields);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(await mails()).toEqual([]);
    expect(await followersOf('us-we-the-people/2')).toEqual([['known@example.org', true]]);
  });

  test('an address is asked three times a day about one petition, and reads the same after that', async () => {
    const answers: Answered[] = [];
    for (let n = 0; n < 5; n++) answers.push(await send({ email: 'often@example.org' }));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect((await mails()).filter(({ to }) => to === 'often@example.org')).toHaveLength(3);
  });

  test.each([
    ['no address', ''],
    ['a name', 'reader'],
    ['two addresses', 'a@example.org,b@example.org'],
    ['a line break', 'a@example.org\r\nBcc: b@example.org'],
    ['one that is too long', `${'a'.repeat(64)}@${'b.'.repeat(100)}example.org`],
  ])('what is no address (%s) is asked for again, with what was entered, and the field named', async (_, entered) => {
    const { status, text } = await send({ email: entered, choice: 'all' });
    expect(status).toBe(422);
    expect(text).toMatch(/<strong id="sign-up-fault" class="fault">Enter an e-mail address, such as name@example.org/);
    expect(text).toMatch(/aria-invalid="true" aria-describedby="sign-up-fault sign-up-next"/);
    expect(text).toMatch(/value="all" checked/);
    if (entered === 'reader') expect(text).toContain('value="reader"');
  });

  test('what was entered is shown as text', async () => {
    const { text } = await send({ email: '"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>alert');
    expect(text).toContain('&lt;script');
  });

  test.each<[string, Fields, Fields, number, RegExp]>([
    ['a petition that is not watched', { petition: 'uk-parliament/1' }, {}, 410, /not watched here/],
    ['a petition without a name', { petition: '' }, {}, 400, /“petition”/],
    ['another choice', { choice: 'some' }, {}, 400, /“choice” must be “main” or “all”/],
    ['a form on another site', {}, { 'sec-fetch-site': 'cross-site' }, 400, /not come from a page of this site/],
    ['a form on a neighbour’s site', {}, { 'sec-fetch-site': 'same-site' }, 400, /not come from a page of this site/],
    ['JSON', {}, { 'content-type': 'application/json' }, 415, /Only the form/],
    ['more than a form', { more: 'x'.repeat(5_000) }, {}, 413, /longer than the form/],
    ['far more than a form', { more: 'x'.repeat(500_000) }, {}, 413, /longer than the form/],
  ])('%s is refused, and says why', async (_, fields, headers, status, reason) => {
    const answer = await send(fields, headers);
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(reason)]);
    expect(await mails()).toEqual([]);
  });

  test('it is not there to be read, and nothing else of the site can be written', async () => {
    expect((await fetch(`${monitor.siteUrl}sign-up`)).status).toBe(404);
    expect(monitor.emulator.siteObjects.keys().filter((key) => key.includes('proof'))).toEqual([]);
    expect((await send({}, {}, 'index.html')).status).toBe(405);
    const put = await fetch(`${monitor.siteUrl}sign-up`, { method: 'PUT' });
    expect(put.status).toBe(405);
  });

  test('a visitor who breaks off leaves the site up', async () => {
    const { hostname, port } = new URL(monitor.siteUrl);
    await new Promise<void>((resolve) => {
      const headers = { 'content-length': '100', 'content-type': 'application/x-www-form-urlencoded' };
      const half = request({ hostname, port, path: '/sign-up', method: 'POST', headers });
      half.on('error', () => resolve());
      half.write('petition=', () => setTimeout(() => half.destroy(), 50));
    });
    expect((await fetch(monitor.siteUrl)).status).toBe(200);
  });

  test('a petition that is over has no form any more, and nobody can sign up for it', async () => {
    const over = 'us-we-the-people/2';
    expect(await pageOf(over)).toContain('class="sign-up"');
    const stored = await monitor.petitionRepository.load(over);
    if (stored === undefined) throw new Error('nothing is stored');
    await monitor.petitionRepository.save({ ...stored, dueKey: toDueKey(over, { never: true }) }, stored.version);
    await monitor.report('2016-01-01T12:20:00Z');
    expect(await pageOf(over)).not.toContain('class="sign-up"');
    expect((await send({ petition: over })).status).toBe(410);
  });

  test('no log and no item of the table has an address', async () => {
    const client = new DynamoDBClient({});
    const { Items } = await client.send(new ScanCommand({ TableName: monitor.emulator.tableName }));
    client.destroy();
    expect(JSON.stringify([Items, monitor.log])).not.toMatch(/(reader|known|often)@|127\.0\.0/i);
    expect(monitor.log.filter(({ message }) => message === 'signed up').map(({ fields }) => fields)).toContainEqual({
      petition: name,
      choice: 'main',
    });
  });
});

describe('limits', () => {
  afterEach(stop);

  test('when so many have signed up in a day, nobody else can, until the next', async () => {
    await start({ perDay: 2 });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await send({ email: `reader-${n}@example.org` })).status);
    expect(statuses).toEqual([200, 200, 503, 503]);
    expect(await mails()).toHaveLength(2);
    monitor.setClock('2016-01-02T00:00:00Z');
    expect((await send({ email: 'reader-3@example.org' })).status).toBe(200);
  });

  test('a network that has signed up fifty is refused, and told so', async () => {
    await start({});
    const readers = Array.from({ length: 51 }, (_, n) => `reader-${n}@example.org`);
    // All at once, on a busy machine, a count would take so long that the SDK asks again, and counts twice.
    const answers = await pMap(readers, (email) => send({ email }), { concurrency: 4 });
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ status, text }) => [status, text])).toEqual([[429, expect.stringMatching(/your network/)]]);
    expect(monitor.log.filter(({ level }) => level === 'warn').map(({ fields }) => fields)).toEqual([
      { petition: name, limit: 'network' },
    ]);
  });

  test.each([
    ['an address that SNS does not take is asked for again', 'Invalid parameter: Email address', 422, []],
    [
      'what SNS says of a topic is no fault of the visitor, and the log has no address',
      'Invalid parameter: Attributes; asked by reader@example.org',
      503,
      ['Invalid parameter: Attributes; asked by (the address)'],
    ],
  ])('%s', async (_, said, expected, reasons) => {
    await start({});
    const error = `<Error><Code>InvalidParameter</Code><Message>${said}</Message></Error>`;
    const refusing = await serve((asked, response) => {
      asked.resume();
      response.writeHead(400, { 'content-type': 'text/xml' }).end(`<ErrorResponse>${error}</ErrorResponse>`);
    });
    // The function has not started yet.
    process.env.AWS_ENDPOINT_URL_SNS = refusing.url;
    expect((await send({})).status).toBe(expected);
    await refusing.close();
    expect(monitor.log.filter(({ level }) => level === 'error').map(({ fields }) => fields.reason)).toEqual(reasons);
  });

  test('what fails on our side is no fault of the visitor, who is told so, and the log has why', async () => {
    await start({});
    const client = new DynamoDBClient({});
    const newer = { ':newer': { N: '99' } };
    await client.send(
      new UpdateItemCommand({
        TableName: monitor.emulator.tableName,
        Key: petitionKey(name),
        UpdateExpression: 'SET #schema = :newer',
        ExpressionAttributeNames: { '#schema': 'schema' },
        ExpressionAttributeValues: newer,
      }),
    );
    client.destroy();
    const { status, text } = await send({});
    expect([status, text]).toEqual([503, expect.stringMatching(/wrong with this site/)]);
    const { message, fields } = monitor.log.at(-1) ?? {};
    expect([message, fields?.reason]).toEqual(['sign-up failed', expect.stringMatching(/newer version/)]);
  });
});

describe('where they cannot', () => {
  beforeAll(() => start(undefined));
  afterAll(stop);

  test('no page has a form, the site takes none, and no page of it may send one', async () => {
    await monitor.report('2016-01-01T12:01:00Z');
    const page = await fetch(`${monitor.siteUrl}${petitionPath(name, 'html')}`);
    expect(await page.text()).not.toContain('<form');
    expect(page.headers.get('content-security-policy')).toContain("form-action 'none'");
    expect((await send({})).status).toBe(405);
  });
});
