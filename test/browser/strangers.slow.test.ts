/**
 * A page of another origin in a real browser, which tries to reach the monitor on the same machine: by fetch, by a form,
 * by an image, and by a name of its own that it points at 127.0.0.1 (DNS rebinding).
 */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import type { Browser, Page } from 'playwright-core';
import { checkConfig } from '../../src/config/read-config.ts';
import { localClient } from '../../emulator/dynamodb.ts';
import { startEmulator, type Emulator } from '../../emulator/emulator.ts';
import { signed, serve, type Loopback } from '../loopback.ts';
import { inChromium, launch } from './chromium.ts';

inChromium('a page of another origin', () => {
  let emulator: Emulator;
  let evil: Loopback;
  let browser: Browser;
  let page: Page;
  let accepted: number;

  beforeAll(async () => {
    const watch = [{ source: 'uk-parliament', petition: '1' }];
    emulator = await startEmulator({
      config: checkConfig({ watch, subscribers: [{ email: 'desk@example.org' }] }, 'petitions.json'),
      now: () => '2016-01-05T17:00:00Z',
      onAlert: () => undefined,
      onDelivery: () => void (accepted += 1),
    });
    evil = await serve((_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<p>evil'));
    browser = await launch('--host-resolver-rules=MAP evil.example 127.0.0.1');
  });
  beforeEach(async () => {
    accepted = 0;
    page = await browser.newPage();
    await page.goto(evil.url.replace('127.0.0.1', 'localhost'));
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    await evil.close();
    await emulator.close();
  });

  const endpoint = (service: string): string => emulator.awsEnvironment[`AWS_ENDPOINT_URL_${service}`] ?? '';

  /** What the script of the page gets: a status and a text, or that it may not know. */
  const fetched = (url: string, init: object): Promise<string> =>
    page.evaluate<string>(
      `fetch(${JSON.stringify(url)}, ${JSON.stringify(init)})
         .then(async (response) => response.type + ' ' + response.status + ' ' + await response.text(), String)`,
    );

  const request = (operation: string): object => ({
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '1',
      // Even with the key of this start.
      ...signed,
    },
    body: JSON.stringify({ TableName: emulator.tableName }),
  });

  async function tables(): Promise<unknown> {
    const client = new DynamoDBClient({ ...localClient, endpoint: endpoint('DYNAMODB') });
    const { TableNames } = await client.send(new ListTablesCommand({}));
    client.destroy();
    return TableNames;
  }

  test.each(['Scan', 'DeleteTable'])('may not %s', async (operation) => {
    expect(await fetched(endpoint('DYNAMODB'), request(operation))).toBe('TypeError: Failed to fetch');
    expect(await tables()).toEqual([emulator.tableName]);
  });

  test('by a name of its own it is refused, though to the browser it is the same origin', async () => {
    const rebound = endpoint('DYNAMODB').replace('127.0.0.1', 'evil.example');
    await page.goto(rebound);
    for (const operation of ['Scan', 'DeleteTable'])
      expect(await fetched(rebound, request(operation))).toMatch(/^basic 403 .* 127\.0\.0\.1 and localhost only/);
    expect(await tables()).toEqual([emulator.tableName]);
    await page.goto(emulator.siteUrl.replace('127.0.0.1', 'evil.example'));
    expect(await page.textContent('body')).toMatch(/127\.0\.0\.1 and localhost only/);
  });

  test('publishes nothing and writes nothing: not by a form, an image, or a request that needs no permission', async () => {
    const event = JSON.stringify({ default: '{"data":{}}' });
    const parameters = { Action: 'Publish', TopicArn: emulator.operatorTopicArn, Message: event };
    const query = new URLSearchParams(parameters).toString();
    const form = Object.entries(parameters).map(([name, value]) => `<input name="${name}" value='${value}'>`);
    await fetched(endpoint('SNS'), { method: 'POST', mode: 'no-cors', body: query });
    const image = `new Promise((done) => { const image = new Image(); image.onload = image.onerror = done;
      image.src = ${JSON.stringify(`${endpoint('SNS')}/?${query}`)}; })`;
    await page.evaluate(image);
    await fetched(`${endpoint('S3')}/petition-site/site/index.html`, { method: 'PUT', body: 'evil' });
    await fetched(`${emulator.siteUrl}index.html`, { method: 'PUT', body: 'evil' });
    await page.setContent(`<form method="post" action="${endpoint('SNS')}">${form.join('')}</form>`);
    await Promise.all([page.waitForURL(`${endpoint('SNS')}/`), page.evaluate('document.forms[0].submit()')]);
    expect(await page.textContent('body')).toMatch(/does not answer pages in a browser/);
    await emulator.settled();
    expect(accepted).toBe(0);
    expect(emulator.siteObjects.keys()).toEqual([]);
  });
});
