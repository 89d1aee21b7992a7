/**
 * What answers on loopback when somebody else asks than the monitor: pages in the user's browser can send requests
 * there, also by a name of their own that they point at 127.0.0.1 (DNS rebinding), and whatever is sent must not end the
 * process. Fetch (https://fetch.spec.whatwg.org/#origin-header): `Origin` is in each request that is not GET or HEAD, and
 * in each with CORS.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateTopicCommand, ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { checkConfig } from '../../src/config/read-config.ts';
import { localClient } from '../../emulator/dynamodb.ts';
import { accessKey } from '../../emulator/listen.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';

let emulator: Emulator;
let urls: Readonly<Record<string, string>>;
let published: number;

beforeAll(async () => {
  const subscribers = [{ email: 'desk@example.org' }];
  const watch = [{ source: 'uk-parliament', petition: '1' }];
  emulator = await startEmulator({
    config: checkConfig({ watch, subscribers }, 'petitions.json'),
    now: () => '2016-01-05T17:00:00Z',
    onAlert: () => undefined,
    onDelivery: () => void (published += 1),
  });
  const { awsEnvironment, siteUrl } = emulator;
  urls = {
    DynamoDB: awsEnvironment.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    SNS: awsEnvironment.AWS_ENDPOINT_URL_SNS ?? '',
    SQS: awsEnvironment.AWS_ENDPOINT_URL_SQS ?? '',
    S3: awsEnvironment.AWS_ENDPOINT_URL_S3 ?? '',
    SSM: awsEnvironment.AWS_ENDPOINT_URL_SSM ?? '',
    site: siteUrl,
  };
});
beforeEach(() => (published = 0));
afterAll(() => emulator.close());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

const ask = (to: string, method: string, headers: Record<string, string>, body = '', path = '/'): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request(urls[to] ?? '', { method, headers, path }, (response) => {
      text(response).then((answer) => {
        resolve({ status: response.statusCode, headers: response.headers, body: answer });
      }, reject);
    });
    asked.on('error', reject).end(body);
  });

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const awsServices = ['DynamoDB', 'SNS', 'SQS', 'S3', 'SSM'];
const scan = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.Scan' };
const signedBy = (key: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${key}/20160105/us-east-1/x/aws4_request, Signature=c, SignedHeaders=d`,
  'x-amz-date': '1',
});
const signed = signedBy(accessKey);

describe.each([...awsServices, 'site'])('%s', (service) => {
  test.each(['evil.example', '127.0.0.1.evil.example', '0.0.0.0:80', '192.168.0.2', '[::]:80'])(
    'refuses the host %j, and says nothing else',
    async (host) => {
      const { status, body } = await ask(service, 'GET', { host });
      expect({ status, body }).toEqual({ status: 403, body: expect.stringMatching(/127\.0\.0\.1 and localhost only/) });
    },
  );

  test('answers by each name of loopback, through a tunnel too', async () => {
    for (const host of ['localhost:9000', '127.0.0.1', '[::1]:8080', 'LOCALHOST'])
      expect((await ask(service, 'GET', { ...signed, host })).status).not.toBe(403);
  });
});

describe.each(awsServices)('%s', (service) => {
  test.each(['https://evil.example', 'http://localhost:3000', 'null'])('refuses the origin %s', async (origin) => {
    for (const method of ['OPTIONS', 'POST', 'PUT', 'GET', 'DELETE']) {
      const headers = { ...scan, ...signed, origin, 'access-control-request-method': 'POST' };
      const answer = await ask(service, method, headers, '{"TableName":"petitions"}');
      expect(answer).toMatchObject({ status: 403, body: expect.stringMatching(/does not answer pages in a browser/) });
      expect(Object.keys(answer.headers).join()).not.toMatch(/access-control/);
    }
  });
});

describe.each(awsServices)('%s', (service) => {
  // On a machine with several users, each of them reaches the ports of loopback.
  test.each([
    ['nobody', {}],
    ['another start', signedBy('0'.repeat(32))],
    ['a part of the key', signedBy(accessKey.slice(0, -1))],
    ['the key of every emulator', signedBy('local')],
    ['the key in another place', { authorization: `Bearer ${accessKey}`, 'x-amz-security-token': accessKey }],
  ])('does nothing for a request signed by %s', async (_, headers) => {
    for (const method of ['POST', 'PUT', 'DELETE', 'HEAD']) {
      const { status } = await ask(service, method, { ...scan, ...headers }, '{"TableName":"petitions"}');
      expect([403, 405]).toContain(status);
    }
    const body = 'Action=ListSubscriptionsByTopic&TopicArn=' + emulator.alertTopicArn;
    expect((await ask(service, 'POST', { ...form, ...headers }, body)).status).toBe(403);
  });
});

test('the site is for reading: nothing is written, and no page of another origin may read it', async () => {
  const origin = 'https://evil.example';
  for (const method of ['PUT', 'POST', 'DELETE', 'OPTIONS'])
    expect(await ask('site', method, { origin }, '', '/index.html')).toMatchObject({ status: 405 });
  const { headers } = await ask('site', 'GET', { origin });
  expect(Object.keys(headers).join()).not.toMatch(/access-control/);
});

describe('SNS', () => {
  // An image on any page can ask for it.
  test.each(['Publish', 'Subscribe', 'CreateTopic', 'ListSubscriptionsByTopic', 'SetSubscriptionAttributes'])(
    'does %s by POST only',
    async (Action) => {
      const query = new URLSearchParams({
        Action,
        TopicArn: emulator.alertTopicArn,
        Name: 'x',
        Protocol: 'email',
        Endpoint: 'evil@example.org',
        Message: '{"default":"{}"}',
      });
      const { status, body } = await ask('SNS', 'GET', {}, '', `/?${query.toString()}`);
      expect({ status, body }).toEqual({ status: 400, body: expect.stringMatching(/is not part of this endpoint/) });
      expect(published).toBe(0);
    },
  );

  test.each([
    ['a path that is no URL', 'GET', '//', ''],
    ['a name that every object has', 'POST', '/', 'Action=constructor'],
    ['a message that is no event of the monitor', 'POST', '/', 'Action=Publish&Message=hello'],
    ['a webhook that is no URL', 'POST', '/', 'Action=Subscribe&Protocol=http&Endpoint=x'],
    ['a form that is none', 'POST', '/', '%E0%A4%A&=&&'],
  ])('%s is a bad request', async (_, method, path, body) => {
    const topic = `&TopicArn=${emulator.alertTopicArn}`;
    expect(
      await ask('SNS', method, { ...form, ...signed }, method === 'GET' ? '' : `${body}${topic}`, path),
    ).toMatchObject({
      status: 400,
    });
  });
});

test.each([
  ['no JSON', '{'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a wrong type', '{"TableName":1}'],
  ['nothing', ''],
])('a request to DynamoDB with %s gets an error', async (_, body) => {
  const { status = 0 } = await ask('DynamoDB', 'POST', { ...scan, ...signed }, body);
  expect(status).toBeGreaterThanOrEqual(400);
});

test('requests that are broken off, or are none, end nothing: afterwards the real clients do their work', async () => {
  for (const url of Object.values(urls)) {
    const { host, port } = new URL(url);
    for (const start of [
      `POST / HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 99\r\n\r\n{"Tab`,
      `POST / HTTP/1.1\r\nHost: ${host}\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"T`,
      'GET / HTTP/1.0\r\n\r\n',
      'no HTTP\r\n\r\n',
    ]) {
      const socket = connect(Number(port), '127.0.0.1');
      await once(socket, 'connect');
      await new Promise<void>((written) => void socket.write(start, () => written()));
      await new Promise<void>((later) => void setTimeout(later, 20));
      socket.on('error', () => undefined).resetAndDestroy();
      await once(socket, 'close');
    }
  }
  const table = new DynamoDBClient({ ...localClient, endpoint: urls.DynamoDB ?? '' });
  const TableName = emulator.tableName;
  await table.send(new PutItemCommand({ TableName, Item: { pk: { S: 'x/1' }, sk: { S: 'petition' } } }));
  expect((await table.send(new ScanCommand({ TableName }))).Count).toBe(1);
  table.destroy();
  const sns = new SNSClient({ ...localClient, endpoint: urls.SNS ?? '' });
  const TopicArn = emulator.alertTopicArn;
  await sns.send(new CreateTopicCommand({ Name: 'another' }));
  expect((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }))).Subscriptions).toHaveLength(1);
  await expect(sns.send(new PublishCommand({ TopicArn, Message: 'hello' }))).rejects.toThrow(/is not JSON/);
  sns.destroy();
});
