/** Mails through a real mail server on loopback, read by a parser of its own (postal-mime). */
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { Mailbox } from '../../local/mailbox.ts';
import { MailSpool } from '../../local/mail-spool.ts';
import { alertMessage } from '../../src/notifications/alert-message.ts';
import { sample } from '../notifications/samples.ts';
import { startMailServer, type MailServerHere } from './mail-server.ts';

const from = 'alerts@monitor.example';
let folder: string;
/** What the server answers to a recipient: a code, or nothing for "accepted". */
let answers: Map<string, number>;
let server: MailServerHere;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spool-'));
  answers = new Map();
  server = await startMailServer(answers);
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const alert = sample('threshold-met');
async function put(box: Mailbox, endpoint: string, of = alert): Promise<void> {
  const { subject, email, event } = alertMessage(of);
  const subscription = {
    arn: 'arn:aws:sns:us-east-1:000000000000:petition-alerts:1',
    endpoint,
  };
  await box.put(
    { id: 'publication', subject, message: email, event, subscription },
    new Date('2016-01-05T17:00:00Z'),
    'http://127.0.0.1',
  );
}
const waiting = (): string[] => readdirSync(join(folder, 'waiting'));

test('a mail arrives as text and HTML, from whom it says, with a way out', async () => {
  await put(new Mailbox(folder, from), 'desk@example.org');
  const spool = new MailSpool(folder, { url: server.url, from });
  expect(await spool.send()).toEqual({ sent: 1, refused: [] });
  spool.close();
  const mail = await PostalMime.parse(server.received[0]?.raw ?? '');
  expect(mail).toMatchObject({
    from: { address: from, name: expect.stringMatching(/\S/) },
    to: [{ address: 'desk@example.org' }],
    subject: expect.stringContaining('100,412 of 100,000'),
    text: expect.stringContaining(`To stop receiving these mails, write to ${from}`),
  });
  const unsubscribe = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value;
  expect(unsubscribe).toBe(`<mailto:${from}?subject=unsubscribe>`);
  expect(mail.html).toContain('<a href="https://petitions.whitehouse.gov/petition/pardon-steven-avery">');
  expect(mail.html).toContain('&#38; Brendan Dassey');
  expect([waiting(), readdirSync(join(folder, 'sent')).length]).toEqual([[], 1]);
});

test('a copy of an alert has the same Message-ID, another alert another', async () => {
  const box = new Mailbox(folder, from);
  for (const one of [alert, alert, { ...alert, id: 'test/1#9' }]) await put(box, 'desk@example.org', one);
  const spool = new MailSpool(folder, { url: server.url, from });
  await spool.send();
  spool.close();
  const ids = await Promise.all(server.received.map(async ({ raw }) => (await PostalMime.parse(raw)).messageId));
  expect(ids[0]).toMatch(/^<[0-9a-f]{32}@monitor\.example>$/);
  expect([ids[1] === ids[0], ids[2] === ids[0]]).toEqual([true, false]);
});

test('what the server refuses for ever is put aside, and the others go on; what it refuses for now waits', async () => {
  const box = new Mailbox(folder, from);
  for (const name of ['gone', 'full', 'desk']) await put(box, `${name}@example.org`);
  answers.set('gone@example.org', 550).set('full@example.org', 452);
  const spool = new MailSpool(folder, { url: server.url, from });
  expect(await spool.send()).toMatchObject({
    sent: 0,
    refused: [expect.stringContaining('to gone@example.org: ')],
    waits: expect.stringContaining('452'),
  });
  expect(waiting()).toHaveLength(2);
  answers.delete('full@example.org');
  expect(await spool.send()).toEqual({ sent: 2, refused: [] });
  spool.close();
  expect(server.received.map(({ to }) => to)).toEqual(['full@example.org', 'desk@example.org']);
});

test('mails wait for a server that is down, also for another process, and come in their order', async () => {
  const { url } = server;
  await server.close();
  const box = new Mailbox(folder, from);
  for (let number = 1; number <= 11; number += 1) await put(box, `${number}@example.org`);
  const first = new MailSpool(folder, { url: server.url, from });
  expect(await first.send()).toMatchObject({ sent: 0, waits: expect.stringMatching(/ECONNREFUSED/) });
  first.close();
  await put(new Mailbox(folder, from), '12@example.org');
  expect(waiting()).toHaveLength(12);
  server = await startMailServer(answers, Number(new URL(url).port));
  const second = new MailSpool(folder, { url: server.url, from });
  expect(await second.send()).toEqual({ sent: 12, refused: [] });
  second.close();
  expect(server.received.map(({ to }) => Number(to.split('@')[0]))).toEqual(
    Array.from({ length: 12 }, (_, index) => index + 1),
  );
});

test('a mail of a rehearsal is never sent, and neither is half a mail', async () => {
  await put(new Mailbox(folder), 'desk@example.org');
  const spool = new MailSpool(folder, { url: server.url, from });
  writeFileSync(join(folder, 'waiting', '2016-01-05T170000Z-1.eml.part'), 'To: desk@example.org');
  expect(await spool.send()).toEqual({ sent: 0, refused: [] });
  spool.close();
  expect(server.received).toEqual([]);
});

test('a password is not sent to a public server in the open, and is in no error', async () => {
  const spool = new MailSpool(folder, { url: 'smtp://user:hush@mail.example.org:587', from });
  expect(existsSync(join(folder, 'sent'))).toBe(true);
  expect(JSON.stringify(await spool.send())).not.toContain('hush');
  spool.close();
});
