/** What SNS refuses for its content is sent in a form that it takes; what it refuses otherwise waits. */
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { parseJson } from '../../src/validation.ts';
import { alertMessage, messageBody, type SnsMessage } from '../../src/notifications/alert-message.ts';
import { plainMessage, snsPublisher } from '../../src/notifications/sns-publisher.ts';
import { startSns, type SnsEndpoint, type SnsSettings } from '../../emulator/sns/server.ts';
import type { SnsDelivery, SnsPublication } from '../../emulator/sns/topics.ts';
import { sample } from './samples.ts';
import { accessKey } from '../../emulator/listen.ts';

let sns: SnsEndpoint;
let client: SNSClient;
let topic: string;
const accepted: SnsPublication[] = [];
const warnings: unknown[] = [];

const delivered: SnsDelivery[] = [];
let now = '2016-01-05T17:00:00Z';

async function start(more: Partial<SnsSettings> = {}): Promise<void> {
  sns = await startSns({
    now: () => now,
    onDelivery: (delivery) => void delivered.push(delivery),
    onPublication: (one) => void accepted.push(one),
    ...more,
  });
  const credentials = { accessKeyId: accessKey, secretAccessKey: 'local' };
  client = new SNSClient({ endpoint: sns.url, region: 'us-east-1', credentials });
  topic = (await client.send(new CreateTopicCommand({ Name: 'alerts' }))).TopicArn ?? '';
}
async function close(): Promise<void> {
  client.destroy();
  await sns.close();
}
beforeEach(async () => {
  for (const all of [accepted, warnings, delivered]) all.splice(0);
  now = '2016-01-05T17:00:00Z';
  await start();
});
afterEach(close);

const publish = (message: SnsMessage, to = topic): Promise<void> =>
  snsPublisher(client, to, { warn: (text, fields) => void warnings.push([text, fields]) })(message);
const good = alertMessage(sample('threshold-met'));

test.each<[string, Partial<SnsMessage>]>([
  ['a subject that is not ASCII', { subject: 'Schwelle erreicht: Größere Straßen' }],
  ['a subject with a line break', { subject: 'Threshold met\nBcc: all' }],
  ['a subject of a hundred characters', { subject: 'x'.repeat(100) }],
  ['no subject', { subject: '' }],
  ['a text that is too long', { email: 'ö'.repeat(270_000) }],
  ['an event that is too long', { event: JSON.stringify({ title: 'ö'.repeat(200_000) }) }],
])('%s: SNS refuses it, and takes its plain form; the log has the reason', async (_, poison) => {
  await publish({ ...good, ...poison });
  expect(accepted.length).toBe(1);
  expect([...(accepted[0]?.attributes.keys() ?? [])].sort()).toEqual(Object.keys(good.attributes).sort());
  expect(warnings).toEqual([
    [
      'message published in its plain form',
      { alert: 'threshold-met', reason: expect.stringMatching(/^Invalid parameter/) },
    ],
  ]);
});

test('what SNS takes is sent as it is, once', async () => {
  await publish(good);
  expect(accepted.map(({ message }) => message)).toEqual([messageBody(good)]);
  expect(warnings).toEqual([]);
});

test('what SNS refuses for another reason is not sent in another form', async () => {
  const sent = jest.spyOn(client, 'send');
  await expect(publish(good, `${topic}-of-another`)).rejects.toThrow('Topic does not exist');
  expect(accepted).toEqual([]);
  expect(sent).toHaveBeenCalledTimes(1);
});

test('the plain form of any message is one that SNS takes', () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(
      text,
      text,
      text,
      text,
      fc.dictionary(fc.constantFrom('alert', 'petition', 'threshold'), text),
      (...parts) => {
        const [subject, email, sms, title, attributes] = parts;
        const plain = plainMessage({ subject, email, sms, event: JSON.stringify({ title }), attributes });
        expect(plain.subject).toMatch(/^[A-Za-z0-9][\x20-\x7e]{0,98}$/);
        expect(plain.sms).toMatch(/^[\x20-\x7e]{1,140}$/);
        expect(plain.email).toMatch(/^[\x20-\x7e\n]+$/);
        expect(JSON.parse(plain.event)).toEqual({ title });
        for (const value of Object.values(plain.attributes)) expect(value).toMatch(/^[\x20-\x7e]{1,256}$/);
        expect(Buffer.byteLength(messageBody(plain))).toBeLessThan(256 * 1024);
      },
    ),
  );
});

describe('as SNS may do at any time', () => {
  const phone = '+447700900000';
  const queue = 'arn:aws:sqs:us-east-1:000000000000:alerts';
  const idOf = (event: string): string => parseJson(z.object({ id: z.string() }), event, 'event').id;
  const to = async (protocol: string): Promise<string[]> => {
    await sns.settled();
    const all = delivered.filter(({ subscription }) => subscription.protocol === protocol);
    return all.map(({ message }) => message);
  };

  async function startWith(more: Partial<SnsSettings>): Promise<void> {
    await close();
    await start(more);
    for (const [Protocol, Endpoint] of [
      ['sms', phone],
      ['sqs', queue],
    ])
      await client.send(new SubscribeCommand({ TopicArn: topic, Protocol, Endpoint }));
  }

  // aws.amazon.com/sns/faqs: a standard topic delivers at least once.
  test('it delivers twice: a machine that goes by the id of an event has each alert once', async () => {
    await startWith({ deliversTwice: true });
    const other = alertMessage(sample('response-met'));
    for (const message of [good, other]) await publish(message);
    const ids = (await to('sqs')).map(idOf);
    expect(ids).toHaveLength(4);
    expect([...new Set(ids)]).toEqual([good, other].map(({ event }) => idOf(event)));
  });

  // dg/channels-sms-awssupport-spend-threshold.html
  test('it sends no SMS once a month has cost a dollar: nothing fails, and machines get everything', async () => {
    await startWith({ smsPrice: 0.075 });
    for (let alerts = 0; alerts < 20; alerts++) await publish(good);
    expect([(await to('sms')).length, (await to('sqs')).length]).toEqual([13, 20]);
    expect(warnings).toEqual([]);
    now = '2016-01-31T23:59:59Z';
    await publish(good);
    expect((await to('sms')).length).toBe(13);
    now = '2016-02-01T00:00:00Z';
    await publish(good);
    expect((await to('sms')).length).toBe(14);
  });
});
